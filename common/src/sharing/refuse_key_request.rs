//! The act of refusing a request.

use super::{SealedMessage, act::act};
use crate::id::{Hash, KeyRequestId};

act! {
    /// "No", with a reason that only the clinician can read.
    RefuseKeyRequest = "refuse-key-request" to Sas {
        /// The request.
        request: KeyRequestId,
        /// Hash of the signed request.
        request_hash: Hash,
        /// Why.
        reason: Option<SealedMessage>,
    }
}
