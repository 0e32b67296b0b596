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
    message::{ErrorCode, PreviewImport},
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
    let client = VaultClient::expect();
    let (errors, job) = (FormErrors::new(&[]), Job::new());
    on_cleanup(move || client.cancel(job));
    let publications = RwSignal::new(Vec::<Publication>::new());
    let look = Act::new(move || async move {
        errors.clear();
        let Some(shown) = untrack(|| study.find(study.shown()?)) else { return };
        let Some(tables) = as_files(&study.source_name(), &shown) else {
            errors.show(i18n, &ErrorCode::Defect.into());
            return;
        };
        match client.ask_long(PreviewImport { group_size: GROUP_SIZE }, tables, job).await {
            Ok(preview) => {
                let method = choice_words(i18n, &shown.outcome.choice);
                let publication = Publication { number: shown.number, method, preview: preview.clone() };
                // Of a page that was left meanwhile nothing is kept.
                if publications.try_update(|list| list.push(publication)).is_none() {
                    forget(client, &preview);
                }
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    let is_to_be_published = move || {
        let is_there = |number: u32| publications.with(|list| list.iter().any(|it| it.number == number));
        study.shown().is_some_and(|number| !is_there(number))
    };
    let card = move |publication| view! { <PublicationCard publication publications /> };
    view! {
        <div class="stack no-print">
            <For each=move || publications.get() key=|publication| publication.number children=card />
            <Show when=is_to_be_published>
                <ErrorSummary errors />
                <ProgressBar job cancellable=true />
                <div class="actions">
                    <Button look=Look::Secondary icon="lock" pending=look.pending() on_press=look>
                        {t!(i18n, research.publish)}
                    </Button>
                </div>
                <p class="consequence">{t!(i18n, research.publish_hint)}</p>
            </Show>
        </div>
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
