//! Renewing a ticket: whoever holds w, from the box, gets another while the opening is open.

use sesemr_common::{
    api::srs::{RenewTicketRequest, RenewTicketResponse},
    id::Encoded,
    sharing::{RenewTicket, Ticket},
};

use super::{
    Srs, find_opening, lock_opening,
    rules::{Numbering, Step, number_ticket, refuse},
};
use crate::{
    clock::UnixMs,
    db::{Connection, transaction::in_transaction},
    error::{Error, Outcome},
};

impl Srs {
    /// Renews a ticket. Asking for the number of the last one again gets the last one again.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn renew_ticket(&self, request: RenewTicketRequest) -> Outcome<RenewTicketResponse> {
        let Encoded(renewal) = request.renewal;
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let opening = find_opening(&mut connection, renewal.fields.opening).await?;
        let w = opening.one_time_signing_key.ok_or_else(|| Error::not_found("opening"))?;
        renewal.verify(&w.0)?;
        let ticket =
            in_transaction(&mut connection, async |connection| self.renew(connection, &renewal, now).await).await?;
        Ok(RenewTicketResponse { ticket: Encoded(ticket) })
    }

    async fn renew(&self, connection: &mut Connection, renewal: &RenewTicket, now: UnixMs) -> Outcome<Ticket> {
        let opening = lock_opening(connection, renewal.fields.opening).await?;
        opening.standing(self.restore_epoch).permits(Step::RenewTicket, now).map_err(refuse)?;
        match (number_ticket(opening.tickets(), renewal.fields.number), opening.ticket_expires_at()) {
            (Numbering::Same, Some(expires_at)) => self.sign_ticket(&opening, opening.tickets(), expires_at),
            (Numbering::Next, _) => self.issue_ticket(connection, &opening, now).await,
            (Numbering::Expected(number), _) => Err(Error::wrong_counter(number)),
            (Numbering::Same, None) => Err(Error::internal("an open opening without a ticket")),
        }
    }
}
