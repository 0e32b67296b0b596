//! The signed-in account, and what a device knows before anybody signs in.

use serde::{Deserialize, Serialize};
use sesemr_common::{id::AccountId, sharing::Role, vault::Preferences};

use super::moment::Moment;

/// What this device knows; a device that knows nothing is fresh.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DeviceView {
    /// The account whose device key it holds: handle and password are enough.
    pub known: Option<KnownAccount>,
    /// A registration that was begun here and whose kit was never confirmed. The page asks for the password and sends
    /// `Register` again.
    pub registering: Option<BegunRegistration>,
}

/// An account that signed in on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownAccount {
    /// The handle.
    pub handle: String,
    /// The name.
    pub display_name: String,
}

/// A registration that was begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BegunRegistration {
    /// The name given.
    pub display_name: String,
    /// The handle given.
    pub handle: String,
    /// The role given.
    pub role: Role,
    /// The organisation given.
    pub organisation: String,
}

impl DeviceView {
    /// An account signed in: it is known from now on, and a registration of its own is done.
    pub fn remember(&mut self, account: KnownAccount) {
        self.registering.take_if(|registering| registering.handle == account.handle);
        self.known = Some(account);
    }
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
    /// How they like the application, as they chose on whatever device.
    #[serde(default)]
    pub preferences: Preferences,
    /// No server answered: what this device kept is shown, as it was then.
    #[serde(default)]
    pub offline_since: Option<Moment>,
}

/// What this device keeps for when no server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfflineCopyView {
    /// When it was last brought up to date.
    pub at: Moment,
    /// Records whose content is here.
    pub records: u32,
    /// Records that are listed, but whose content is too large to be kept.
    pub left_out: u32,
    /// Records whose content is not here yet, or had no room.
    pub missing: u32,
    /// What the contents take, in bytes.
    pub bytes: u64,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn known(handle: &str) -> KnownAccount {
        KnownAccount { handle: handle.to_owned(), display_name: "Amina".to_owned() }
    }

    fn begun(handle: &str) -> DeviceView {
        let registering = BegunRegistration {
            display_name: "Amina".to_owned(),
            handle: handle.to_owned(),
            role: Role::Patient,
            organisation: String::new(),
        };
        DeviceView { known: Some(known("bello")), registering: Some(registering) }
    }

    #[test]
    fn a_registration_ends_when_its_account_signs_in_and_not_when_another_one_does() {
        let mut device = begun("amina");
        device.remember(known("bello"));
        assert!(device.registering.is_some());
        device.remember(known("amina"));
        assert_eq!(device, DeviceView { known: Some(known("amina")), registering: None });
    }
}
