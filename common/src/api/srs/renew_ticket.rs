//! Another ticket for an open opening.

use crate::api::{body, endpoint};
use crate::id::Encoded;
use crate::sharing::{RenewTicket, Ticket};

endpoint!(
    /// Renews a ticket while the opening is open.
    RenewTicketEndpoint = Post "/srs/v1/tickets", RenewTicketRequest => RenewTicketResponse
);

body! {
    /// A renewal.
    RenewTicketRequest {
        /// Signed by w.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        renewal: Encoded<RenewTicket>,
    }
}

body! {
    /// The ticket.
    RenewTicketResponse {
        /// Good for five minutes at most.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        ticket: Encoded<Ticket>,
    }
}
