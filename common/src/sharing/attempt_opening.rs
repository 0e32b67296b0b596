//! The acts of an attempt: trying the random key, confirming that it was right, or saying that it was wrong.

use super::act::act;
use crate::crypto::opaque::{Ke1, Ke2, Ke3};
use crate::crypto::{Signature, object_hash};
use crate::id::{Hash, OpeningId};

act! {
    /// One attempt. Right or wrong, it burns the random key.
    AttemptOpening = "attempt-opening" to Srs {
        /// The opening.
        opening: OpeningId,
        /// Hash of the signed opening.
        opening_hash: Hash,
        /// OPAQUE KE1.
        ke1: Ke1,
    }
}

act! {
    /// The code was right: the box is open. Also signed by w, which only the box's reader holds.
    ConfirmOpening = "confirm-opening" to Srs {
        /// The opening.
        opening: OpeningId,
        /// Hash of the signed opening.
        opening_hash: Hash,
        /// OPAQUE KE3.
        ke3: Ke3,
        /// [`confirm_transcript`] of the three messages.
        transcript: Hash,
        /// By w, over the transcript, type name `confirm-opening-transcript`.
        one_time_signature: Signature,
    }
}

act! {
    /// The code was wrong: nothing was opened.
    FailOpening = "fail-opening" to Srs {
        /// The opening.
        opening: OpeningId,
        /// Hash of the signed opening.
        opening_hash: Hash,
        /// [`failed_transcript`] of the two messages.
        transcript: Hash,
    }
}

/// Hash over KE1 ‖ KE2 ‖ KE3 of a completed attempt.
pub fn confirm_transcript(ke1: &Ke1, ke2: &Ke2, ke3: &Ke3) -> Hash {
    object_hash("confirm-opening-transcript", &[ke1.as_bytes().as_slice(), ke2.as_bytes(), ke3.as_bytes()].concat())
}

/// Hash over KE1 ‖ KE2 of a failed attempt.
pub fn failed_transcript(ke1: &Ke1, ke2: &Ke2) -> Hash {
    object_hash("fail-opening-transcript", &[ke1.as_bytes().as_slice(), ke2.as_bytes()].concat())
}
