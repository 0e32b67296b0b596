//! The act of pausing a grant, and of letting it go on.

use super::act::act;
use crate::id::{GrantId, Hash};

act! {
    /// "Not for now": no new opening can be made or tried under the grant until it goes on. What is open stays open.
    PauseGrant = "pause-grant" to Sas {
        /// The grant.
        grant: GrantId,
        /// Hash of the signed grant.
        grant_hash: Hash,
        /// Whether it is paused from now on.
        paused: bool,
    }
}
