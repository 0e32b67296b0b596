//! Replacing a record by a corrected one: a reading that can be typed by what it says, changed; any other by a file; and why.

use leptos::prelude::*;
use sesemr_common::{id::RecordId, portion::Portion, record::ReadingDraft};
use web_sys::File;

use super::type_readings::{ReadingFields, ReadingForm};
use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::Button,
        field::TextArea,
        file_field::FileField,
        form::Form,
        form_errors::FormErrors,
        photo_traces::{FileTraces, clean_photos},
        progress_bar::ProgressBar,
    },
    message::{AppError, CorrectReading, CorrectRecord as CorrectRecordVerb},
    text::{t, use_i18n},
};

const FIELDS: &[&str] = &["file", "kind", "time", "first", "second", "reason"];

/// The form.
#[component]
pub fn CorrectRecord(
    /// Which record.
    record: RecordId,
    /// Where it stands.
    portion: Portion,
    /// What it says, where it is a reading that can be typed.
    reading: Option<ReadingDraft>,
    /// Called once the corrected version is stored.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(FIELDS);
    let job = Job::new();
    on_cleanup(move || client.cancel(job));
    let other_reading = portion == Portion::Readings && reading.is_none();
    let reading = reading.map(|reading| ReadingForm::of(i18n, &reading));
    let file = RwSignal::new_local(None::<File>);
    let take_traces_out = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let finish = move |stored: Result<(), AppError>| match stored {
        Ok(()) => {
            client.changed();
            on_done.try_run(());
        }
        Err(error) => errors.show(i18n, &error),
    };
    let store = Act::new(move || async move {
        let missing = reason.with_untracked(|reason| reason.trim().is_empty());
        let missing = missing.then(|| ("reason", t!(i18n, correct.reason_missing).to_owned()));
        if let Some(reading) = reading {
            let typed = reading.read(i18n);
            let wrong = typed.as_ref().err().cloned();
            if !errors.check(wrong.into_iter().chain(missing))
                && let Ok(reading) = typed
            {
                let verb = CorrectReading { record, reading, reason: reason.get_untracked() };
                finish(client.ask_long(verb, Vec::new(), job).await);
            }
            return;
        }
        let chosen = file.get_untracked();
        let no_file = chosen.is_none().then(|| ("file", t!(i18n, correct.file_missing).to_owned()));
        if errors.check(no_file.into_iter().chain(missing)) {
            return;
        }
        let verb = CorrectRecordVerb { record, reason: reason.get_untracked() };
        let mut files: Vec<File> = chosen.into_iter().collect();
        if take_traces_out.get_untracked() {
            files = clean_photos(&files).await;
            if files.is_empty() {
                errors.check([("file", t!(i18n, correct.photo_not_cleaned).to_owned())]);
                return;
            }
        }
        finish(client.ask_long(verb, files, job).await);
    });
    view! {
        <Form on_submit=store errors>
            <p>{t!(i18n, correct.hint)}</p>
            {other_reading.then(|| view! { <p>{t!(i18n, correct.other_reading)}</p> })}
            {if let Some(form) = reading {
                view! { <ReadingFields form errors /> }.into_any()
            } else {
                view! {
                    <FileField id="file" label=t!(i18n, correct.file) value=file errors />
                    {(!other_reading).then(|| view! { <FileTraces file remove=take_traces_out /> })}
                }
                .into_any()
            }}
            <TextArea id="reason" label=t!(i18n, correct.reason) hint=t!(i18n, correct.reason_hint) value=reason errors />
            <ProgressBar job cancellable=true />
            <div class="actions"><Button pending=store.pending()>{t!(i18n, correct.now)}</Button></div>
        </Form>
    }
}
