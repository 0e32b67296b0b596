//! Sealing and opening a vault, and the two wraps of its key.
//!
//! ```text
//! sealed        = salt 32 ‖ AES-256-GCM(HKDF(salt, vault key, "vault/seal" ‖ account ‖ version), nonce 0, padded content)
//! log-in wrap   = AES-256-GCM(HKDF(export key, "vault" ‖ account), nonce 0, vault key)
//! recovery wrap = X-Wing ciphertext ‖ HPKE base(recovery key, info = "sesemr/1/vault/recovery" ‖ account, vault key)
//! ```
//! A fresh salt for every sealing: no two share key and nonce, even where a server answers every write with a conflict.

use zeroize::Zeroizing;

use super::VaultContent;
use crate::codec::Encoder;
use crate::crypto::aead::{self, NONCE_ZERO};
use crate::crypto::derive::{derive, derive_salted};
use crate::crypto::hpke::{KemSecretKey, Sealed, open_base, seal_base};
use crate::crypto::opaque::ExportKey;
use crate::crypto::{KemCiphertext, KemPublicKey, VaultKey, fill_random};
use crate::id::{AccountId, Bytes};

/// Vaults are padded to a multiple of this many bytes, so that their length tells little.
const PADDING: usize = 4096;

/// Why a vault does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// It was altered, or the key is another's.
    #[error("the vault is altered, or the key is another's")]
    Damaged,
    /// It is older than, or does not descend from, the one this device has seen.
    #[error("the server showed an older vault than this device has seen")]
    RolledBack,
}

/// The key pair that a kit leads to: its public half lies in the vault, so that any rewrap works without the kit.
pub struct RecoveryKey(KemSecretKey);

impl RecoveryKey {
    /// Derives it from the export key of the recovery record.
    pub fn derive(export_key: &ExportKey) -> Self {
        Self(KemSecretKey::from_bytes(*derive(export_key.as_bytes(), "vault/recovery-key", &[])))
    }

    /// The public half.
    pub fn public_key(&self) -> KemPublicKey {
        self.0.public_key()
    }
}

/// Seals a vault.
pub fn seal_vault(content: &VaultContent, key: &VaultKey) -> Bytes {
    let mut salt = [0; 32];
    fill_random(&mut salt);
    let content_key = derive_content_key(key, &salt, content.account, content.version);
    let plaintext = pad(&content.encode());
    let mut sealed = salt.to_vec();
    sealed.extend(aead::seal(&content_key, &NONCE_ZERO, &[], &plaintext));
    Bytes(sealed)
}

/// Opens a vault that claims to be `version`.
///
/// # Errors
/// [`VaultError::Damaged`].
pub fn open_vault(
    account: AccountId,
    version: u64,
    sealed: &Bytes,
    key: &VaultKey,
) -> Result<VaultContent, VaultError> {
    let (salt, ciphertext) = sealed.0.split_first_chunk::<32>().ok_or(VaultError::Damaged)?;
    let content_key = derive_content_key(key, salt, account, version);
    let plaintext = aead::open(&content_key, &NONCE_ZERO, &[], ciphertext).map_err(|_| VaultError::Damaged)?;
    let content = VaultContent::decode(unpad(&plaintext)?).map_err(|_| VaultError::Damaged)?;
    if content.account == account && content.version == version { Ok(content) } else { Err(VaultError::Damaged) }
}

/// Wraps the vault key for signing in.
pub fn wrap_for_log_in(account: AccountId, key: &VaultKey, export_key: &ExportKey) -> Bytes {
    // The export key is new at every registration of a password, so its derived key wraps once.
    Bytes(aead::seal(&derive_log_in_key(account, export_key), &NONCE_ZERO, &[], key.as_bytes()))
}

/// Unwraps the vault key after signing in.
///
/// # Errors
/// [`VaultError::Damaged`].
pub fn open_log_in_wrap(account: AccountId, wrap: &Bytes, export_key: &ExportKey) -> Result<VaultKey, VaultError> {
    let key = aead::open(&derive_log_in_key(account, export_key), &NONCE_ZERO, &[], &wrap.0);
    vault_key(&key.map_err(|_| VaultError::Damaged)?)
}

/// Wraps the vault key for recovery. Needs only the public half.
///
/// # Errors
/// [`VaultError::Damaged`] when the recovery key is not a key.
pub fn wrap_for_recovery(account: AccountId, key: &VaultKey, to: &KemPublicKey) -> Result<Bytes, VaultError> {
    let sealed = seal_base(to, &recovery_info(account), key.as_bytes()).map_err(|_| VaultError::Damaged)?;
    Ok(Bytes([sealed.kem_ciphertext.as_bytes().as_slice(), &sealed.ciphertext].concat()))
}

/// Unwraps the vault key with the kit.
///
/// # Errors
/// [`VaultError::Damaged`].
pub fn open_recovery_wrap(account: AccountId, wrap: &Bytes, key: &RecoveryKey) -> Result<VaultKey, VaultError> {
    let (kem_ciphertext, ciphertext) = wrap.0.split_first_chunk::<1120>().ok_or(VaultError::Damaged)?;
    let sealed = Sealed { kem_ciphertext: KemCiphertext(*kem_ciphertext), ciphertext: ciphertext.to_vec() };
    let opened = open_base(&key.0, &recovery_info(account), &sealed).map_err(|_| VaultError::Damaged)?;
    vault_key(&opened)
}

fn derive_content_key(key: &VaultKey, salt: &[u8; 32], account: AccountId, version: u64) -> Zeroizing<[u8; 32]> {
    derive_salted(salt, key.as_bytes(), "vault/seal", &[account.as_bytes(), &version.to_be_bytes()])
}

fn derive_log_in_key(account: AccountId, export_key: &ExportKey) -> Zeroizing<[u8; 32]> {
    derive(export_key.as_bytes(), "vault", &[account.as_bytes()])
}

fn recovery_info(account: AccountId) -> Vec<u8> {
    [b"sesemr/1/vault/recovery".as_slice(), account.as_bytes()].concat()
}

fn vault_key(bytes: &[u8]) -> Result<VaultKey, VaultError> {
    bytes.try_into().map(VaultKey::from_bytes).map_err(|_| VaultError::Damaged)
}

/// `length u32 ‖ content ‖ zeros`.
fn pad(content: &[u8]) -> Zeroizing<Vec<u8>> {
    let whole = (4 + content.len()).next_multiple_of(PADDING);
    let mut encoder = Encoder::with_capacity(whole);
    encoder.put_var(content);
    let mut padded = encoder.finish();
    padded.resize(whole, 0);
    Zeroizing::new(padded)
}

fn unpad(padded: &[u8]) -> Result<&[u8], VaultError> {
    let (length, rest) = padded.split_first_chunk::<4>().ok_or(VaultError::Damaged)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| VaultError::Damaged)?;
    let (content, zeros) = rest.split_at_checked(length).ok_or(VaultError::Damaged)?;
    if zeros.iter().all(|byte| *byte == 0) { Ok(content) } else { Err(VaultError::Damaged) }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;
    use crate::hpke_vectors::{array, bytes, read};

    #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
    #[cfg_attr(not(target_arch = "wasm32"), test)]
    fn a_recovery_wrap_opens_for_its_account_and_kit_alone() {
        let file = read();
        let derived = file.get("recovery_key").unwrap();
        let export_key = ExportKey::from_bytes(array(derived.get("export_key").unwrap()));
        assert_eq!(RecoveryKey::derive(&export_key).0.as_bytes(), &array(derived.get("seed").unwrap()));

        let vector = file.get("recovery_wrap").unwrap();
        let field = |name: &str| vector.get(name).unwrap();
        let (account, wrap) = (AccountId::from_bytes(array(field("account"))), Bytes(bytes(field("wrap"))));
        let key = RecoveryKey(KemSecretKey::from_bytes(array(field("recovery_key"))));
        let opened = open_recovery_wrap(account, &wrap, &key).unwrap();
        assert_eq!(opened.as_bytes(), &array(field("vault_key")));
        let other = AccountId::from_bytes([0xEE; 16]);
        assert_eq!(open_recovery_wrap(other, &wrap, &key).err(), Some(VaultError::Damaged));
        assert_eq!(
            open_recovery_wrap(account, &wrap, &RecoveryKey::derive(&export_key)).err(),
            Some(VaultError::Damaged)
        );
    }
}
