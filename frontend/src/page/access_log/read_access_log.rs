//! The access log: sentences by day, and whether the list can be believed.

pub mod export_access_log;
mod sentence;

use std::collections::BTreeMap;

use leptos::prelude::*;
use sesemr_common::id::GrantId;

use self::{export_access_log::ExportLog, sentence::sentence};
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

/// What was answered to "Was this right?", by the number of the entry.
type Answers = RwSignal<BTreeMap<u64, Right>>;

/// An answer to "Was this right?"
#[derive(Clone, Copy, PartialEq, Eq)]
enum Right {
    /// Yes.
    Yes,
    /// No: the access was taken back.
    Stopped,
}

/// The access log. What was answered stays while the log is read again.
#[component]
pub fn ReadAccessLogPage() -> impl IntoView {
    let i18n = use_i18n();
    let answer = use_answer(|| ReadAccessLog {});
    let answers = Answers::new(BTreeMap::new());
    view! {
        <Page title=t!(i18n, log.title)>
            <Loaded answer let:log><Log log answers /></Loaded>
        </Page>
    }
}

#[component]
fn Log(log: AccessLogView, answers: Answers) -> impl IntoView {
    let i18n = use_i18n();
    let days = by_day(&log.entries, when::minutes_west());
    let tone = if log.verdict == LogVerdict::Complete { Tone::Success } else { Tone::Danger };
    view! {
        <Notice tone><p>{verdict_words(i18n, log.verdict)}</p></Notice>
        {days.into_iter().map(|day| view! { <Day day answers /> }).collect_view()}
        <ExportLog entries=log.entries />
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
fn Day(day: LogDay, answers: Answers) -> impl IntoView {
    let i18n = use_i18n();
    let first = day.entries.first().map(|entry| entry.at);
    view! {
        <section>
            {first.map(|at| view! { <h2 class="ds-heading log-day" data-size="xs">{when::day(i18n, at)}</h2> })}
            <ul class="log">{day.entries.into_iter().map(|entry| view! { <Entry entry answers /> }).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Entry(entry: LogEntryView, answers: Answers) -> impl IntoView {
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
            <WasThisRight grants=entry.grants sequence=entry.sequence answers />
        </li>
    }
}

/// "Was this right?", where something can be taken back, and what was answered to it.
#[component]
fn WasThisRight(grants: Vec<GrantId>, sequence: u64, answers: Answers) -> impl IntoView {
    let i18n = use_i18n();
    let right = Memo::new(move |_| answers.with(|answers| answers.get(&sequence).copied()));
    // Only what is answered now takes the focus; the log that is read again leaves it where it is.
    let before = right.get_untracked();
    move || match right.get() {
        Some(right) => {
            let words = if right == Right::Stopped { t!(i18n, log.stopped) } else { t!(i18n, log.was_right) };
            let said = view! { <p class="small">{words}</p> };
            if before.is_some() { said.into_any() } else { view! { <Revealed>{said}</Revealed> }.into_any() }
        }
        None if grants.is_empty() => ().into_any(),
        None => view! { <Question grants=grants.clone() sequence answers /> }.into_any(),
    }
}

/// "Was this right?" No takes back everything that this person can still use.
#[component]
fn Question(grants: Vec<GrantId>, sequence: u64, answers: Answers) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let answer = move |right: Right| answers.try_update(|answers| answers.insert(sequence, right));
    let stop = Act::new(move || {
        let grants = grants.clone();
        async move {
            for grant in grants {
                if let Err(error) = client.ask(TakeBackGrant { grant }).await {
                    errors.show(i18n, &error);
                    return;
                }
            }
            client.changed();
            answer(Right::Stopped);
        }
    });
    view! {
        <ErrorSummary errors />
        <div class="actions">
            <span class="small">{t!(i18n, log.was_this_right)}</span>
            <Button look=Look::Quiet on_press=move || _ = answer(Right::Yes)>{t!(i18n, log.yes)}</Button>
            <Button look=Look::Danger pending=stop.pending() on_press=stop>{t!(i18n, log.no)}</Button>
        </div>
        <p class="consequence small">{t!(i18n, log.no_hint)}</p>
    }
}
