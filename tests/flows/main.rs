//! Two people and the real servers, one file a verb; then lying servers, and servers that must have seen nothing.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::large_futures,
    clippy::panic,
    reason = "a test stops where an assumption fails, and has the stack for a whole story"
)]

mod adopt_prescription;
mod answer_log_entry;
mod block_person;
mod close_account;
mod close_opening;
mod correct_prescription;
mod correct_record;
mod database_roles;
mod delete_record;
mod end_sessions;
mod find_person;
mod grant_key_request;
mod hide_record;
mod hostile_server;
mod issue_random_key;
mod keep_draft;
mod keep_readings;
mod keep_vault;
mod log_in;
mod mark_record;
mod open_record;
mod pause_grant;
mod publish_records;
mod read_access_log;
mod read_offline;
mod read_opened_record;
mod refuse_key_request;
mod register;
mod replace_credentials;
mod request_key;
mod resume_upload;
mod roll_portion_key;
mod save_preferences;
mod servers_apart;
mod set_listing;
mod stream_events;
mod take_away;
mod take_back_grant;
mod write_prescription;
mod zero_knowledge;
