//! The access log: sentences by day, and whether the list can be believed.

pub mod export_access_log;
mod sentence;

use std::collections::BTreeMap;

use leptos::prelude::*;
use sesemr_common::{id::GrantId, vault::LogAnswer};

use self::{export_access_log::ExportLog, sentence::sentence};
use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        icon::Icon,
        link_button::LinkButton,
        loaded::{Loaded, use_answer},
        notice::{Notice, Tone},
        page::Page,
        question,
        revealed::Revealed,
        when,
    },
    message::{AnswerLogEntry, ReadAccessLog, TakeBackGrant},
    model::{
        access_log::{AccessLogView, Doubt, EntryCheck, LogEntryView, LogVerdict},
        log_days::{LogDay, by_day},
    },
    route,
    text::{Texts, t, use_i18n},
};

/// What is answered to "Was this right?" while the page is shown, by the number of the entry. What was answered before comes
/// with the log.
type Answers = RwSignal<BTreeMap<u64, LogAnswer>>;

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
    let tone = match log.verdict {
        LogVerdict::Complete => Tone::Success,
        LogVerdict::NotCompared => Tone::Warning,
        _ => Tone::Danger,
    };
    let notes = log.passes_over_notes().then(|| view! { <p class="small">{t!(i18n, log.notes_of_servers)}</p> });
    view! {
        <Notice tone><p>{verdict_words(i18n, log.verdict)}</p></Notice>
        {days.into_iter().map(|day| view! { <Day day answers /> }).collect_view()}
        {notes}
        <ExportLog entries=log.entries />
    }
}

fn verdict_words(texts: Texts, verdict: LogVerdict) -> String {
    match verdict {
        LogVerdict::Complete => t!(texts, log.complete).to_owned(),
        LogVerdict::NotCompared => t!(texts, log.not_compared).to_owned(),
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
    let doubt = entry.doubt();
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
            <WasThisRight doubt kept=entry.answer sequence=entry.sequence answers />
        </li>
    }
}

/// "Was this right?", where there is something to do about it, and what was answered to it.
#[component]
fn WasThisRight(doubt: Option<Doubt>, kept: Option<LogAnswer>, sequence: u64, answers: Answers) -> impl IntoView {
    let i18n = use_i18n();
    let answer = Memo::new(move |_| answers.with(|answers| answers.get(&sequence).copied()).or(kept));
    // Only what is answered now takes the focus; the log that is read again leaves it where it is.
    let before = answer.get_untracked();
    move || match (answer.get(), doubt.clone()) {
        (Some(answer), _) => {
            let words = if answer == LogAnswer::Stopped { t!(i18n, log.stopped) } else { t!(i18n, log.was_right) };
            let said = view! { <p class="small">{words}</p> };
            if before.is_some() { said.into_any() } else { view! { <Revealed>{said}</Revealed> }.into_any() }
        }
        (None, Some(doubt)) => view! { <Question doubt sequence answers /> }.into_any(),
        (None, None) => ().into_any(),
    }
}

/// "Was this right?" Yes is kept, so that it is asked once.
#[component]
fn Question(doubt: Doubt, sequence: u64, answers: Answers) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let right = Act::new(move || async move {
        match client.ask(AnswerLogEntry { sequence, answer: LogAnswer::Right }).await {
            Ok(()) => say(answers, sequence, LogAnswer::Right),
            Err(error) => errors.show(i18n, &error),
        }
    });
    let hint = match doubt {
        Doubt::StopAccess(_) => t!(i18n, log.no_hint),
        Doubt::LostDevice => t!(i18n, log.not_me_hint),
    };
    view! {
        <ErrorSummary errors />
        <div class="actions">
            <span class="small">{t!(i18n, log.was_this_right)}</span>
            <Button look=Look::Quiet pending=right.pending() on_press=right>{t!(i18n, log.yes)}</Button>
            {match doubt {
                Doubt::StopAccess(grants) => view! { <Stop grants sequence answers errors /> }.into_any(),
                Doubt::LostDevice => view! {
                    <LinkButton href=route::LOST_DEVICE look=Look::Danger>{t!(i18n, log.not_me)}</LinkButton>
                }
                .into_any(),
            }}
        </div>
        <p class="consequence small">{hint}</p>
    }
}

/// "No" takes back everything that this person can still use. What is taken back is in the log at once, before the act is
/// over: until then, and as long as what went wrong is to be read, the log is not drawn anew.
#[component]
fn Stop(grants: Vec<GrantId>, sequence: u64, answers: Answers, errors: FormErrors) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let question = question::Question::unasked();
    let stop = Act::new(move || {
        let grants = grants.clone();
        question.ask();
        async move {
            for grant in grants {
                if let Err(error) = client.ask(TakeBackGrant { grant }).await {
                    errors.show(i18n, &error);
                    return;
                }
            }
            // The access is taken back, whether or not the answer can be kept as well.
            drop(client.ask(AnswerLogEntry { sequence, answer: LogAnswer::Stopped }).await);
            client.changed();
            say(answers, sequence, LogAnswer::Stopped);
            question.end();
        }
    });
    view! { <Button look=Look::Danger pending=stop.pending() on_press=stop>{t!(i18n, log.no)}</Button> }
}

/// Shows an answer. The page may have been left meanwhile.
fn say(answers: Answers, sequence: u64, answer: LogAnswer) {
    answers.try_update(|answers| answers.insert(sequence, answer));
}
