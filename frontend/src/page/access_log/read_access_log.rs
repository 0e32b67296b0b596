//! The access log: sentences by day, and whether the list can be believed.

mod sentence;

use leptos::prelude::*;
use sesemr_common::id::GrantId;

use self::sentence::sentence;
use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        icon::Icon,
        loaded::{Loaded, use_answer},
        notice::{Notice, Tone},
        page::Page,
        revealed::Revealed,
        when,
    },
    message::{ReadAccessLog, TakeBackGrant},
    model::{
        access_log::{AccessLogView, EntryCheck, LogEntryView, LogVerdict},
        log_days::{LogDay, by_day},
    },
    text::{Texts, t, use_i18n},
};

/// The access log.
#[component]
pub fn ReadAccessLogPage() -> impl IntoView {
    let i18n = use_i18n();
    let answer = use_answer(|| ReadAccessLog {});
    view! {
        <Page title=t!(i18n, log.title)>
            <Loaded answer let:log><Log log /></Loaded>
        </Page>
    }
}

#[component]
fn Log(log: AccessLogView) -> impl IntoView {
    let i18n = use_i18n();
    let days = by_day(&log.entries, when::minutes_west());
    let tone = if log.verdict == LogVerdict::Complete { Tone::Success } else { Tone::Danger };
    view! {
        <Notice tone><p>{verdict_words(i18n, log.verdict)}</p></Notice>
        {days.into_iter().map(|day| view! { <Day day /> }).collect_view()}
    }
}

fn verdict_words(texts: Texts, verdict: LogVerdict) -> String {
    match verdict {
        LogVerdict::Complete => t!(texts, log.complete).to_owned(),
        LogVerdict::Forged { sequence } => t!(texts, log.forged, number = sequence),
        LogVerdict::OutOfOrder { sequence } => t!(texts, log.out_of_order, number = sequence),
        LogVerdict::WentBack => t!(texts, log.went_back).to_owned(),
        LogVerdict::LeftOut { .. } => t!(texts, log.left_out).to_owned(),
    }
}

#[component]
fn Day(day: LogDay) -> impl IntoView {
    let i18n = use_i18n();
    let first = day.entries.first().map(|entry| entry.at);
    view! {
        <section>
            {first.map(|at| view! { <h2 class="ds-heading log-day" data-size="xs">{when::day(i18n, at)}</h2> })}
            <ul class="log">{day.entries.into_iter().map(|entry| view! { <Entry entry /> }).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Entry(entry: LogEntryView) -> impl IntoView {
    let i18n = use_i18n();
    let forged = entry.check == EntryCheck::Forged;
    let (icon, check) = match entry.check {
        EntryCheck::Signed => ("shield-check", t!(i18n, log.signed)),
        EntryCheck::ServerOnly => ("info", t!(i18n, log.server_only)),
        EntryCheck::Forged => ("triangle-alert", t!(i18n, log.forged_entry)),
    };
    view! {
        <li class="log-entry" class:log-unusual=entry.unusual class:log-forged=forged>
            <p>
                <time class="log-time">{when::time(i18n, entry.at)}</time>
                " "
                {sentence(i18n, &entry)}
            </p>
            <p class="small">
                <Icon name=icon />
                " "
                {t!(i18n, log.number, number = entry.sequence)}
                " · "
                {check}
            </p>
            {entry.grant.map(|grant| view! { <WasThisRight grant /> })}
        </li>
    }
}

/// "Was this right?" No takes the access back.
#[component]
fn WasThisRight(grant: GrantId) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let [answered, stopped] = [(); 2].map(|()| RwSignal::new(false));
    let stop = Act::new(move || async move {
        match client.ask(TakeBackGrant { grant }).await {
            Ok(()) => {
                stopped.try_set(true);
                answered.try_set(true);
                client.changed();
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    view! {
        <ErrorSummary errors />
        <Show
            when=move || !answered.get()
            fallback=move || view! {
                <Revealed>
                    <p class="small">{if stopped.get_untracked() { t!(i18n, log.stopped) } else { t!(i18n, log.was_right) }}</p>
                </Revealed>
            }
        >
            <div class="actions">
                <span class="small">{t!(i18n, log.was_this_right)}</span>
                <Button look=Look::Quiet on_press=move || answered.set(true)>{t!(i18n, log.yes)}</Button>
                <Button look=Look::Danger pending=stop.pending() on_press=move || stop.run()>{t!(i18n, log.no)}</Button>
            </div>
            <p class="consequence small">{t!(i18n, log.no_hint)}</p>
        </Show>
    }
}
