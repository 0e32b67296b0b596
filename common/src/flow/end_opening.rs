//! Ending openings at the SRS, which hears nothing from the SAS: what it still holds is destroyed, and it signs for it.

use super::{CheckedOpening, FlowError, Host, Member};
use crate::api::OpeningState;
use crate::api::srs::{EndOpeningEndpoint, EndOpeningRequest};
use crate::id::{AccountId, Encoded, GrantId};
use crate::sharing::{EndOpening, EndReason};

impl<H: Host> Member<H> {
    /// Tells the SRS to end an opening; its signed receipt says that what was left is destroyed.
    pub(super) async fn end_opening(&self, patient: AccountId, body: EndOpening) -> Result<(), FlowError> {
        let srs = self.srs_key();
        let opening = body.opening;
        let (_, response) = self
            .act(patient, body, async |act| {
                self.call::<EndOpeningEndpoint>(&EndOpeningRequest { act: Encoded(act) }).await
            })
            .await?;
        let receipt = response.receipt.0;
        receipt.verify(&srs)?;
        if receipt.fields.opening == opening { Ok(()) } else { Err(FlowError::Untrustworthy("a receipt")) }
    }

    /// Ends the openings of this patient that have ended at the SAS alone: idle, replaced by another random key, or taken
    /// back while the SRS was away. What cannot be told now is told when this person catches up the next time.
    pub(super) async fn end_at_srs(&self, openings: &[CheckedOpening]) {
        for opening in openings {
            let Some(reason) = reason_to_tell(opening).filter(|_| opening.act.header.actor == self.account()) else {
                continue;
            };
            let body = EndOpening { opening: opening.act.body.opening, opening_hash: opening.act.hash(), reason };
            if self.end_opening(self.account(), body).await == Err(FlowError::Away) {
                return;
            }
        }
    }

    /// Ends the random keys of a grant that a new one has replaced.
    pub(super) async fn end_replaced(&self, grant: GrantId) {
        if let Ok(mut openings) = self.list_openings().await {
            openings.retain(|opening| opening.act.body.grant == grant);
            self.end_at_srs(&openings).await;
        }
    }
}

/// Why an opening ended of whose end the SRS has not signed a receipt. One that failed holds nothing any more.
fn reason_to_tell(opening: &CheckedOpening) -> Option<EndReason> {
    let reason = match opening.state {
        OpeningState::Pending | OpeningState::Attempted | OpeningState::Opened | OpeningState::Failed => None,
        OpeningState::Closed => Some(EndReason::Closed),
        OpeningState::TakenBack => Some(EndReason::TakenBack),
        OpeningState::Expired | OpeningState::ClosedByServer => Some(EndReason::Expired),
    };
    reason.filter(|_| !opening.end_confirmed)
}
