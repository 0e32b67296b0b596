//! Asking for the password again before something lasting, on a device that is signed in.
//!
//! Checked on the device, against a salted digest that lives as long as the open vault does: whoever reads this memory has
//! the vault already. A server is asked at signing in only.

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::{Host, Member};
use crate::crypto::derive::derive_salted;
use crate::crypto::fill_random;

/// What a typed password is compared with.
#[derive(Clone)]
pub(super) struct PasswordDigest {
    salt: [u8; 32],
    digest: Zeroizing<[u8; 32]>,
}

impl PasswordDigest {
    pub(super) fn of(password: &str) -> Self {
        let mut salt = [0; 32];
        fill_random(&mut salt);
        Self { salt, digest: derive_salted(&salt, password.as_bytes(), "confirm-password", &[]) }
    }

    pub(super) fn fits(&self, password: &str) -> bool {
        derive_salted::<32>(&self.salt, password.as_bytes(), "confirm-password", &[]).ct_eq(&*self.digest).into()
    }
}

impl<H: Host> Member<H> {
    /// Whether this is the password with which this person signed in. Always false after signing in with the kit alone.
    pub fn confirms_password(&self, password: &str) -> bool {
        self.password.borrow().as_ref().is_some_and(|digest| digest.fits(password))
    }

    pub(super) fn note_password(&self, password: &str) {
        *self.password.borrow_mut() = Some(PasswordDigest::of(password));
    }
}
