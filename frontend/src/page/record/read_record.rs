//! One record of the patient's own.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    act::Act,
    api::{Blobs, Job, VaultClient},
    component::{
        back_to_list::BackToList,
        button::{Button, Look},
        document_body::DocumentBody,
        error_summary::ErrorSummary,
        failure::Failure,
        fold::Fold,
        form_errors::FormErrors,
        lazy_fold::LazyFold,
        link_button::LinkButton,
        notice::Notice,
        page::Page,
        phrase_words::title_words,
        portion::PortionLabel,
        progress_bar::ProgressBar,
        record_mark::RecordMark,
        save_file::save_file,
        signature_digits::SignatureDigits,
        void_notice::{VoidNotice, VoidsNotice},
        when,
    },
    message::{ErrorCode, ReadRecord, Source},
    model::{
        record::{DeletionView, MarkView, RecordBody, RecordSummary, RecordView},
        series::begins,
    },
    page::{
        not_found::NotFound,
        param::use_id,
        prescription::withdraw_prescription::WithdrawPrescription,
        record::{
            correct_record::CorrectRecord,
            delete_record::{DeleteRecord, DeletedRecord},
            hide_record::HideRecord,
            mark_record::MarkRecord,
            read_record_history::ReadRecordHistory,
        },
    },
    route,
    session::Session,
    text::{t, use_i18n},
};
use sesemr_common::{id::RecordId, portion::Portion, record::ReadingDraft};

/// One record of the patient's own.
#[component]
pub fn ReadRecordPage() -> impl IntoView {
    match use_id::<RecordId>("record") {
        Some(record) => {
            let back = Session::expect().lists().last().unwrap_or_else(|| route::RECORDS.to_owned());
            view! { <RecordPage source=Source::Own record back /> }.into_any()
        }
        None => view! { <NotFound /> }.into_any(),
    }
}

/// An earlier version of one of the patient's own.
#[component]
pub fn ReadVersionPage() -> impl IntoView {
    match (use_id::<RecordId>("record"), use_id::<u32>("version")) {
        (Some(record), Some(version)) => {
            view! { <RecordPage source=Source::Own record version back=route::record(record) /> }.into_any()
        }
        _ => view! { <NotFound /> }.into_any(),
    }
}

/// One record, wherever it comes from.
#[component]
pub fn RecordPage(
    /// Whose.
    source: Source,
    /// Which.
    record: RecordId,
    /// Which version, where it is not the current one.
    #[prop(optional, into)]
    version: Option<u32>,
    /// The list it was found in.
    back: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let job = use_job(client);
    // A record that is shown does not change: it is read once.
    let answer =
        LocalResource::new(move || client.ask_with_blobs(ReadRecord { source, record, version, save: false }, job));
    let session = Session::expect();
    Effect::new(move |_| {
        if let Source::Opening(opening) = source
            && answer.with(|answer| matches!(answer, Some(Ok(_))))
        {
            session.portal_used(opening, when::now());
        }
    });
    let deleted = RwSignal::new(None::<(String, DeletionView)>);
    move || match answer.get() {
        Some(Ok(_)) if deleted.with(Option::is_some) => {
            deleted.get().map(|(title, deletion)| view! { <DeletedRecord title deletion /> }).into_any()
        }
        None => view! {
            <Page title=t!(i18n, record.title)>
                <ProgressBar job cancellable=true />
            </Page>
        }
        .into_any(),
        Some(Err(error)) => view! {
            <Page title=t!(i18n, record.title)>
                <Failure error on_retry=move || answer.refetch() />
            </Page>
        }
        .into_any(),
        Some(Ok((record, blobs))) => view! {
            <Record source version record blobs back=back.clone() deleted on_corrected=move |()| answer.refetch() />
        }
        .into_any(),
    }
}

/// Work that stops when the page is left.
fn use_job(client: VaultClient) -> Job {
    let job = Job::new();
    on_cleanup(move || client.cancel(job));
    job
}

#[component]
fn Record(
    source: Source,
    version: Option<u32>,
    record: RecordView,
    blobs: Blobs,
    back: String,
    deleted: RwSignal<Option<(String, DeletionView)>>,
    #[prop(into)] on_corrected: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let may_save = source == Source::Own;
    let summary = record.summary.clone();
    let title = title_words(i18n, &summary);
    let own = source == Source::Own;
    let mark = RwSignal::new(summary.mark.clone());
    let acts = (own && version.is_none()).then(|| (summary.clone(), record.reading.clone()));
    let reason = summary.reason.clone();
    let date = summary.date.clone();
    let may_copy = matches!(record.body, RecordBody::NotLoaded | RecordBody::Text(_));
    let save = (may_save && may_copy).then(|| summary.clone());
    let href = Callback::new(move |record| match source {
        Source::Own => route::record(record),
        Source::Opening(opening) => route::opened_record(opening, record),
    });
    let (void, voids) = (summary.void.clone(), summary.voids.clone());
    let author = summary.author.clone();
    let signed = record.signature.clone().zip(author);
    let prescription = record.prescription.as_deref();
    let prints = own && version.is_none() && prescription.is_some();
    let may_void = prescription.is_some_and(|prescription| prescription.may_void);
    let id = summary.record;
    view! {
        <Page title=Signal::derive(move || title.clone()) wide=true>
            {whose(source).map(|name| view! { <p class="lead">{t!(i18n, record.whose, person = name)}</p> })}
            <p class="row">
                <PortionLabel portion=summary.portion />
                {date.map(|date| view! {
                    <span>{when::clinical(i18n, &date)}</span>
                    <span class="small">{when::ago(i18n, begins(&date))}</span>
                })}
                {summary.author.map(|author| view! { <span>{t!(i18n, record.by, author = author)}</span> })}
                <span class="small">{when::bytes(i18n, summary.bytes)}</span>
            </p>
            {version.map(|version| view! { <OldVersion record=summary.record version /> })}
            {void.map(|void| view! { <VoidNotice void href /> })}
            {voids.map(|voids| view! { <VoidsNotice voids href /> })}
            {move || mark.get().map(|mark| view! { <RecordMark mark own /> })}
            {reason.map(|reason| view! { <p>{t!(i18n, correct.corrected, reason = reason)}</p> })}
            <DocumentBody record blobs may_save />
            {signed.map(|(signature, author)| view! {
                <Fold summary=t!(i18n, signature.title)><SignatureDigits signature author /></Fold>
            })}
            {prints.then(|| view! {
                <p>
                    <LinkButton href=route::print_prescription(id) look=Look::Secondary icon="printer">
                        {t!(i18n, print.open)}
                    </LinkButton>
                </p>
            })}
            {may_void.then(|| view! { <PrescriptionActs source record=id on_done=on_corrected /> })}
            {save.map(|summary| view! { <SaveCopy summary version /> })}
            {acts.map(|(summary, reading)| view! { <RecordActs summary reading mark deleted on_corrected /> })}
            <BackToList to=back />
        </Page>
    }
}

/// That this is not the record as it is now.
#[component]
fn OldVersion(record: RecordId, version: u32) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Notice>
            <p>
                {t!(i18n, versions.old, number = version)} " "
                <A href=route::record(record) attr:class="ds-link">{t!(i18n, versions.show_current)}</A>
            </p>
        </Notice>
    }
}

/// What the patient can do with a record: each folded under its name, with what it means.
#[component]
fn RecordActs(
    summary: RecordSummary,
    reading: Option<ReadingDraft>,
    mark: RwSignal<Option<MarkView>>,
    deleted: RwSignal<Option<(String, DeletionView)>>,
    on_corrected: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let title = title_words(i18n, &summary);
    let RecordSummary { record, portion, .. } = summary;
    let hidden = RwSignal::new(summary.hidden);
    let title = StoredValue::new(title);
    let on_deleted = move |deletion: DeletionView| deleted.set(Some((title.get_value(), deletion)));
    // Summaries of readings are made from the readings, and are corrected with them.
    let correctable = portion != Portion::ReadingsSummary;
    let correct_title = if reading.is_some() { t!(i18n, correct.title_reading) } else { t!(i18n, correct.title) };
    view! {
        <Show when=move || hidden.get()>
            <Notice><p>{t!(i18n, hide.is_hidden)}</p></Notice>
        </Show>
        <section class="stack-tight">
            <LazyFold line=t!(i18n, versions.title)><ReadRecordHistory record /></LazyFold>
            {correctable.then(|| view! {
                <LazyFold line=correct_title>
                    <CorrectRecord record portion reading=reading.clone() on_done=on_corrected />
                </LazyFold>
            })}
            <LazyFold line=t!(i18n, mark.title)><MarkRecord record mark /></LazyFold>
            <LazyFold line=t!(i18n, hide.title)><HideRecord record hidden /></LazyFold>
        </section>
        <DeleteRecord record on_done=on_deleted />
    }
}

/// What its author can do with a prescription while an opening lasts.
#[component]
fn PrescriptionActs(source: Source, record: RecordId, on_done: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let Source::Opening(opening) = source else { return ().into_any() };
    let patient = StoredValue::new(whose(source).unwrap_or_default());
    view! {
        <p>
            <LinkButton href=route::correct_prescription(opening, record) look=Look::Secondary icon="pill">
                {t!(i18n, void.correct)}
            </LinkButton>
        </p>
        <LazyFold line=t!(i18n, void.withdraw)>
            <WithdrawPrescription opening record patient=patient.get_value() on_done />
        </LazyFold>
    }
    .into_any()
}

/// Whose record it is: it stands on every screen and print.
fn whose(source: Source) -> Option<String> {
    let session = Session::expect();
    match source {
        Source::Own => session.account().get_untracked().map(|account| account.display_name),
        Source::Opening(opening) => session.portals().with_untracked(|portals| {
            portals.iter().find(|portal| portal.opening == opening).map(|portal| portal.patient.clone())
        }),
    }
}

/// Fetches and saves a file, when the person asks for it.
#[component]
fn SaveCopy(summary: RecordSummary, version: Option<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let job = use_job(client);
    let errors = FormErrors::new(&[]);
    let title = StoredValue::new(title_words(i18n, &summary));
    let record = summary.record;
    let save = Act::new(move || async move {
        errors.clear();
        let read = client.ask_with_blobs(ReadRecord { source: Source::Own, record, version, save: true }, job).await;
        match read {
            Ok((RecordView { body: RecordBody::File(file), .. }, blobs)) => {
                // A page that was left meanwhile has no title any more, and saves nothing.
                let saved =
                    blobs.get(file).zip(title.try_get_value()).and_then(|(blob, title)| save_file(&blob, &title));
                if saved.is_none() {
                    errors.show(i18n, &ErrorCode::NoStorage.into());
                }
            }
            Ok(_) => errors.show(i18n, &ErrorCode::Altered.into()),
            Err(error) => errors.show(i18n, &error),
        }
    });
    view! {
        <ErrorSummary errors />
        <ProgressBar job cancellable=true />
        <p>
            <Button look=Look::Secondary icon="download" pending=save.pending() on_press=save>
                {t!(i18n, record.save)}
            </Button>
        </p>
    }
}
