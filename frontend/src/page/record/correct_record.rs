//! Replacing a record by a corrected one: a reading that can be typed by what it says, changed; any other by a file; and why. What
//! is typed is kept until it is stored.

use leptos::prelude::*;
use sesemr_common::{id::RecordId, portion::Portion, record::ReadingDraft};
use web_sys::File;

use super::type_readings::{ReadingFields, ReadingForm};
use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::Button,
        draft_keeper::DraftKeeper,
        field::TextArea,
        file_field::FileField,
        form::Form,
        form_errors::FormErrors,
        kept_notice::KeptNotice,
        loaded::{Loaded, use_answer_once},
        photo_traces::{FileTraces, clean_photos},
        progress_bar::ProgressBar,
    },
    message::{AppError, CorrectReading, CorrectRecord as CorrectRecordVerb, DraftOf, ReadDraft},
    model::kept_correction::KeptCorrection,
    text::{t, use_i18n},
};

const FIELDS: &[&str] = &["file", "kind", "time", "first", "second", "reason"];

/// The form, with what was typed as it was left on this device.
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
    let of = DraftOf::Correction { record };
    let answer = use_answer_once(move || ReadDraft { of });
    view! {
        <Loaded answer let:kept>
            <ResumedForm kept record portion reading=reading.clone() on_done />
        </Loaded>
    }
}

#[component]
fn ResumedForm(
    kept: Option<String>,
    record: RecordId,
    portion: Portion,
    reading: Option<ReadingDraft>,
    on_done: Callback<()>,
) -> impl IntoView {
    let left = KeptCorrection::resume(kept.as_deref());
    let as_left = RwSignal::new(left.is_some());
    // One for the form as it was left and for the one that begins anew: what the device keeps is of one form.
    let keeper = StoredValue::new_local(DraftKeeper::new(DraftOf::Correction { record }, kept));
    let resumed = move |is_as_left: bool| {
        let start = left.clone().filter(|_| is_as_left).unwrap_or_default();
        view! { <CorrectForm start keeper=keeper.get_value() record portion reading=reading.clone() on_done /> }
    };
    let anew = resumed.clone();
    view! {
        <KeptNotice as_left />
        <Show when=move || as_left.get() fallback=move || anew(false)>{resumed(true)}</Show>
    }
}

#[component]
fn CorrectForm(
    start: KeptCorrection,
    keeper: DraftKeeper,
    record: RecordId,
    portion: Portion,
    reading: Option<ReadingDraft>,
    on_done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(FIELDS);
    let job = Job::new();
    on_cleanup(move || client.cancel(job));
    let other_reading = portion == Portion::Readings && reading.is_none();
    let reading = reading.map(|reading| ReadingForm::of(i18n, &reading));
    let first = untrack(|| reading.map(ReadingForm::typed));
    if let Some((form, left)) = reading.zip(start.reading) {
        form.resume(left);
    }
    let file = RwSignal::new_local(None::<File>);
    let take_traces_out = RwSignal::new(false);
    let reason = RwSignal::new(start.reason);
    keeper.follow(i18n, errors, move || {
        let typed = KeptCorrection { reason: reason.get(), reading: reading.map(ReadingForm::typed) };
        typed.to_keep(first.as_ref())
    });
    let finish = move |stored: Result<(), AppError>, keeper: &DraftKeeper| match stored {
        Ok(()) => {
            keeper.forget();
            client.changed();
            on_done.try_run(());
        }
        Err(error) => errors.show(i18n, &error),
    };
    let store = Act::new(move || {
        let keeper = keeper.clone();
        async move {
            let missing = reason.with_untracked(|reason| reason.trim().is_empty());
            let missing = missing.then(|| ("reason", t!(i18n, correct.reason_missing).to_owned()));
            if let Some(reading) = reading {
                let typed = reading.read(i18n);
                let wrong = typed.as_ref().err().cloned();
                if !errors.check(wrong.into_iter().chain(missing))
                    && let Ok(reading) = typed
                {
                    let verb = CorrectReading { record, reading, reason: reason.get_untracked() };
                    finish(client.ask_long(verb, Vec::new(), job).await, &keeper);
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
            finish(client.ask_long(verb, files, job).await, &keeper);
        }
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
