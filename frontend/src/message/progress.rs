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
    /// How much is done, in bytes for files and in pieces otherwise.
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
    /// Encrypting and uploading a file.
    Uploading,
    /// A file of an import is stored, with so many records; the next one follows.
    FileStored,
    /// A file of an import was cut off at so many percent and can go on; the next one follows. The answer says why.
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
