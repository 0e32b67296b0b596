//! Stretching a password without a server: what guards a copy that a device keeps for when no server answers.
//!
//! OPAQUE stretches too, behind a server that counts tries. Here nobody counts: each guess costs its Argon2id, no more.

use zeroize::Zeroizing;

use super::suite::key_stretching;
use super::{OpaqueError, OpaquePassword};

/// `Argon2id(password, salt)` with the suite's parameters (RFC 9106: 64 MiB, 3 passes, 1 lane), 32 bytes.
///
/// # Errors
/// [`OpaqueError::PasswordTooLong`] beyond what OPAQUE takes.
pub fn stretch_password(password: &OpaquePassword, salt: &[u8; 32]) -> Result<Zeroizing<[u8; 32]>, OpaqueError> {
    let mut stretched = Zeroizing::new([0; 32]);
    // The lengths of salt and output are within Argon2's limits; a password beyond them is refused before.
    key_stretching()
        .hash_password_into(password.checked()?, salt, &mut *stretched)
        .map_err(|_| OpaqueError::PasswordTooLong)?;
    Ok(stretched)
}
