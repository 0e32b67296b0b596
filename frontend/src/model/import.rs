//! What an import will store, shown before anything is uploaded.

use serde::{Deserialize, Serialize};
use sesemr_common::{
    export::archive::ArchiveFault,
    id::UploadId,
    portion::Portion,
    record::{RejectReason, RejectedEntry},
};

use super::{moment::Moment, opening::SubjectView, series::SeriesView};
use crate::message::AppError;

/// k of the series summary where nobody chose one.
pub const GROUP_SIZE: u8 = 3;

/// A preview that the worker keeps until it is confirmed or forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ImportId(pub u32);

/// What an import will store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportPreview {
    /// Which preview.
    pub import: ImportId,
    /// The files in the order they were given; one pseudo-file for typed readings.
    pub files: Vec<FilePreview>,
    /// New records by portion over all files that are not left out, and the summaries that are made of their readings,
    /// ascending; portions without any are absent.
    pub portions: Vec<PortionCount>,
    /// Series that will be stored exactly and, where long enough, summarised: with all readings, old and new.
    pub series: Vec<SeriesView>,
    /// k that was used.
    pub group_size: u8,
    /// What will be uploaded, in bytes.
    pub bytes: u64,
}

/// New records of one portion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortionCount {
    /// Which.
    pub portion: Portion,
    /// How many.
    pub count: u32,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FilePreview {
    /// Its name; empty for typed readings.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// What its bytes say it is, not its label.
    pub kind: FileKind,
    /// New records by portion, ascending.
    pub portions: Vec<PortionCount>,
    /// Records that are already stored, which will not go again.
    pub already_there: u32,
    /// Entries that cannot go, with reasons. The others still can.
    pub rejected: Vec<RejectedEntry>,
    /// Why nothing of the file can go.
    #[serde(default)]
    pub refused: Option<Refusal>,
    /// Whose record it says it is, from its Patient entry.
    #[serde(default)]
    pub subject: Option<SubjectView>,
}

/// Why nothing of a file can go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The intake refused it.
    Rejected(RejectReason),
    /// Larger than what the server stores.
    TooLarge {
        /// The most bytes that a file may have.
        limit: u64,
    },
    /// This browser could not read it: moved, deleted, no permission.
    Unreadable,
    /// It says it is a file in which somebody took everything away, and cannot be believed.
    Archive(ArchiveFault),
    /// Where it is to hold one record: these of its entries cannot go.
    Entries(Vec<RejectedEntry>),
}

/// What a file is, by its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// FHIR R4: a bundle, a resource or NDJSON.
    Fhir {
        /// How many entries.
        entries: u32,
    },
    /// Stored as it is.
    Other {
        /// The sniffed media type.
        media_type: String,
    },
    /// Typed readings.
    Typed,
    /// Records that somebody took away from here or from another instance.
    Archive {
        /// How many files it holds.
        files: u32,
        /// Whose: the name.
        person: String,
        /// When it was made; nothing where that cannot be read.
        made_at: Option<Moment>,
        /// Records that get what their patient said of them: that they are wrong, or not theirs. Of those that are here
        /// already, the ones of which that is not said here.
        marked: u32,
        /// Records that will be hidden; of those that are here already, the ones that are not hidden.
        hidden: u32,
        /// Marks that do not come along, because there are too many.
        marks_left_out: u32,
        /// Earlier versions in it, which are not taken.
        earlier: u32,
        /// Records that could not be taken along when it was made.
        missing: u32,
    },
    /// What belongs to them: history, consents, log. To read, nothing that acts.
    ArchivePapers {
        /// How many files.
        files: u32,
    },
}

/// What became of a confirmed import, or of an upload that went on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportResult {
    /// What became of each file that was to go, in their order.
    pub files: Vec<FileOutcome>,
    /// Summaries of readings that were stored.
    pub summaries: u32,
    /// Why the summaries could not be stored, where they could not.
    #[serde(default)]
    pub no_summaries: Option<AppError>,
    /// Records that were here already, of which is said now what was said of them elsewhere.
    #[serde(default)]
    pub said: u32,
    /// Why marks, and what was hidden, of records that were here already could not be kept, where they could not.
    #[serde(default)]
    pub no_marks: Option<AppError>,
    /// Whether the summaries of everything that is stored, and all marks, were tried: then an older failure counts no more.
    #[serde(default)]
    pub all_summaries: bool,
}

/// One file of a confirmed import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOutcome {
    /// Its place in the preview.
    pub place: u32,
    /// Its name; empty for typed readings.
    pub name: String,
    /// What became of it.
    pub fate: FileFate,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFate {
    /// All of it is stored and listed.
    Stored {
        /// So many records.
        records: u32,
    },
    /// It was cut off, and can go on.
    Stopped(InterruptedImport),
    /// Nothing of what was still to go is stored.
    Failed(AppError),
    /// It was not begun: the person stopped before.
    NotSent,
    /// The person left it out after it was cut off.
    LeftOut,
    /// The server is away: typed readings are kept on this device, and sent once it answers.
    Kept,
}

impl ImportResult {
    /// Records that are stored and listed now, summaries among them.
    pub fn stored(&self) -> u32 {
        let records = self.files.iter().map(|file| match file.fate {
            FileFate::Stored { records } => records,
            _ => 0,
        });
        records.sum::<u32>() + self.summaries
    }

    /// Files of which everything is stored.
    pub fn files_safe(&self) -> usize {
        self.files.iter().filter(|file| matches!(file.fate, FileFate::Stored { .. })).count()
    }

    /// Whether nothing but typed readings was to go, and they are kept on this device.
    pub fn is_kept(&self) -> bool {
        !self.files.is_empty() && self.files.iter().all(|file| file.fate == FileFate::Kept)
    }

    /// Whether everything that was to go is stored.
    pub fn is_whole(&self) -> bool {
        self.files_safe() == self.files.len() && !self.is_missing_something()
    }

    /// Whether anything can be tried once more.
    pub fn can_try_again(&self) -> bool {
        !self.to_try_again().is_empty() || self.is_missing_something()
    }

    /// Whether summaries or marks could not be kept.
    pub fn is_missing_something(&self) -> bool {
        self.no_summaries.is_some() || self.no_marks.is_some()
    }

    /// The places of files that may be tried once more as a whole; those that were cut off go on by themselves.
    pub fn to_try_again(&self) -> Vec<u32> {
        let again = |file: &&FileOutcome| matches!(file.fate, FileFate::Failed(_) | FileFate::NotSent);
        self.files.iter().filter(again).map(|file| file.place).collect()
    }

    /// Takes in what became of some of the files later.
    pub fn take(&mut self, later: Self) {
        for outcome in later.files {
            if let Some(before) = self.files.iter_mut().find(|before| before.place == outcome.place) {
                before.fate = outcome.fate;
            }
        }
        self.summaries += later.summaries;
        self.said += later.said;
        if later.all_summaries || later.no_summaries.is_some() {
            self.no_summaries = later.no_summaries;
        }
        if later.all_summaries || later.no_marks.is_some() {
            self.no_marks = later.no_marks;
        }
    }
}

/// Typed readings that this device keeps until the server answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReadingsView {
    /// The upload that they will be.
    pub upload: UploadId,
    /// When they were typed.
    pub at: Moment,
    /// How many.
    pub count: u32,
}

/// An upload that was cut off. Nothing of it is listed until it is whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterruptedImport {
    /// The upload.
    pub upload: UploadId,
    /// The names of its files.
    pub files: Vec<String>,
    /// How far it came, in percent.
    pub percent: u8,
    /// When it began.
    pub begun_at: Moment,
    /// Whether the files must be given again (after a reload the worker no longer has them).
    pub needs_files: bool,
    /// Why it was cut off, where it was neither the person nor the end of the page.
    #[serde(default)]
    pub reason: Option<AppError>,
}

impl ImportPreview {
    /// The places of the files that can go and are not left out.
    pub fn chosen(&self, left_out: &[u32]) -> Vec<u32> {
        (0..)
            .zip(&self.files)
            .filter(|(place, file)| file.can_go() && !left_out.contains(place))
            .map(|(place, _)| place)
            .collect()
    }

    /// Those of the files at these places that hold new records.
    pub fn with_records(&self, places: &[u32]) -> Vec<u32> {
        let holds = |(place, file): &(u32, &FilePreview)| places.contains(place) && !file.portions.is_empty();
        (0..).zip(&self.files).filter(holds).map(|(place, _)| place).collect()
    }

    /// Whether something is to be said of records, in the files that are not left out.
    pub fn says_something(&self, left_out: &[u32]) -> bool {
        (0..).zip(&self.files).any(|(place, file)| file.says_something() && !left_out.contains(&place))
    }
}

impl FilePreview {
    /// Whether anything of it can go.
    pub fn can_go(&self) -> bool {
        self.refused.is_none() && (!self.portions.is_empty() || self.says_something())
    }

    /// Whether something is to be said of records: of new ones, or of some that are here already.
    pub fn says_something(&self) -> bool {
        matches!(self.kind, FileKind::Archive { marked, hidden, .. } if marked > 0 || hidden > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::ErrorCode;

    fn outcome(place: u32, fate: FileFate) -> FileOutcome {
        FileOutcome { place, name: format!("file {place}"), fate }
    }

    fn result(files: Vec<FileOutcome>) -> ImportResult {
        ImportResult { files, ..ImportResult::default() }
    }

    #[test]
    fn a_file_that_failed_or_was_never_begun_is_tried_again_and_counts_once() {
        let failed = FileFate::Failed(ErrorCode::NoStorage.into());
        let stored = |records| FileFate::Stored { records };
        let mut all = result(vec![outcome(0, stored(3)), outcome(2, failed), outcome(3, FileFate::NotSent)]);
        assert_eq!(all.to_try_again(), [2, 3]);
        all.take(result(vec![outcome(2, stored(4)), outcome(3, FileFate::NotSent)]));
        assert_eq!((all.to_try_again(), all.stored(), all.files_safe(), all.is_whole()), (vec![3], 7, 2, false));
        all.take(result(vec![outcome(3, stored(1))]));
        assert!(all.is_whole() && all.files.len() == 3 && all.stored() == 8);
    }

    #[test]
    fn readings_that_are_kept_are_neither_stored_nor_tried_again_here() {
        let kept = result(vec![outcome(0, FileFate::Kept)]);
        assert!(kept.is_kept() && !kept.is_whole());
        assert_eq!((kept.to_try_again(), kept.stored()), (Vec::new(), 0));
        assert!(!result(Vec::new()).is_kept());
    }

    #[test]
    fn summaries_that_could_not_be_stored_keep_an_import_from_being_whole_until_they_are() {
        let mut all = ImportResult { no_summaries: Some(ErrorCode::Conflict.into()), ..ImportResult::default() };
        all.take(ImportResult { summaries: 1, ..ImportResult::default() });
        assert!(!all.is_whole(), "those of one file that went on are not all");
        all.take(ImportResult { summaries: 1, all_summaries: true, ..ImportResult::default() });
        assert!(all.is_whole() && all.stored() == 2);
    }

    #[test]
    fn marks_that_could_not_be_kept_are_to_be_tried_again_until_they_all_were() {
        let failed = || Some(ErrorCode::ServerAway.into());
        let mut all = ImportResult { no_marks: failed(), ..result(vec![outcome(0, FileFate::Stored { records: 1 })]) };
        assert!(all.can_try_again() && all.to_try_again().is_empty() && !all.is_whole());
        all.take(ImportResult { said: 1, ..ImportResult::default() });
        assert!(all.can_try_again(), "those of one file that went on are not all");
        all.take(ImportResult { no_marks: failed(), all_summaries: true, ..ImportResult::default() });
        assert!(all.can_try_again(), "they failed again");
        all.take(ImportResult { said: 2, all_summaries: true, ..ImportResult::default() });
        assert!(all.is_whole() && !all.can_try_again() && all.said == 3);
    }

    #[test]
    fn a_file_of_which_all_is_here_can_go_where_something_is_to_be_said() {
        let file = |hidden| FilePreview {
            name: "records.zip".to_owned(),
            bytes: 1,
            kind: FileKind::Archive {
                files: 3,
                person: String::new(),
                made_at: None,
                marked: 0,
                hidden,
                marks_left_out: 0,
                earlier: 0,
                missing: 0,
            },
            portions: Vec::new(),
            already_there: 1,
            rejected: Vec::new(),
            refused: None,
            subject: None,
        };
        assert!(file(1).can_go() && !file(0).can_go());
        let preview = ImportPreview {
            import: ImportId(1),
            files: vec![file(0), file(1)],
            portions: Vec::new(),
            series: Vec::new(),
            group_size: GROUP_SIZE,
            bytes: 0,
        };
        assert_eq!(preview.chosen(&[]), [1]);
        assert!(preview.with_records(&[1]).is_empty(), "what is only said of records is no record");
        assert!(preview.says_something(&[0]) && !preview.says_something(&[1]));
    }
}
