//! Taking everything away as one file.

use leptos::prelude::*;
use sesemr_common::export::archive::LeftOutReason;

use crate::{
    act::Act,
    api::{Blobs, Job, VaultClient},
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        notice::{Notice, Tone},
        portion::portion_name,
        progress_bar::ProgressBar,
        revealed::Revealed,
        save_file::save_file,
        when,
    },
    message::{AppError, ErrorCode, ReadAccessLog, TakeAway},
    model::{
        account::AccountView,
        local_time::LocalTime,
        taken_away::{NotTakenView, TakenAway},
    },
    page::access_log::read_access_log::export_access_log::log_words,
    session::Session,
    text::{Texts, few, t, use_i18n},
};

/// What the file holds, who can read it, and the button that makes it.
#[component]
pub fn TakeAwaySection() -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let errors = FormErrors::new(&[]);
    let job = Job::new();
    on_cleanup(move || client.cancel(job));
    let taken = RwSignal::new(None::<TakenAway>);
    let take = Act::new(move || async move {
        errors.clear();
        taken.try_set(None);
        let Some(account) = session.account().get_untracked() else { return };
        match make(i18n, client, &account, job).await {
            Ok((made, blobs)) => {
                if blobs.get(made.file).and_then(|blob| save_file(&blob, &name(&account))).is_none() {
                    errors.show(i18n, &ErrorCode::NoStorage.into());
                }
                taken.try_set(Some(made));
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    view! {
        <section class="ds-card card">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, take_away.title)}</h2>
            <p>{t!(i18n, take_away.what)}</p>
            <ErrorSummary errors />
            {move || taken.get().map(|taken| view! { <Taken taken /> })}
            <ProgressBar job cancellable=true />
            <div class="actions">
                <Button look=Look::Secondary icon="download" pending=take.pending() on_press=take>
                    {t!(i18n, take_away.submit)}
                </Button>
            </div>
            <p class="consequence">{t!(i18n, take_away.consequence)}</p>
        </section>
    }
}

/// The log's sentences are the page's: they go into the file as this person reads them. Where the page is left meanwhile, no
/// file is made or saved.
async fn make(
    texts: Texts,
    client: VaultClient,
    account: &AccountView,
    job: Job,
) -> Result<(TakenAway, Blobs), AppError> {
    let (log, _) = client.ask_with_blobs(ReadAccessLog {}, job).await?;
    job.go_on()?;
    let verb = TakeAway { read_me: read_me(texts, account), log: log_words(texts, &log.entries) };
    let made = client.ask_with_blobs(verb, job).await?;
    job.go_on()?;
    Ok(made)
}

/// What became of it: how much, and what is missing, one by one.
#[component]
fn Taken(taken: TakenAway) -> impl IntoView {
    let i18n = use_i18n();
    let TakenAway { bytes, records, not_taken, .. } = taken;
    let tone = if not_taken.is_empty() { Tone::Success } else { Tone::Warning };
    let missing = few(not_taken.len());
    view! {
        <Revealed>
            <Notice tone>
                <p>{t!(i18n, take_away.done, count = records, size = when::bytes(i18n, bytes))}</p>
                {(missing > 0).then(|| view! {
                    <p>{t!(i18n, take_away.not_taken, count = missing)}</p>
                    <ul class="ds-list">
                        {not_taken.into_iter().map(|record| view! { <li>{not_taken_words(i18n, record)}</li> }).collect_view()}
                    </ul>
                })}
            </Notice>
        </Revealed>
    }
}

fn not_taken_words(texts: Texts, record: NotTakenView) -> String {
    let portion = record.portion.map(|portion| portion_name(texts, portion));
    let what = record.title.or(portion).unwrap_or_else(|| t!(texts, take_away.a_record).to_owned());
    match record.reason {
        LeftOutReason::Damaged => t!(texts, take_away.damaged, record = what),
        LeftOutReason::Missing => t!(texts, take_away.missing, record = what),
        LeftOutReason::Deleted => t!(texts, take_away.deleted, record = what),
    }
}

/// What somebody reads who opens the file years later.
fn read_me(texts: Texts, account: &AccountView) -> String {
    let (person, handle) = (account.display_name.clone(), account.handle.clone());
    let date = when::time_and_day(texts, when::now());
    let title = t!(texts, take_away.read_me_title, person = person, handle = handle, date = date);
    let paragraphs = [
        t!(texts, take_away.read_me_open),
        t!(texts, take_away.read_me_records),
        t!(texts, take_away.read_me_versions),
        t!(texts, take_away.read_me_fhir),
        t!(texts, take_away.read_me_prescriptions),
        t!(texts, take_away.read_me_history),
        t!(texts, take_away.read_me_consents),
        t!(texts, take_away.read_me_log),
        t!(texts, take_away.read_me_manifest),
        t!(texts, take_away.read_me_back),
    ];
    format!("{title}\r\n\r\n{}\r\n", paragraphs.join("\r\n\r\n"))
}

fn name(account: &AccountView) -> String {
    let today = LocalTime::of(when::now(), when::minutes_west()).to_day();
    format!("sesemr-{}-{today}.zip", account.handle)
}
