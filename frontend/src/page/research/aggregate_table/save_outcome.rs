//! Saving what came of a method: the tables, and a report to be printed.

use leptos::prelude::*;

use super::study::{Study, Try};
use crate::{
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        save_file::save_file,
    },
    message::{Attachment, ErrorCode},
    text::{t, use_i18n},
};

/// Buttons that save.
#[component]
pub(super) fn SaveOutcome(study: Study, shown: Try) -> impl IntoView {
    let i18n = use_i18n();
    let errors = FormErrors::new(&[]);
    let (masked, centroids) = (shown.outcome.masked, shown.outcome.centroids);
    let files = StoredValue::new_local(shown.files);
    let save = move |file: Attachment, kind: &'static str| {
        let name = file_name(&study.source_name(), kind);
        let blob = files.with_value(|files| files.get(file));
        if blob.and_then(|blob| save_file(&blob, &name)).is_none() {
            errors.show(i18n, &ErrorCode::NoStorage.into());
        }
    };
    view! {
        <div class="stack-tight no-print">
            <ErrorSummary errors />
            <div class="actions">
                <Button icon="download" on_press=move || save(masked, "rows")>{t!(i18n, research.save_rows)}</Button>
                {centroids.map(|centroids| view! {
                    <Button look=Look::Secondary icon="download" on_press=move || save(centroids, "groups")>
                        {t!(i18n, research.save_groups)}
                    </Button>
                })}
                <Button look=Look::Secondary icon="printer" on_press=move || drop(window().print())>
                    {t!(i18n, research.print)}
                </Button>
            </div>
            <p class="consequence">{t!(i18n, research.save_hint)}</p>
        </div>
    }
}

/// "cohort-rows.csv" of "cohort.csv".
pub(super) fn file_name(source: &str, kind: &str) -> String {
    let stem = source.rsplit_once('.').map_or(source, |(stem, _)| stem);
    format!("{stem}-{kind}.csv")
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_result_is_called_as_its_table_and_what_it_holds() {
        assert_eq!(file_name("cohort.2026.csv", "rows"), "cohort.2026-rows.csv");
        assert_eq!(file_name("cohort", "groups"), "cohort-groups.csv");
    }
}
