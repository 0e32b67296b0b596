//! Adding files: drop, look at what goes where, encrypt and upload; and uploads that were cut off.

use leptos::{prelude::*, task::spawn_local};
use sesemr_common::{id::UploadId, record::MAX_FHIR_BYTES};
use web_sys::File;

use super::publish_steps::PublishSteps;
use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::{Button, Look},
        drop_zone::DropZone,
        error_summary::ErrorSummary,
        error_text::error_text,
        file_rows::{FileRows, UploadRows},
        form_errors::FormErrors,
        import_notice::ImportNotice,
        import_parts::file_name,
        kept_readings::KeptReadings,
        link_button::LinkButton,
        loaded::{use_answer, use_answer_once},
        notice::{Notice, Tone},
        page::Page,
        photo_traces::clean_photos,
        progress_bar::ProgressBar,
        when,
    },
    message::{
        ContinueImport, DiscardImport, ErrorCode, LeaveOutImport, ListInterruptedImports, PreviewImport, ReadFileLimit,
    },
    model::import::{FileFate, GROUP_SIZE, ImportPreview, ImportResult, InterruptedImport},
    route,
    text::{Texts, t, use_i18n},
};

/// Adding files.
#[component]
pub fn PublishRecordsPage() -> impl IntoView {
    let i18n = use_i18n();
    let preview = RwSignal::new(None::<ImportPreview>);
    let files = StoredValue::new_local(Vec::<File>::new());
    view! {
        <Page title=t!(i18n, import.title)>
            <Show
                when=move || preview.get().is_some()
                fallback=move || view! { <ChooseFiles preview files /> }
            >
                <PublishSteps preview files />
            </Show>
        </Page>
    }
}

#[component]
fn ChooseFiles(preview: RwSignal<Option<ImportPreview>>, files: StoredValue<Vec<File>, LocalStorage>) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let job = Job::new();
    let errors = FormErrors::new(&["files"]);
    let names = RwSignal::new(Vec::new());
    let look = Act::new(move || async move {
        // Of a page that was left meanwhile nothing is kept.
        while let Some(chosen) = files.try_get_value() {
            let count = chosen.len();
            let found = client.ask_long(PreviewImport { group_size: GROUP_SIZE }, chosen, job).await;
            let has_more = files.try_with_value(|files| files.len() > count).unwrap_or_default();
            match found {
                // What was seen is not all: all are looked at again, so that the preview is of exactly these files.
                Ok(found) if has_more => forget(client, &found),
                Err(_) if has_more => {}
                Ok(found) => {
                    if let Some(Some(unseen)) = preview.try_set(Some(found)) {
                        forget(client, &unseen);
                    }
                    return;
                }
                Err(error) => return errors.show(i18n, &error),
            }
        }
    });
    on_cleanup(move || client.cancel(job));
    let is_looking = look.pending();
    let limit = use_answer_once(|| ReadFileLimit {});
    let hint = Signal::derive(move || size_words(i18n, limit.view()));
    let take = UnsyncCallback::new(move |chosen: Vec<File>| {
        if chosen.is_empty() {
            return;
        }
        errors.clear();
        let called: Vec<_> = chosen.iter().map(File::name).collect();
        if is_looking.get_untracked() {
            names.update(|names| names.extend(called));
            files.update_value(|files| files.extend(chosen));
            client.cancel(job);
        } else {
            names.set(called);
            files.set_value(chosen);
            look.run();
        }
    });
    view! {
        <p>{t!(i18n, import.lead)}</p>
        <ErrorSummary errors />
        <DropZone id="files" hint on_files=take />
        <ProgressBar job files=names cancellable=true />
        <p><LinkButton href=route::RESEARCH look=Look::Quiet icon="flask-conical">{t!(i18n, import.research)}</LinkButton></p>
        <p><LinkButton href=route::ADD_READINGS look=Look::Quiet icon="plus">{t!(i18n, records.add_readings)}</LinkButton></p>
        <KeptReadings />
        <Interrupted />
    }
}

/// How large a file may be, once the server has said it.
fn size_words(texts: Texts, limit: Option<u64>) -> String {
    let Some(limit) = limit else { return t!(texts, import.drop_hint).to_owned() };
    let size = when::bytes(texts, limit);
    if limit > MAX_FHIR_BYTES {
        t!(texts, import.drop_limits, limit = size, megabytes = MAX_FHIR_BYTES / (1024 * 1024))
    } else {
        t!(texts, import.drop_limit, limit = size)
    }
}

/// Lets the worker forget a preview, and with it what it holds.
pub(crate) fn forget(client: VaultClient, preview: &ImportPreview) {
    let import = preview.import;
    // One that the worker has forgotten already is gone too.
    spawn_local(async move { drop(client.ask(DiscardImport { import }).await) });
}

/// Uploads that were cut off. One that goes on stays where it is, whatever is listed meanwhile, and so does one that
/// could not: with what went wrong.
#[component]
fn Interrupted() -> impl IntoView {
    let answer = use_answer(|| ListInterruptedImports {});
    let held = RwSignal::new(Vec::<InterruptedImport>::new());
    let went_on = RwSignal::new(Vec::<(UploadId, ImportResult)>::new());
    let cards = move || {
        let mut imports = answer.view().unwrap_or_default();
        let held = held.get();
        imports.retain(|import| held.iter().all(|held| held.upload != import.upload));
        imports.extend(held);
        imports
    };
    let card = move |import: InterruptedImport| {
        let (this, upload) = (import.clone(), import.upload);
        let on_hold = move |holds: bool| {
            held.update(|held| {
                held.retain(|other| other.upload != this.upload);
                held.extend(holds.then(|| this.clone()));
            });
        };
        let on_result = move |outcome| {
            went_on.update(|all| {
                all.retain(|(other, _)| *other != upload);
                all.push((upload, outcome));
            });
        };
        view! { <InterruptedCard import on_hold on_result on_left_out=|()| () /> }
    };
    let uploads = move || went_on.with(|all| all.iter().map(|(upload, _)| *upload).collect::<Vec<_>>());
    view! {
        <For each=uploads key=|upload| *upload children=move |upload| view! { <WentOn upload went_on /> } />
        <For each=cards key=card_key children=card />
    }
}

/// What became of an upload that went on, among those that did. What failed beside its records is tried again.
#[component]
fn WentOn(upload: UploadId, went_on: RwSignal<Vec<(UploadId, ImportResult)>>) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let job = Job::new();
    let errors = FormErrors::new(&[]);
    let result = Memo::new(move |_| {
        let of_this = |(which, _): &&(UploadId, ImportResult)| *which == upload;
        went_on.with(|all| all.iter().find(of_this).map(|(_, result)| result.clone())).unwrap_or_default()
    });
    let again = Act::new(move || async move {
        errors.clear();
        match client.ask_long(ContinueImport { upload }, Vec::new(), job).await {
            Ok(later) => {
                client.changed();
                went_on.try_update(|all| {
                    if let Some((_, result)) = all.iter_mut().find(|(which, _)| *which == upload) {
                        result.take(later);
                    }
                });
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    // An upload that was cut off once more has its card.
    let can_try_again =
        move || result.with(|result| result.files_safe() == result.files.len() && result.is_missing_something());
    // Of several, each says which it is.
    let names = move || {
        let names =
            |result: &ImportResult| result.files.iter().map(|file| file_name(i18n, &file.name)).collect::<Vec<_>>();
        went_on.with(|all| all.len() > 1).then(|| when::list(i18n, &result.with(names)))
    };
    view! {
        {move || names().map(|names| view! { <p class="file-name">{names}</p> })}
        {move || view! { <ImportNotice result=result.get() /> }}
        <ErrorSummary errors />
        <Show when=can_try_again>
            <div class="actions">
                <Button icon="refresh-cw" pending=again.pending() on_press=again>{t!(i18n, loaded.retry)}</Button>
            </div>
        </Show>
    }
}

/// What a card shows: as long as that stays, it is not drawn again.
pub(super) fn card_key(import: &InterruptedImport) -> (UploadId, u8, bool, Option<ErrorCode>) {
    let InterruptedImport { upload, percent, needs_files, reason, .. } = import;
    (*upload, *percent, *needs_files, reason.as_ref().map(|reason| reason.code))
}

/// One upload that was cut off.
#[component]
pub(super) fn InterruptedCard(
    /// The upload.
    import: InterruptedImport,
    /// It went on: what became of it.
    #[prop(into)]
    on_result: Callback<ImportResult>,
    /// It was left out.
    #[prop(into)]
    on_left_out: Callback<()>,
    /// Its card is to stay, or not any more: it begins to go on, or is done with.
    #[prop(optional, into)]
    on_hold: Option<Callback<bool>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let job = Job::new();
    let errors = FormErrors::new(&[]);
    let InterruptedImport { upload, files, percent, begun_at, needs_files, reason } = import;
    let files: Vec<String> = files.iter().map(|name| file_name(i18n, name)).collect();
    // The worker knows only this one file of it.
    let rows = FileRows::new(files.iter().cloned());
    let again = StoredValue::new_local(Vec::<File>::new());
    let hold = move |holds| on_hold.and_then(|on_hold| on_hold.try_run(holds));
    let go_on = Act::new(move || async move {
        errors.clear();
        rows.begin(&[0]);
        hold(true);
        let chosen = again.get_value();
        let mut result = client.ask_long(ContinueImport { upload }, chosen.clone(), job).await;
        // A photo may have been stored without what it told: the same choice is made again.
        if matches!(&result, Err(error) if error.code == ErrorCode::SourceChanged) {
            let cleaned = clean_photos(&chosen).await;
            if !cleaned.is_empty() {
                result = client.ask_long(ContinueImport { upload }, cleaned, job).await;
            }
        }
        client.changed();
        match result {
            Ok(result) => match result.files.first() {
                Some(file) if let FileFate::Failed(error) = &file.fate => errors.show(i18n, error),
                _ => {
                    hold(false);
                    on_result.try_run(result);
                }
            },
            Err(error) => errors.show(i18n, &error),
        }
    });
    let leave_out = Act::new(move || async move {
        let left_out = client.ask(LeaveOutImport { upload }).await;
        client.changed();
        match left_out {
            Ok(()) => {
                hold(false);
                on_left_out.try_run(());
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    let take = UnsyncCallback::new(move |chosen: Vec<File>| {
        again.set_value(chosen);
        go_on.run();
    });
    let (names, date) = (when::list(i18n, &files), when::time_and_day(i18n, begun_at));
    let stopped = if reason.is_some() {
        t!(i18n, import.refused_at, files = names, percent = percent, date = date)
    } else {
        t!(i18n, import.stopped, files = names, percent = percent, date = date)
    };
    view! {
        <Notice tone=Tone::Warning>
            <p>{stopped}</p>
            {reason.map(|why| view! { <p>{error_text(i18n, &why)}</p> })}
            <ErrorSummary errors />
            {needs_files.then(|| view! {
                <p>{t!(i18n, import.give_again)}</p>
                <DropZone id=drop_id(upload) hint=t!(i18n, import.drop_hint) on_files=take />
            })}
            <UploadRows rows job />
            <div class="actions">
                {(!needs_files).then(|| view! {
                    <Button pending=go_on.pending() on_press=go_on>
                        {t!(i18n, import.go_on)}
                    </Button>
                })}
                <Button look=Look::Secondary pending=leave_out.pending() on_press=leave_out>
                    {t!(i18n, import.leave_out)}
                </Button>
            </div>
        </Notice>
    }
}

fn drop_id(upload: UploadId) -> String {
    format!("files-{upload}")
}
