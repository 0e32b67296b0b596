//! How the kit and a typed password become the keys and OPAQUE passwords of an account.
//!
//! `device_key = HKDF(kit, "device")`, `recovery password = HKDF(kit, "recovery")`,
//! `account password = NFC(typed) ‖ HMAC-SHA256(device_key, account id)`. In a browser `WebCrypto` makes the HMAC with a
//! key that cannot be read back, and only [`derive_account_password`] runs here.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::derive::derive;
use super::opaque::OpaquePassword;
use super::{DeviceKey, DeviceMac, Kit};
use crate::id::AccountId;

impl Kit {
    /// The key that the device keeps.
    pub fn derive_device_key(&self) -> DeviceKey {
        DeviceKey::from_bytes(*derive(self.as_bytes(), "device", &[]))
    }

    /// The password of the account's recovery record.
    pub fn derive_recovery_password(&self) -> OpaquePassword {
        OpaquePassword::new(derive::<32>(self.as_bytes(), "recovery", &[]).to_vec())
    }
}

impl DeviceKey {
    /// `HMAC-SHA256(device_key, account id)` (RFC 2104), where no `WebCrypto` does it.
    #[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "HMAC takes keys of any length")]
    pub fn mac_account(&self, account: AccountId) -> DeviceMac {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.as_bytes()).expect("HMAC takes keys of any length");
        mac.update(account.as_bytes());
        DeviceMac::from_bytes(mac.finalize().into_bytes().into())
    }
}

/// `NFC(typed) ‖ device MAC`: the OPAQUE password of an account.
pub fn derive_account_password(typed: &str, mac: &DeviceMac) -> OpaquePassword {
    // A character's normal form takes at most three times its bytes in UTF-8 (UAX 15): reserved at once, so that
    // growing leaves no copy behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(3 * typed.len() + 32));
    for c in typed.nfc() {
        bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    bytes.extend_from_slice(mac.as_bytes());
    OpaquePassword::new(core::mem::take(&mut bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAC: DeviceMac = DeviceMac::from_bytes([7; 32]);

    #[test]
    fn one_password_typed_in_two_normal_forms_is_one_password() {
        assert_eq!(derive_account_password("caf\u{e9}", &MAC), derive_account_password("cafe\u{301}", &MAC));
        assert_ne!(derive_account_password("caf\u{e9}", &MAC), derive_account_password("cafe", &MAC));
    }

    #[test]
    fn without_the_device_key_the_typed_password_is_another_password() {
        let other = DeviceMac::from_bytes([8; 32]);
        assert_ne!(derive_account_password("correct horse", &MAC), derive_account_password("correct horse", &other));
    }

    #[test]
    fn the_hmac_differs_by_account() {
        let key = Kit::make().derive_device_key();
        assert_ne!(key.mac_account(AccountId::from_bytes([1; 16])), key.mac_account(AccountId::from_bytes([2; 16])));
    }
}
