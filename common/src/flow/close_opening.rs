//! Closing the portal: a signed receipt to the SAS, and the word to the SRS to destroy what is left.

use super::{FlowError, Host, Member, Portal};
use crate::api::{CloseOpeningEndpoint, CloseOpeningRequest};
use crate::id::Encoded;
use crate::sharing::{CloseOpening, EndOpening, EndReason, Opening, SignedAct};

impl<H: Host> Member<H> {
    /// Closes. Each server is told whether or not the other could be; the portal's secrets go with it in any case, as
    /// soon as the caller drops it.
    ///
    /// # Errors
    /// That of the first server that could not be told; try again.
    pub async fn close_opening(&self, portal: &Portal) -> Result<(), FlowError> {
        let (opening, opening_hash) = (portal.opening.body.opening, portal.opening.hash());
        let receipt = CloseOpening {
            opening,
            opening_hash,
            opened: portal.opened.borrow().clone(),
            written: portal.written.borrow().clone(),
        };
        let closed = self
            .act(portal.patient(), receipt, async |act| {
                self.call::<CloseOpeningEndpoint>(&CloseOpeningRequest { act: Encoded(act) }).await
            })
            .await;
        let end = EndOpening { opening, opening_hash, reason: EndReason::Closed };
        let destroyed = self.end_opening(portal.patient(), end).await;
        closed?;
        destroyed
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
