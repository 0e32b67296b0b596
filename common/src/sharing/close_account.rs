//! The act of closing one's account: the last one.

use super::act::act;
use crate::id::Hash;

act! {
    /// "Delete what is mine": records, vault, credentials and sessions go, grants end, the handle is nobody's again.
    CloseAccount = "close-account" to Sas {
        /// Hash of the act that registered the account, so that the person's intent is about this account alone.
        register: Hash,
    }
}
