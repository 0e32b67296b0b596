//! The SRS's endpoints, one file per verb. They need no session: every request is signed, and what they do is in
//! [`crate::srs`].

mod activate_opening;
mod attempt_opening;
mod confirm_opening;
mod end_opening;
mod fail_opening;
mod read_outbox;
mod register_opening;
mod renew_ticket;

pub(crate) use activate_opening::activate_opening;
pub(crate) use attempt_opening::attempt_opening;
pub(crate) use confirm_opening::confirm_opening;
pub(crate) use end_opening::end_opening;
pub(crate) use fail_opening::fail_opening;
pub(crate) use read_outbox::read_outbox;
pub(crate) use register_opening::register_opening;
pub(crate) use renew_ticket::renew_ticket;
