//! Keeping what came of a method among the person's own records: through the same preview and upload as any file, from where
//! it is shared like any record. An account that holds no records is told what to do instead.

use js_sys::Array;
use leptos::prelude::*;
use web_sys::{File, FilePropertyBag};

use super::{
    save_outcome::file_name,
    study::{Study, Try},
};
use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        method_words::choice_words,
        progress_bar::ProgressBar,
        revealed::Revealed,
    },
    message::{AppError, ErrorCode, PreviewImport},
    model::import::{GROUP_SIZE, ImportPreview},
    page::record::{publish_records::forget, publish_steps::PublishSteps},
    session::Session,
    text::{t, use_i18n},
};

/// A button that encrypts what is shown, and what became of it; or why it cannot be.
#[component]
pub(super) fn PublishOutcome(study: Study) -> impl IntoView {
    let i18n = use_i18n();
    let holds_records = Session::expect().account().get_untracked().is_some_and(|account| account.is_patient());
    if holds_records {
        return view! { <Publish study /> }.into_any();
    }
    let is_shown = move || study.shown().is_some();
    view! { <Show when=is_shown><p class="consequence no-print">{t!(i18n, research.publish_elsewhere)}</p></Show> }
        .into_any()
}

/// The tables of one try on their way.
#[derive(Clone)]
struct Publication {
    number: u32,
    method: String,
    preview: ImportPreview,
}

/// What is on its way stays, whichever try is shown meanwhile.
#[component]
fn Publish(study: Study) -> impl IntoView {
    let i18n = use_i18n();
    let publications = RwSignal::new(Vec::<Publication>::new());
    let to_publish = move || {
        let is_published = |number: u32| publications.with(|list| list.iter().any(|it| it.number == number));
        let tries = study.tried().into_iter().filter(|(number, _)| !is_published(*number));
        tries.map(|(number, outcome)| (number, choice_words(i18n, &outcome.choice))).collect::<Vec<_>>()
    };
    let offer = move |(number, method): (u32, String)| view! { <PublishTry study number method publications /> };
    let card = move |publication| view! { <PublicationCard publication publications /> };
    view! {
        <div class="stack no-print">
            <For each=move || publications.get() key=|publication| publication.number children=card />
            <For each=to_publish key=|(number, _)| *number children=offer />
        </div>
    }
}

/// A try that can be published. How far it has come and what went wrong are its own, and stay while another try is shown.
#[component]
fn PublishTry(study: Study, number: u32, method: String, publications: RwSignal<Vec<Publication>>) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let (errors, job) = (FormErrors::new(&[]), Job::new());
    on_cleanup(move || client.cancel(job));
    let method = StoredValue::new(method);
    let look = Act::new(move || async move {
        errors.clear();
        let Some(found) = study.find(number) else { return };
        let Some(tables) = as_files(&study.source_name(), &found) else {
            let why = AppError::new(ErrorCode::Defect).because("this browser makes no file of the tables");
            errors.show(i18n, &why);
            return;
        };
        match client.ask_long(PreviewImport { group_size: GROUP_SIZE }, tables, job).await {
            Ok(preview) => {
                let method = choice_words(i18n, &found.outcome.choice);
                let publication = Publication { number, method, preview: preview.clone() };
                // Nothing is kept of a try that was forgotten meanwhile, nor of a page that was left.
                let is_kept = study.holds(number) && publications.try_update(|list| list.push(publication)).is_some();
                if !is_kept {
                    forget(client, &preview);
                }
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    let wrong = errors.all();
    let is_shown = Memo::new(move |_| study.shown() == Some(number));
    let is_to_be_seen = Memo::new(move |_| is_shown.get() || job.running().get() || !wrong.with(Vec::is_empty));
    view! {
        <Show when=move || is_to_be_seen.get()>
            <section class="stack-tight">
                <Show when=move || !is_shown.get()>
                    <h2 class="ds-heading" data-size="sm">{method.get_value()}</h2>
                </Show>
                <ErrorSummary errors />
                <ProgressBar job cancellable=true />
                <Show when=move || is_shown.get()>
                    <div class="actions">
                        <Button look=Look::Secondary icon="lock" pending=look.pending() on_press=look>
                            {t!(i18n, research.publish)}
                        </Button>
                    </div>
                    <p class="consequence">{t!(i18n, research.publish_hint)}</p>
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn PublicationCard(publication: Publication, publications: RwSignal<Vec<Publication>>) -> impl IntoView {
    let Publication { number, method, preview } = publication;
    let preview = RwSignal::new(Some(preview));
    Effect::new(move |_| {
        if preview.with(Option::is_none) {
            publications.update(|list| list.retain(|other| other.number != number));
        }
    });
    view! {
        <section class="ds-card card">
            <Revealed>
                <h2 class="ds-heading" data-size="sm">{method}</h2>
                <PublishSteps preview />
            </Revealed>
        </section>
    }
}

/// The table of rows and, of methods that make groups, that of groups and counts, under the names by which they are saved.
fn as_files(source: &str, shown: &Try) -> Option<Vec<File>> {
    let tables = [(Some(shown.outcome.masked), "rows"), (shown.outcome.centroids, "groups")];
    let file = |(table, kind)| {
        let blob = shown.files.get(table)?;
        let options = FilePropertyBag::new();
        options.set_type(&blob.type_());
        File::new_with_blob_sequence_and_options(&Array::of1(&blob), &file_name(source, kind), &options).ok()
    };
    tables.into_iter().filter_map(|(table, kind)| Some((table?, kind))).map(file).collect()
}
