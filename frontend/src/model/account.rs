//! The signed-in account, and what a device knows before anybody signs in.

use serde::{Deserialize, Serialize};
use sesemr_common::{id::AccountId, sharing::Role};

use super::moment::Moment;

/// What this device knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceView {
    /// Nothing.
    Fresh,
    /// It holds an account's device key: handle and password are enough.
    Known {
        /// The handle.
        handle: String,
        /// The name.
        display_name: String,
    },
    /// A registration was begun here and its kit never confirmed. The page asks for the password and sends
    /// `Register` again.
    Registering {
        /// The name given.
        display_name: String,
        /// The handle given.
        handle: String,
        /// The role given.
        role: Role,
        /// The organisation given.
        organisation: String,
    },
}

/// The signed-in account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// The account.
    pub account: AccountId,
    /// The handle.
    pub handle: String,
    /// The name.
    pub display_name: String,
    /// What they do: decides which screens there are.
    pub role: Role,
    /// Where; empty for patients.
    pub organisation: String,
    /// One's own fingerprint, to read to others.
    pub fingerprint: String,
    /// When the session was last used before this, where the server says so.
    #[serde(default)]
    pub last_seen: Option<Moment>,
}

impl AccountView {
    /// Whether this is a patient, with the patient's screens.
    pub fn is_patient(&self) -> bool {
        self.role == Role::Patient
    }
}

/// An emergency kit, shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitView {
    /// Whose, for the print.
    pub display_name: String,
    /// Whose, for the print.
    pub handle: String,
    /// Eight groups of five.
    pub groups: Vec<String>,
    /// The text of its QR.
    pub qr: String,
    /// When it was made, for the print.
    pub made_at: Moment,
    /// Which two groups are to be typed back, from 1.
    pub asked: [u8; 2],
}

impl core::fmt::Debug for KitView {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("KitView([REDACTED])")
    }
}
