//! The access log of one patient, and its verification.
//!
//! Hash-chained with salted leaves; every entry that an actor caused carries the object they signed. Where an entry
//! names no object, the server alone says so (a sign-in). The patient keeps the head in the vault.

use super::LogHead;
use crate::codec::{choice, object};
use crate::crypto::{ProtocolObject as _, object_hash};
use crate::id::{AccountId, DeviceId, Hash, OpeningId, public_bytes};

choice! {
    /// What an entry reports.
    LogKind("log kind") {
        /// An account was registered. Object: `Register`.
        Registered = 1,
        /// Somebody signed in to this account.
        SignedIn = 2,
        /// Somebody signed in to this account from a device never seen before.
        SignedInOnNewDevice = 3,
        /// Password, kit or device changed. Object: `ReplaceCredentials`.
        CredentialsReplaced = 4,
        /// Records were published. Object: `PublishRecords`.
        RecordsPublished = 5,
        /// Access was asked for. Object: `RequestKey`.
        KeyRequested = 6,
        /// Access was granted. Object: `GrantKeyRequest`.
        KeyRequestGranted = 7,
        /// Access was refused. Object: `RefuseKeyRequest`.
        KeyRequestRefused = 8,
        /// Access was taken back. Object: `TakeBackGrant`.
        GrantTakenBack = 9,
        /// A random key was made. Object: `Opening`.
        RandomKeyIssued = 10,
        /// The SRS reports. Object: `SrsEntry`.
        SrsReported = 11,
        /// Sealed records were released to a clinician. Object: `ReleaseRecords`.
        RecordsReleased = 12,
        /// A prescription was written. Object: `WritePrescription`.
        PrescriptionWritten = 13,
        /// The portal was closed. Object: `CloseOpening`.
        OpeningClosed = 14,
        /// The server closed the portal. Object: `ServerClosing`.
        OpeningClosedByServer = 15,
        /// A portion's keys were rolled. Object: `RollPortionKey`.
        PortionKeyRolled = 16,
        /// A record was deleted. Object: `DeletionReceipt`, and the act that it names.
        RecordDeleted = 17,
        /// Somebody was blocked or unblocked. Object: `BlockPerson`.
        PersonBlocked = 18,
        /// A grant was paused, or went on. Object: `PauseGrant`.
        GrantPaused = 19,
        /// Who finds the patient was changed. Object: `SetListing`.
        ListingChanged = 20,
    }
}

public_bytes!(
    /// Random bytes that keep a leaf's hash from being guessed.
    Salt,
    16
);

object! {
    /// One entry.
    object struct LogEntry = "log-entry" {
        /// From 1, without gaps.
        sequence: u64,
        /// Milliseconds since 1970 UTC, by the server's clock.
        at: u64,
        /// What it reports.
        kind: LogKind,
        /// Who caused it; the patient's own id where a server did.
        actor: AccountId,
        /// From which device; zero where it is not known.
        device: DeviceId,
        /// Hash of the signed object; zero where there is none.
        object: Hash,
        /// Salt of the leaf.
        salt: Salt,
    }
}

impl LogEntry {
    /// The head after this entry: `hash("log-head", head before ‖ hash(entry))`.
    pub fn extend(&self, head: &LogHead) -> LogHead {
        let mut bytes = head.hash.as_bytes().to_vec();
        bytes.extend(self.object_hash().as_bytes());
        LogHead { sequence: self.sequence, hash: object_hash("log-head", &bytes) }
    }
}

/// What is wrong with a log, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// An entry is missing, doubled or out of order.
    #[error("entry {0} does not follow the one before it")]
    OutOfOrder(u64),
    /// The chain does not end where the server says, or where this person last saw it.
    #[error("the log is not a continuation of what was seen before")]
    NotAContinuation,
    /// The SRS reports something of an opening that the log leaves out.
    #[error("the log leaves out what the SRS reports of opening {0}")]
    LeftOut(OpeningId),
    /// The object of an entry is not the one the entry names, or is not signed by its actor.
    #[error("entry {0} has a forged or missing signature")]
    Forged(u64),
    /// The act of an entry names a head that this log never had: it was signed after another history.
    #[error("entry {0} was signed after another history than this log tells")]
    OtherHistory(u64),
}

/// Follows the chain over `entries` from `head`.
///
/// # Errors
/// [`LogError::OutOfOrder`], naming the first entry that does not follow.
pub fn verify_log(head: LogHead, entries: &[LogEntry]) -> Result<LogHead, LogError> {
    entries.iter().try_fold(head, |head, entry| {
        if head.sequence.checked_add(1) == Some(entry.sequence) {
            Ok(entry.extend(&head))
        } else {
            Err(LogError::OutOfOrder(entry.sequence))
        }
    })
}
