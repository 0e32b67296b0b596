//! Stories of people in front of the finished application: two windows of headless Chromium, desktop and phone size.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::large_futures,
    reason = "a test stops where an assumption fails, and has the stack for a whole story"
)]

mod log_in_with_kit;
mod read_access_log;
mod share_records;
mod take_back_grant;
