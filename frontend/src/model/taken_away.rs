//! What a file holds in which somebody took everything away.

use serde::{Deserialize, Serialize};
use sesemr_common::{export::archive::LeftOutReason, portion::Portion};

use crate::message::Attachment;

/// The file, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenAway {
    /// The file.
    pub file: Attachment,
    /// Its size in bytes.
    pub bytes: u64,
    /// Records in it.
    pub records: u32,
    /// Records that are not in it, or not whole.
    pub not_taken: Vec<NotTakenView>,
}

/// A record that could not be taken along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotTakenView {
    /// What it is called, where that is known.
    pub title: Option<String>,
    /// In which portion, where that is known.
    pub portion: Option<Portion>,
    /// Why.
    pub reason: LeftOutReason,
}
