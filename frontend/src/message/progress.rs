//! How far long work has come.

use serde::{Deserialize, Serialize};

/// How far long work has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done now.
    pub step: ProgressStep,
    /// Which file of an import, by its place in the preview; none where the work has no files.
    #[serde(default)]
    pub file: Option<u32>,
    /// How much is done, in what the step counts: bytes or pieces. While a file is uploaded only its ratio to `total` means
    /// anything, for a file of very many records goes in several uploads.
    pub done: u64,
    /// Of how much; 0 where it is not known.
    pub total: u64,
}

/// A kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgressStep {
    /// Turning the password into keys (Argon2id).
    StretchingPassword,
    /// Making the account's keys.
    MakingKeys,
    /// Talking to the server.
    Asking,
    /// Reading and sorting a file.
    ReadingFile,
    /// Encrypting and uploading: a file of an import, as a share of all of it; without a file the sealed bytes of something
    /// else.
    Uploading,
    /// A file of an import is stored; `done` and `total` are the number of its records. The next one follows.
    FileStored,
    /// A file of an import was cut off at `done` of `total` and can go on; the next one follows. The answer says why.
    FileStopped,
    /// A file of an import could not go, or was given up; the next one follows. The answer says why.
    FileFailed,
    /// Keeping records on this device.
    Downloading,
    /// Changing the locks of portions after an opening.
    RollingKeys,
    /// Decrypting records.
    OpeningRecords,
    /// Checking signatures of the log.
    CheckingLog,
    /// Writing records into a file.
    TakingAway,
}
