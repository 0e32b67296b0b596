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
        progress_bar::ProgressBar,
        revealed::Revealed,
    },
    message::{ErrorCode, PreviewImport},
    model::import::{GROUP_SIZE, ImportPreview},
    page::record::{publish_records::forget, publish_steps::PublishSteps},
    session::Session,
    text::{t, use_i18n},
};

/// A button that seals, and then what is sealed; or why it cannot be.
#[component]
pub(super) fn SealOutcome(study: Study, shown: Try) -> impl IntoView {
    let holds_records = Session::expect().account().get_untracked().is_some_and(|account| account.is_patient());
    if holds_records {
        view! { <Seal study shown /> }.into_any()
    } else {
        let i18n = use_i18n();
        view! { <p class="consequence no-print">{t!(i18n, research.seal_elsewhere)}</p> }.into_any()
    }
}

#[component]
fn Seal(study: Study, shown: Try) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let (errors, job) = (FormErrors::new(&[]), Job::new());
    on_cleanup(move || client.cancel(job));
    let preview = RwSignal::new(None::<ImportPreview>);
    let shown = StoredValue::new_local(shown);
    let look = Act::new(move || async move {
        errors.clear();
        let Some(tables) = shown.with_value(|shown| as_files(&study.source_name(), shown)) else {
            errors.show(i18n, &ErrorCode::NoStorage.into());
            return;
        };
        match client.ask_long(PreviewImport { group_size: GROUP_SIZE }, tables, job).await {
            Ok(found) => {
                // Of a page that was left meanwhile nothing is kept.
                if let Some(Some(unseen)) = preview.try_set(Some(found)) {
                    forget(client, &unseen);
                }
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    view! {
        <div class="stack no-print">
            <Show
                when=move || preview.with(Option::is_some)
                fallback=move || view! {
                    <ErrorSummary errors />
                    <ProgressBar job cancellable=true />
                    <div class="actions">
                        <Button look=Look::Secondary icon="lock" pending=look.pending() on_press=look>
                            {t!(i18n, research.seal)}
                        </Button>
                    </div>
                    <p class="consequence">{t!(i18n, research.seal_hint)}</p>
                }
            >
                <Revealed><PublishSteps preview /></Revealed>
            </Show>
        </div>
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
