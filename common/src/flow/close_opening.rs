//! Closing the portal: a signed receipt to the SAS, and the word to the SRS to destroy what is left.

use super::{FlowError, Host, Member, Portal};
use crate::api::{CloseOpeningEndpoint, CloseOpeningRequest};
use crate::id::{Encoded, Hash};
use crate::sharing::{CloseOpening, EndOpening, EndReason, OpenedRecord, Opening, SignedAct};

impl<H: Host> Member<H> {
    /// Closes. Each server is told whether or not the other could be; the portal's secrets go with it in any case, as
    /// soon as the caller drops it.
    ///
    /// # Errors
    /// That of the first server that could not be told; try again.
    pub async fn close_opening(&self, portal: &Portal) -> Result<(), FlowError> {
        let (opened, written) = (portal.opened.borrow().clone(), portal.written.borrow().clone());
        self.close(&portal.opening, opened, written).await
    }

    /// Closes an opening whose portal this device does not hold: another device's, or one from before a reload. What was
    /// read is in the server's log; this receipt names nothing.
    ///
    /// # Errors
    /// That of the first server that could not be told; try again.
    pub async fn abandon_opening(&self, opening: &SignedAct<Opening>) -> Result<(), FlowError> {
        self.close(opening, Vec::new(), Vec::new()).await
    }

    async fn close(
        &self,
        opening: &SignedAct<Opening>,
        opened: Vec<OpenedRecord>,
        written: Vec<Hash>,
    ) -> Result<(), FlowError> {
        let (id, opening_hash, patient) = (opening.body.opening, opening.hash(), opening.header.patient);
        let receipt = CloseOpening { opening: id, opening_hash, opened, written };
        let told_sas = self
            .act(patient, receipt, async |act| {
                self.call::<CloseOpeningEndpoint>(&CloseOpeningRequest { act: Encoded(act) }).await
            })
            .await;
        let end = EndOpening { opening: id, opening_hash, reason: EndReason::Closed };
        let told_srs = self.end_opening(patient, end).await;
        told_sas?;
        told_srs
    }
}
