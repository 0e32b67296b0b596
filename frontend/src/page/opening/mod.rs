//! Openings, as the clinician uses them.

pub mod attempt_opening;
pub mod close_opening;
pub mod read_opened_record;
pub mod read_opening;
pub mod while_open;
