//! Closing the portal: a signed receipt to the SAS, and the word to the SRS to destroy what is left.

use super::{FlowError, Host, Member, Portal};
use crate::api::{CloseOpeningEndpoint, CloseOpeningRequest, ErrorCode};
use crate::codec::Encode as _;
use crate::crypto::ProtocolObject as _;
use crate::id::Encoded;
use crate::sharing::{CloseOpening, EndOpening, EndReason, OpenedRecord, Opening, SignedAct};

/// What the SAS answers about an opening that was open and is not any more.
const HAS_ENDED: [ErrorCode; 3] = [ErrorCode::NotOpen, ErrorCode::TakenBack, ErrorCode::Expired];

impl<H: Host> Member<H> {
    /// Closes. Each server is told whether or not the other could be; the portal's secrets go with it in any case, as
    /// soon as the caller drops it.
    ///
    /// # Errors
    /// That of the first server that could not be told; try again.
    pub async fn close_opening(&self, portal: &Portal) -> Result<(), FlowError> {
        let closed = self.hand_in_receipt(portal).await;
        let (opening, opening_hash) = (portal.opening.body.opening, portal.opening.hash());
        let end = EndOpening { opening, opening_hash, reason: EndReason::Closed };
        let destroyed = self.end_opening(portal.patient(), end).await;
        closed.and(destroyed)
    }

    /// The receipt names all that was written. Where that is not known, because a prescription is on its way or was never
    /// answered, the SAS closes from its log once the SRS has ended: closing waits for nothing.
    async fn hand_in_receipt(&self, portal: &Portal) -> Result<(), FlowError> {
        if !portal.knows_what_was_written() {
            return Ok(());
        }
        let opened = portal.opened.borrow().iter().map(|&(record, version)| OpenedRecord { record, version }).collect();
        let receipt = CloseOpening {
            opening: portal.opening.body.opening,
            opening_hash: portal.opening.hash(),
            opened,
            written: portal.written.borrow().iter().map(|written| written.header.object_hash()).collect(),
        };
        let wish = receipt.encode();
        let told = self
            .act_once(&wish, portal.patient(), receipt, async |act| {
                self.call::<CloseOpeningEndpoint>(&CloseOpeningRequest { act: Encoded(act) }).await
            })
            .await;
        match told {
            Ok(_) => Ok(()),
            // It has ended, in this way or another.
            Err(error) if HAS_ENDED.into_iter().any(|code| error.is_refusal(code)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Ends an opening whose portal this device does not hold: another device's, or one from before a reload. The SRS
    /// destroys what is left and the SAS, hearing of it, closes from its log: a receipt from here would know nothing.
    ///
    /// # Errors
    /// Those of the server; try again.
    pub async fn abandon_opening(&self, opening: &SignedAct<Opening>) -> Result<(), FlowError> {
        let reason = EndReason::Closed;
        let end = EndOpening { opening: opening.body.opening, opening_hash: opening.hash(), reason };
        self.end_opening(opening.header.patient, end).await
    }
}
