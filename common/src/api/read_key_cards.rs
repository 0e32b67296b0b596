//! A person's key cards and the act that bound them to a profile.

use serde::{Deserialize, Serialize};

use super::{body, endpoint};
use crate::id::{AccountId, Encoded};
use crate::sharing::{KeyCard, Register, SignedAct};

endpoint!(
    /// Reads a person's key cards.
    ReadKeyCardsEndpoint = Get "/api/v1/key-cards" with session, ReadKeyCardsQuery => Person
);

/// Whose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct ReadKeyCardsQuery {
    /// The account.
    pub account: AccountId,
}

body! {
    /// A person as they present themself, with the signatures that make it theirs.
    Person {
        /// The act of registering; holds the profile.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        register: Encoded<SignedAct<Register>>,
        /// All key cards, oldest first; the last is the current one.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, format = Byte))]
        key_cards: Vec<Encoded<KeyCard>>,
    }
}
