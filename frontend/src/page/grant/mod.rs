//! What a patient has granted.

pub mod found_grant;
pub mod granted_records;
pub mod issue_random_key;
pub mod list_access;
pub mod list_people;
pub mod take_back_grant;
