//! Saving the access log as a file.

use leptos::prelude::*;

use super::sentence::sentence;
use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        progress_bar::ProgressBar,
        save_file::save_file,
        when,
    },
    message::{ErrorCode, ExportAccessLog, LogFormat, LogWords},
    model::{access_log::LogEntryView, local_time::LocalTime},
    text::{Texts, t, use_i18n},
};

/// Buttons that save the log. It is read and checked anew before.
#[component]
pub fn ExportLog(
    /// The entries that are shown.
    entries: Vec<LogEntryView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let job = Job::new();
    on_cleanup(move || client.cancel(job));
    let entries = StoredValue::new(entries);
    let save_as = move |format: LogFormat| {
        Act::new(move || {
            errors.clear();
            let words = entries.with_value(|entries| log_words(i18n, entries));
            async move {
                match client.ask_with_blobs(ExportAccessLog { format, words }, job).await {
                    Ok((file, blobs)) => {
                        if blobs.get(file).and_then(|blob| save_file(&blob, &name(format))).is_none() {
                            errors.show(i18n, &ErrorCode::NoStorage.into());
                        }
                    }
                    Err(error) => errors.show(i18n, &error),
                }
            }
        })
    };
    let [table, fhir] = [LogFormat::Csv, LogFormat::Fhir].map(save_as);
    view! {
        <section class="ds-card card no-print">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, log.save)}</h2>
            <ErrorSummary errors />
            <ProgressBar job cancellable=true />
            <div class="actions">
                <Button look=Look::Secondary icon="download" pending=table.pending() on_press=table>
                    {t!(i18n, log.save_table)}
                </Button>
                <Button look=Look::Secondary icon="download" pending=fhir.pending() on_press=fhir>
                    {t!(i18n, log.save_fhir)}
                </Button>
            </div>
            <p class="consequence">{t!(i18n, log.save_hint)}</p>
        </section>
    }
}

/// The words of an exported log: those that this page shows.
pub fn log_words(texts: Texts, entries: &[LogEntryView]) -> LogWords {
    let columns = [
        t!(texts, log.column_number),
        t!(texts, log.column_time),
        t!(texts, log.column_who),
        t!(texts, log.column_handle),
        t!(texts, log.column_what),
        t!(texts, log.column_kind),
        t!(texts, log.column_proof),
        t!(texts, log.column_signed),
    ];
    LogWords {
        columns: columns.map(str::to_owned),
        sentences: entries.iter().map(|entry| (entry.sequence, sentence(texts, entry))).collect(),
        other: t!(texts, event.other).to_owned(),
    }
}

fn name(format: LogFormat) -> String {
    let today = LocalTime::of(when::now(), when::minutes_west()).to_day();
    match format {
        LogFormat::Csv => format!("sesemr-log-{today}.csv"),
        LogFormat::Fhir => format!("sesemr-log-{today}.fhir.json"),
    }
}
