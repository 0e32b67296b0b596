//! The act of blocking somebody, and of unblocking them.

use super::act::act;
use crate::id::AccountId;

act! {
    /// "They may not ask me": requests of this person are refused until they are unblocked. Grants are not touched.
    BlockPerson = "block-person" to Sas {
        /// Who.
        person: AccountId,
        /// Whether they are blocked from now on.
        blocked: bool,
    }
}
