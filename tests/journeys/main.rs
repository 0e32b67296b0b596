//! Stories of people in front of the finished application: two windows of headless Chromium, desktop and phone size.
#![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

mod build_cohort;
mod change_password;
mod clock;
mod confirm_fingerprint;
mod confirm_password;
mod door;
mod first_page;
mod grant_key_request;
mod issue_random_key;
mod keep_open;
mod lock;
mod log_in_with_kit;
mod look_at_files;
mod manage_account;
mod mend_records;
mod pause_grant;
mod prescribe;
mod publish_records;
mod read_access_log;
mod read_offline;
mod read_timeline;
mod read_versions;
mod register;
mod research;
mod save_preferences;
mod scan_codes;
mod share_records;
mod share_study;
mod take_away;
mod take_back_grant;
mod type_offline;
mod type_readings;
mod update_page;
mod use_keyboard;
