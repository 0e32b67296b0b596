//! The act of taking access back. The SRS hears of it through [`super::EndOpening`].

use super::act::act;
use crate::id::{GrantId, Hash};

act! {
    /// "No longer": ends the grant and every opening under it, a running download too.
    TakeBackGrant = "take-back-grant" to Sas {
        /// The grant.
        grant: GrantId,
        /// Hash of the signed grant.
        grant_hash: Hash,
    }
}
