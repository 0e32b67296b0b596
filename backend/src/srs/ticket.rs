//! Tickets: the word to the SAS that an opening is open, for five minutes at most.

use sesemr_common::sharing::{Ticket, TicketFields};

use super::{
    Srs, db,
    rules::{self, State},
};
use crate::{
    clock::UnixMs,
    db::Connection,
    error::{Error, Outcome},
};

impl Srs {
    /// The next ticket of a locked, open opening, which stays open for that much longer.
    pub(super) async fn issue_ticket(
        &self,
        connection: &mut Connection,
        opening: &db::OpeningRow,
        now: UnixMs,
    ) -> Outcome<Ticket> {
        let number = opening.tickets().saturating_add(1);
        let opening_expires_at = opening.expires_at().unwrap_or(now);
        let expires_at = rules::ticket_expires_at(now, opening_expires_at);
        let lasts_until = State::Opened.lasts_until(now, opening_expires_at);
        db::count_ticket(connection, opening.id.0, number, expires_at, lasts_until).await?;
        self.sign_ticket(opening, number, expires_at)
    }

    /// Signs a ticket. Signatures are deterministic: the same number and moment give the same bytes.
    pub(super) fn sign_ticket(&self, opening: &db::OpeningRow, number: u32, expires_at: UnixMs) -> Outcome<Ticket> {
        let hash = opening.opening_hash.ok_or_else(|| Error::internal("an open opening that was never signed"))?;
        let fields = TicketFields {
            opening: opening.id.0,
            opening_hash: hash.0,
            number,
            clinician_key: opening.clinician_key.0,
            restore_epoch: self.restore_epoch,
            expires_at: expires_at.get(),
        };
        Ok(Ticket::sign(fields, &self.signing_key))
    }
}
