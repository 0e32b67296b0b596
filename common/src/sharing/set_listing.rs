//! The act of leaving the list of people who can be found by their handle, and of coming back to it.

use super::act::act;
use crate::crypto::object_hash;
use crate::id::Hash;

act! {
    /// "Only whom I choose may find me", or "everybody may".
    SetListing = "set-listing" to Sas {
        /// Whether strangers find nobody under the handle from now on.
        unlisted: bool,
        /// `hash("invitation", secret)`: who shows this secret finds the person all the same. Another one takes its place.
        invitation: Option<Hash>,
    }
}

/// `hash("invitation", secret)`: by which a server knows an invitation again.
pub fn hash_invitation(secret: &[u8]) -> Hash {
    object_hash("invitation", secret)
}
