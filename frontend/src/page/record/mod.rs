//! A patient's own records.

pub mod correct_record;
pub mod delete_record;
pub mod hide_record;
pub mod list_damaged_records;
pub mod list_medicines;
pub mod list_records;
pub mod mark_record;
pub mod publish_records;
pub mod publish_steps;
pub mod read_portion;
pub mod read_record;
pub mod read_record_history;
pub mod read_timeline;
pub mod type_readings;
