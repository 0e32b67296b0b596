//! The act of granting a request: the patient's decision, binding both keys, what, until when and how often.

use super::act::act;
use crate::codec::object;
use crate::id::{AccountId, GrantId, Hash, KeyId, KeyRequestId, RecordId};
use crate::portion::Portion;

object! {
    /// What is granted: whole portions, meaning their records when an opening is signed, and single records besides.
    struct Scope {
        /// Whole portions, ascending.
        portions: Vec<Portion>,
        /// Single records.
        records: Vec<RecordId>,
    }
}

act! {
    /// "You may see this."
    GrantKeyRequest = "grant-key-request" to Sas {
        /// The grant.
        grant: GrantId,
        /// The request it answers.
        request: KeyRequestId,
        /// Hash of the signed request.
        request_hash: Hash,
        /// To whom.
        clinician: AccountId,
        /// Under which identity key.
        clinician_key: KeyId,
        /// What.
        scope: Scope,
        /// Until when, milliseconds since 1970 UTC.
        expires_at: u64,
        /// How many openings.
        openings: u16,
        /// Whether the clinician may write prescriptions.
        write_back: bool,
    }
}
