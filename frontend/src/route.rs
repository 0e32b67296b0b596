//! The addresses of the pages. The table that shows them is in `app`.

use sesemr_common::{
    id::{AccountId, GrantId, KeyRequestId, OpeningId, RecordId},
    portion::Portion,
};

/// The beginning, for those who are not signed in.
pub const START: &str = "/";
/// Make an account.
pub const REGISTER: &str = "/register";
/// Sign in.
pub const LOG_IN: &str = "/sign-in";
/// Sign in with the kit.
pub const LOG_IN_WITH_KIT: &str = "/sign-in/kit";
/// Set a new password with the kit.
pub const RECOVER: &str = "/sign-in/new-password";
/// A lost device.
pub const LOST_DEVICE: &str = "/lost-device";
/// What is said once an account is closed.
pub const CLOSED_ACCOUNT: &str = "/account-closed";
/// Settings.
pub const SETTINGS: &str = "/settings";

/// A patient's home.
pub const RECORDS: &str = "/records";
/// A patient's medicines and allergies.
pub const MEDICINES: &str = "/records/medicines";
/// A patient's records that cannot be opened.
pub const DAMAGED: &str = "/records/damaged";
/// A patient's visits.
pub const TIMELINE: &str = "/records/visits";
/// Add records from files.
pub const ADD_FILES: &str = "/records/add";
/// Add typed readings.
pub const ADD_READINGS: &str = "/records/add/readings";
/// The patient's inbox.
pub const REQUESTS: &str = "/requests";
/// Everything granted and opened.
pub const ACCESS: &str = "/access";
/// Everyone who ever asked.
pub const PEOPLE: &str = "/people";
/// What names the person who stands first among everyone who ever asked.
pub const PERSON: &str = "person";
/// The access log.
pub const LOG: &str = "/log";

/// A clinician's home.
pub const MY_REQUESTS: &str = "/my-requests";
/// Where asking a patient begins.
pub const ASK: &str = "/ask/";
/// What names the earlier request, where a patient is asked again.
pub const AGAIN: &str = "again";
/// Where entering a random key begins.
pub const OPEN: &str = "/open/";
/// What the addresses of all pages under a grant begin with.
pub const UNDER_GRANT: &str = "/access/";
/// Find a patient.
pub const FIND: &str = "/find";

/// Tables about many people.
pub const RESEARCH: &str = "/research";

/// What the addresses of the pages for those who are signed in begin with, but for those under an opening.
pub const INSIDE: &[&str] = &[SETTINGS, RECORDS, REQUESTS, ACCESS, PEOPLE, LOG, MY_REQUESTS, ASK, OPEN, FIND, RESEARCH];

/// One record of the patient's own.
pub fn record(record: RecordId) -> String {
    format!("/records/{record}")
}

/// A portion of the patient's own as tables and charts.
pub fn portion(portion: Portion) -> String {
    format!("/records/portion/{portion}")
}

/// A prescription to print.
pub fn print_prescription(record: RecordId) -> String {
    format!("/records/{record}/print")
}

/// An earlier version of one of the patient's own.
pub fn record_version(record: RecordId, version: u32) -> String {
    format!("/records/{record}/versions/{version}")
}

/// Answer a request.
pub fn request(request: KeyRequestId) -> String {
    format!("/requests/{request}")
}

/// Everyone who ever asked, this person first.
pub fn person(account: AccountId) -> String {
    format!("{PEOPLE}?{PERSON}={account}")
}

/// Hand over a random key.
pub fn random_key(grant: GrantId) -> String {
    format!("/access/{grant}/key")
}

/// Stop somebody's access.
pub fn take_back(grant: GrantId) -> String {
    format!("/access/{grant}/stop")
}

/// Ask a patient for access.
pub fn ask(handle: &str) -> String {
    format!("{ASK}{handle}")
}

/// Ask a patient again: the form begins with what this request asked for.
pub fn ask_again(handle: &str, earlier: KeyRequestId) -> String {
    format!("{ASK}{handle}?{AGAIN}={earlier}")
}

/// Compare the keys of the patient whom this request asks.
pub fn compare_keys(request: KeyRequestId) -> String {
    format!("{MY_REQUESTS}/{request}/keys")
}

/// Enter a random key.
pub fn open(opening: OpeningId) -> String {
    format!("{OPEN}{opening}")
}

/// What an opening holds.
pub fn opening(opening: OpeningId) -> String {
    format!("/opening/{opening}")
}

/// One record under an opening.
pub fn opened_record(opening: OpeningId, record: RecordId) -> String {
    format!("/opening/{opening}/{record}")
}

/// Write a prescription.
pub fn prescribe(opening: OpeningId) -> String {
    format!("/opening/{opening}/prescribe")
}

/// Correct a prescription.
pub fn correct_prescription(opening: OpeningId, record: RecordId) -> String {
    format!("/opening/{opening}/{record}/correct")
}

/// What is left of an opening.
pub fn closed(opening: OpeningId) -> String {
    format!("/opening/{opening}/closed")
}
