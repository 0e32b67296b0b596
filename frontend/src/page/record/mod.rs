//! A patient's own records.

pub mod delete_record;
pub mod list_records;
pub mod publish_records;
pub mod publish_steps;
pub mod read_record;
pub mod type_readings;
