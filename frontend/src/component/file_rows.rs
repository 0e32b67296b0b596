//! The files of an import: one row each, with how far it is in words, and a bar for the one that goes.

use leptos::prelude::*;

use super::{
    button::{Button, Look},
    progress_bar::step_words,
};
use crate::{
    api::{Job, VaultClient},
    message::{Progress, ProgressStep},
    model::file_state::FileState,
    text::{Texts, t, use_i18n},
};

/// The files of an import, each with how far it is. Copies are the same ones.
#[derive(Clone, Copy)]
pub struct FileRows {
    /// What each is called and how far it is, by its place.
    files: StoredValue<Vec<(String, RwSignal<FileState>)>>,
    /// The places of those that go.
    going: RwSignal<Vec<u32>>,
}

impl FileRows {
    /// Files that are called this, in their order. None goes yet.
    pub fn new(names: impl Iterator<Item = String>) -> Self {
        let files = names.map(|name| (name, RwSignal::new(FileState::Waiting))).collect();
        Self { files: StoredValue::new(files), going: RwSignal::new(Vec::new()) }
    }

    /// The files at these places go, and no others.
    pub fn begin(self, places: &[u32]) {
        for (_, state) in places.iter().filter_map(|place| self.file(*place)) {
            state.set(FileState::Waiting);
        }
        self.going.set(places.to_vec());
    }

    /// The places of those that go, or went last.
    pub fn going(self) -> Vec<u32> {
        self.going.get()
    }

    /// How many of those that go are stored, and how many go.
    fn count_safe(self) -> (usize, usize) {
        self.going.with(|going| {
            let states = going.iter().filter_map(|place| self.file(*place)).map(|(_, state)| state.get());
            (states.filter(|state| matches!(state, FileState::Safe { .. })).count(), going.len())
        })
    }

    /// Only the row that something is told of changes, and only where it says something else.
    fn hear(self, progress: &Progress) {
        let Some((_, state)) = progress.file.and_then(|place| self.file(place)) else { return };
        let before = state.get_untracked();
        let next = before.after(progress);
        if next != before {
            state.set(next);
        }
    }

    fn file(self, place: u32) -> Option<(String, RwSignal<FileState>)> {
        let place = usize::try_from(place).ok()?;
        self.files.with_value(|files| files.get(place).cloned())
    }
}

/// The files that go, as long as they do, with a way to stop; then what is done beside them. What is read out is when one is
/// stored and what follows, and no percents.
#[component]
pub fn UploadRows(
    /// The files.
    rows: FileRows,
    /// The work.
    job: Job,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    Effect::new(move |_| {
        if let Some(progress) = job.progress().get() {
            rows.hear(&progress);
        }
    });
    // Marks and summaries are of no one file.
    let beside = Memo::new(move |_| {
        let progress = job.progress();
        progress
            .with(|progress| progress.as_ref().filter(|progress| progress.file.is_none()).map(|progress| progress.step))
    });
    let status = Memo::new(move |_| {
        if client.is_ready() {
            status_words(i18n, rows.count_safe(), beside.get())
        } else {
            t!(i18n, progress.loading).to_owned()
        }
    });
    let has_files = Memo::new(move |_| !rows.going().is_empty());
    let row = move |place: u32| rows.file(place).map(|(name, state)| view! { <li><FileRow name state /></li> });
    view! {
        <Show when=move || job.running().get()>
            <div class="progress">
                <p role="status">{move || status.get()}</p>
                <Show when=move || has_files.get()>
                    <ul class="file-rows">
                        <For each=move || rows.going() key=|place| *place children=row />
                    </ul>
                </Show>
                <Button look=Look::Secondary icon="x" on_press=move || client.cancel(job)>{t!(i18n, progress.cancel)}</Button>
            </div>
        </Show>
    }
}

/// What is read out where so many files of so many are safe, and of the work beside them.
fn status_words(texts: Texts, (safe, all): (usize, usize), beside: Option<ProgressStep>) -> String {
    let counted = (all > 1).then(|| t!(texts, import.files_safe, safe = safe, all = all));
    match (counted, beside.map(|step| step_words(texts, step))) {
        (Some(counted), Some(beside)) => format!("{counted} {beside}"),
        (Some(counted), None) => counted,
        (None, Some(beside)) => beside.to_owned(),
        (None, None) if all == 0 => t!(texts, progress.begins).to_owned(),
        (None, None) => t!(texts, progress.uploading).to_owned(),
    }
}

/// One file: what it is called and how far it is.
#[component]
pub fn FileRow(
    /// What it is called.
    name: String,
    /// How far it is.
    #[prop(into)]
    state: Signal<FileState>,
) -> impl IntoView {
    let i18n = use_i18n();
    let label = name.clone();
    let is_running = Memo::new(move |_| matches!(state.get(), FileState::Running(_)));
    let percent = move || match state.get() {
        FileState::Running(percent) => Some(percent.to_string()),
        _ => None,
    };
    view! {
        <div class="file-row">
            <span class="file-name">{name}</span>
            <span class="small">{move || state_words(i18n, state.get())}</span>
            {move || is_running.get().then(|| view! {
                <progress max="100" aria-label=label.clone() value=percent></progress>
            })}
        </div>
    }
}

fn state_words(texts: Texts, state: FileState) -> String {
    match state {
        FileState::Waiting => t!(texts, import.row_waiting).to_owned(),
        FileState::Running(percent) => t!(texts, import.row_percent, percent = percent),
        FileState::Safe { records } => t!(texts, import.row_safe, count = records),
        FileState::Stopped(percent) => t!(texts, import.row_stopped, percent = percent),
        FileState::Failed => t!(texts, import.row_failed).to_owned(),
        FileState::NotBegun => t!(texts, import.row_not_begun).to_owned(),
        FileState::LeftOut => t!(texts, import.row_left_out).to_owned(),
        FileState::Kept => t!(texts, import.row_kept).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_in_words_how_far_its_file_is() {
        let words = |state| state_words(Texts::en, state);
        assert_eq!(words(FileState::Waiting), "Waiting");
        assert_eq!(words(FileState::Running(40)), "40 %");
        assert_eq!(words(FileState::Safe { records: 1 }), "Safe, 1 record");
        assert_eq!(words(FileState::Safe { records: 12 }), "Safe, 12 records");
        assert_eq!(words(FileState::Stopped(40)), "Stopped at 40 %");
        assert_eq!(words(FileState::LeftOut), "Left out");
    }

    #[test]
    fn what_is_done_beside_the_files_is_said_and_nothing_of_files_where_none_goes() {
        let words = |counted, beside| status_words(Texts::en, counted, beside);
        assert_eq!(words((2, 3), None), "2 of 3 files are safe.");
        assert_eq!(words((3, 3), Some(ProgressStep::OpeningRecords)), "3 of 3 files are safe. Opening records");
        assert_eq!(words((0, 1), None), "Encrypting and storing");
        assert_eq!(words((1, 1), Some(ProgressStep::OpeningRecords)), "Opening records");
        assert_eq!(words((0, 0), None), "Beginning…");
        assert_eq!(words((0, 0), Some(ProgressStep::Uploading)), "Encrypting and storing");
    }
}
