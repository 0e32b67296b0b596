//! The current portion cards of a patient: one's own, or those under which one may write.

use serde::{Deserialize, Serialize};

use super::{body, endpoint};
use crate::id::{AccountId, Encoded};
use crate::sharing::PortionCard;

endpoint!(
    /// Reads portion cards: a patient their own, a clinician the one that a live opening names.
    ReadPortionCardsEndpoint = Get "/api/v1/portion-cards" with session, ReadPortionCardsQuery => ReadPortionCardsResponse
);

/// Whose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct ReadPortionCardsQuery {
    /// The patient.
    pub patient: AccountId,
}

body! {
    /// The cards.
    ReadPortionCardsResponse {
        /// By portion, ascending.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, format = Byte))]
        cards: Vec<Encoded<PortionCard>>,
    }
}
