//! How far one file of an import is: what its row says while the others go, and after.

use super::import::FileFate;
use crate::message::{Progress, ProgressStep};

/// How far one file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// Its turn has not come.
    Waiting,
    /// It goes: so many percent are stored.
    Running(u8),
    /// All of it is stored.
    Safe {
        /// So many records.
        records: u32,
    },
    /// It was cut off at so many percent.
    Stopped(u8),
    /// Nothing of what was still to go is stored.
    Failed,
    /// It was not begun: the person stopped before.
    NotBegun,
    /// The person left it out after it was cut off.
    LeftOut,
    /// It waits on this device until the server answers.
    Kept,
}

impl FileState {
    /// What is told of this file comes next.
    #[must_use]
    pub fn after(self, progress: &Progress) -> Self {
        match progress.step {
            ProgressStep::Uploading => Self::Running(percent(progress)),
            ProgressStep::FileStored => Self::Safe { records: u32::try_from(progress.done).unwrap_or(u32::MAX) },
            ProgressStep::FileStopped => Self::Stopped(percent(progress)),
            ProgressStep::FileFailed => Self::Failed,
            _ => self,
        }
    }
}

impl From<&FileFate> for FileState {
    fn from(fate: &FileFate) -> Self {
        match fate {
            FileFate::Stored { records } => Self::Safe { records: *records },
            FileFate::Stopped(import) => Self::Stopped(import.percent),
            FileFate::Failed(_) => Self::Failed,
            FileFate::NotSent => Self::NotBegun,
            FileFate::LeftOut => Self::LeftOut,
            FileFate::Kept => Self::Kept,
        }
    }
}

/// How much is done; nothing where it is not known.
fn percent(progress: &Progress) -> u8 {
    let percent = progress.done.saturating_mul(100).checked_div(progress.total).unwrap_or_default();
    u8::try_from(percent.min(100)).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(step: ProgressStep, done: u64, total: u64) -> Progress {
        Progress { step, file: Some(0), done, total }
    }

    #[test]
    fn a_file_waits_goes_and_is_safe() {
        let goes = FileState::Waiting.after(&told(ProgressStep::Uploading, 2, 5));
        assert_eq!(goes, FileState::Running(40));
        assert_eq!(goes.after(&told(ProgressStep::FileStored, 3, 3)), FileState::Safe { records: 3 });
    }

    #[test]
    fn a_file_that_was_cut_off_says_how_far_it_came() {
        let stopped = told(ProgressStep::FileStopped, 30, 100);
        assert_eq!(FileState::Waiting.after(&stopped), FileState::Stopped(30));
        assert_eq!(
            FileState::Running(40).after(&stopped),
            FileState::Stopped(30),
            "what left last may not have arrived"
        );
    }

    #[test]
    fn a_file_that_was_given_up_does_not_look_as_if_it_could_go_on() {
        let failed = told(ProgressStep::FileFailed, 0, 0);
        assert_eq!(FileState::Waiting.after(&failed), FileState::Failed);
        assert_eq!(FileState::Running(40).after(&failed), FileState::Failed);
    }

    #[test]
    fn what_is_no_step_of_an_upload_changes_nothing() {
        let reading = told(ProgressStep::ReadingFile, 1, 2);
        assert_eq!(FileState::Waiting.after(&reading), FileState::Waiting);
    }
}
