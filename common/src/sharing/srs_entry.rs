//! The SRS's outbox: its own signed, chained account of what it did, one chain per patient.
//!
//! The SAS copies it into the patient's access log; patients can also read it directly, so a SAS that leaves an
//! attempt out is found.

use super::Signed;
use crate::codec::{choice, object};
use crate::crypto::{SignatureError, VerifyingKey};
use crate::id::{AccountId, Hash, OpeningId};

choice! {
    /// What the SRS did.
    SrsEvent("SRS event") {
        /// Prepared an opening.
        Registered = 1,
        /// Took rk and the box; the random key is live.
        Activated = 2,
        /// Served the one attempt and deleted the random key.
        Attempted = 3,
        /// Re-encapsulated once and destroyed rk.
        Opened = 4,
        /// The code was wrong, or nobody confirmed in time; rk destroyed, nothing opened.
        Failed = 5,
        /// Ended; fragments and whatever was left destroyed. This is the receipt the patient waits for.
        Ended = 6,
    }
}

object! {
    /// What is signed.
    object struct SrsEntryFields = "srs-entry" {
        /// Whose records.
        patient: AccountId,
        /// From 1, without gaps, per patient.
        sequence: u64,
        /// Hash of the entry before, signature included; zero for the first.
        previous: Hash,
        /// What happened.
        event: SrsEvent,
        /// To which opening.
        opening: OpeningId,
        /// Hash of the actor's signed act; zero where the SRS acted by itself.
        act: Hash,
        /// Milliseconds since 1970 UTC, by the SRS's clock.
        at: u64,
    }
}

/// An entry, signed by the SRS.
pub type SrsEntry = Signed<SrsEntryFields>;

/// Checks that `entries` are one patient's, signed by `srs`, and follow `before` without a gap.
///
/// # Errors
/// When an entry does not fit; entries before it have been checked.
pub fn verify_outbox(
    before: Option<&SrsEntry>,
    entries: &[SrsEntry],
    srs: &VerifyingKey,
) -> Result<(), SignatureError> {
    let mut last = before;
    for entry in entries {
        entry.verify(srs)?;
        let follows = match last {
            None => entry.fields.sequence == 1 && entry.fields.previous == Hash::ZERO,
            Some(before) => {
                before.fields.sequence.checked_add(1) == Some(entry.fields.sequence)
                    && entry.fields.previous == before.hash()
                    && entry.fields.patient == before.fields.patient
            }
        };
        if !follows {
            return Err(SignatureError);
        }
        last = Some(entry);
    }
    Ok(())
}

object! {
    /// What is signed.
    object struct ReadOutboxFields = "read-outbox" {
        /// Whose outbox.
        patient: AccountId,
        /// The last sequence number already known; 0 for none.
        after: u64,
        /// When, milliseconds since 1970 UTC.
        signed_at: u64,
    }
}

/// A patient's request to read the outbox of their own records, signed by their identity key.
pub type ReadOutbox = Signed<ReadOutboxFields>;
