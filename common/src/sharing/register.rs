//! The act of registering: binds a profile, an identity and the first portion cards to an account.

use super::{Profile, act::act};
use crate::id::Hash;

act! {
    /// "I am this account": signed by the key on the card it names.
    Register = "register" to Sas {
        /// How the person presents themself.
        profile: Profile,
        /// The first key card.
        key_card: Hash,
        /// The first portion cards, by portion.
        portion_cards: Vec<Hash>,
    }
}
