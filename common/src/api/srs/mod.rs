//! The SRS's endpoints. They need no session: every request is signed, and answers go to who signed it.

mod activate_opening;
mod attempt_opening;
mod confirm_opening;
mod end_opening;
mod fail_opening;
mod read_outbox;
mod register_opening;
mod renew_ticket;

pub use activate_opening::{ActivateOpeningEndpoint, ActivateOpeningRequest, PortionReKey};
pub use attempt_opening::{AttemptOpeningEndpoint, AttemptOpeningRequest, AttemptOpeningResponse};
pub use confirm_opening::{BatchFragment, ConfirmOpeningEndpoint, ConfirmOpeningRequest, ConfirmOpeningResponse};
pub use end_opening::{EndOpeningEndpoint, EndOpeningRequest, EndOpeningResponse};
pub use fail_opening::{FailOpeningEndpoint, FailOpeningRequest};
pub use read_outbox::{OutboxRow, ReadOutboxEndpoint, ReadOutboxRequest, ReadOutboxResponse};
pub use register_opening::{RegisterOpeningEndpoint, RegisterOpeningRequest, RegisterOpeningResponse};
pub use renew_ticket::{RenewTicketEndpoint, RenewTicketRequest, RenewTicketResponse};
