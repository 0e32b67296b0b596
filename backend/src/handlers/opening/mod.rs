//! Openings: random keys, releases, write-back, closings.

mod close_opening;
mod issue_random_key;
mod list_openings;
mod read_released_chunks;
mod release_records;
mod send_random_key;
mod write_prescription;

pub(crate) use close_opening::close_opening;
pub(crate) use issue_random_key::issue_random_key;
pub(crate) use list_openings::list_openings;
pub(crate) use read_released_chunks::read_released_chunks;
pub(crate) use release_records::release_records;
pub(crate) use send_random_key::send_random_key;
pub(crate) use write_prescription::write_prescription;
