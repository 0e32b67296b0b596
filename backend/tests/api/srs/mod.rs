//! The SRS, verb by verb, on a Postgres of its own: one file per verb, a database per test.

pub(crate) mod person;
pub(crate) mod second_client;
mod story;
mod world;

mod activate_opening;
mod attempt_opening;
mod confirm_opening;
mod end_opening;
mod expire_openings;
mod fail_opening;
mod read_outbox;
mod register_opening;
mod renew_ticket;
