//! How far long work has come, in words and as a bar, with a way to stop it.

use leptos::prelude::*;

use super::{
    button::{Button, Look},
    when,
};
use crate::{
    api::{Job, VaultClient},
    message::{Progress, ProgressStep},
    text::{Texts, t, use_i18n},
};

/// The progress of a job while it is running.
#[component]
pub fn ProgressBar(
    /// The work.
    job: Job,
    /// The names of its files, by their place.
    #[prop(optional, into)]
    files: Signal<Vec<String>>,
    /// Whether it can be stopped.
    #[prop(optional)]
    cancellable: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let percent = move || job.progress().get().and_then(|progress| percent_of(&progress));
    let what = move || {
        if client.is_ready() {
            words(i18n, job.progress().get().as_ref(), &files.get())
        } else {
            t!(i18n, progress.loading).to_owned()
        }
    };
    view! {
        <Show when=move || job.running().get()>
            <div class="progress">
                <p role="status">{what}</p>
                <progress max="100" aria-label=what value=move || percent().map(|percent| percent.to_string())></progress>
                <Show when=move || cancellable>
                    <Button look=Look::Secondary icon="x" on_press=move || client.cancel(job)>{t!(i18n, progress.cancel)}</Button>
                </Show>
            </div>
        </Show>
    }
}

fn percent_of(progress: &Progress) -> Option<u64> {
    progress.done.saturating_mul(100).checked_div(progress.total)
}

fn words(texts: Texts, progress: Option<&Progress>, files: &[String]) -> String {
    let Some(progress) = progress else { return t!(texts, progress.begins).to_owned() };
    let step = step_words(texts, progress.step);
    let file = progress.file.and_then(|file| files.get(usize::try_from(file).ok()?)).filter(|name| !name.is_empty());
    match (file, percent_of(progress)) {
        (Some(file), Some(percent)) => {
            t!(texts, progress.file_percent, step = step, file = file.clone(), percent = percent)
        }
        (Some(file), None) => t!(texts, progress.file, step = step, file = file.clone()),
        (None, Some(_)) if progress.step == ProgressStep::Uploading => {
            let (done, total) = (when::bytes(texts, progress.done), when::bytes(texts, progress.total));
            t!(texts, progress.bytes, step = step, done = done, total = total)
        }
        (None, Some(percent)) => t!(texts, progress.percent, step = step, percent = percent),
        (None, None) => step.to_owned(),
    }
}

/// What is being done, without how far it is.
pub(super) fn step_words(texts: Texts, step: ProgressStep) -> &'static str {
    match step {
        ProgressStep::StretchingPassword => t!(texts, progress.stretching_password),
        ProgressStep::MakingKeys => t!(texts, progress.making_keys),
        ProgressStep::Asking => t!(texts, progress.asking),
        ProgressStep::ReadingFile => t!(texts, progress.reading_file),
        ProgressStep::Uploading | ProgressStep::FileStored | ProgressStep::FileStopped | ProgressStep::FileFailed => {
            t!(texts, progress.uploading)
        }
        ProgressStep::Downloading => t!(texts, progress.downloading),
        ProgressStep::RollingKeys => t!(texts, progress.rolling_keys),
        ProgressStep::OpeningRecords => t!(texts, progress.opening_records),
        ProgressStep::CheckingLog => t!(texts, progress.checking_log),
        ProgressStep::TakingAway => t!(texts, progress.taking_away),
    }
}
