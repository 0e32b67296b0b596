//! Tickets: the SRS's signed word to the SAS that an opening is open, good for five minutes at most.

use super::Signed;
use crate::codec::object;
use crate::id::{Hash, KeyId, OpeningId};

/// The longest a ticket lives, in milliseconds.
pub const TICKET_LIFE_MS: u64 = 5 * 60 * 1000;

object! {
    /// "This opening is open until then."
    object struct TicketFields = "ticket" {
        /// The opening.
        opening: OpeningId,
        /// Hash of the signed opening.
        opening_hash: Hash,
        /// 1 for the first ticket of the opening, then one more at each renewal.
        number: u32,
        /// Who opened it.
        clinician_key: KeyId,
        /// The SRS's restore epoch.
        restore_epoch: u32,
        /// Milliseconds since 1970 UTC.
        expires_at: u64,
    }
}

/// A ticket, signed by the SRS.
pub type Ticket = Signed<TicketFields>;

object! {
    /// "Another ticket, please": signed by w.
    object struct RenewTicketFields = "renew-ticket" {
        /// The opening.
        opening: OpeningId,
        /// The number the next ticket shall have.
        number: u32,
    }
}

/// A renewal, signed by w.
pub type RenewTicket = Signed<RenewTicketFields>;
