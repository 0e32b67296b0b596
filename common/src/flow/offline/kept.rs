//! What lies on the device, and under which names.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::crypto::aead::{self, NONCE_ZERO};
use crate::crypto::derive::{derive, derive_salted};
use crate::crypto::opaque::{OpaquePassword, stretch_password};
use crate::crypto::{VaultKey, fill_random};
use crate::flow::{FlowError, Host, StorageError};
use crate::id::{AccountId, Bytes, Hash, RecordId};

/// Where the key of a handle's copy lies. It is there where, and as long as, a copy is wanted.
pub(super) fn key_name(handle: &str) -> String {
    format!("offline/key/{handle}")
}

/// Where vault and listing of a copy lie.
pub(super) fn listing_name(account: AccountId) -> String {
    format!("offline/listing/{account}")
}

/// Where the list of kept bodies lies.
pub(super) fn bodies_name(account: AccountId) -> String {
    format!("offline/bodies/{account}")
}

/// Where the chunks of a kept body lie: [`crate::api::frame::Frame`]s, in order.
pub(super) fn body_name(account: AccountId, record: RecordId, version: u32) -> String {
    format!("{}{record}/{version}", body_prefix(account))
}

/// How the names of all kept bodies begin.
pub(super) fn body_prefix(account: AccountId) -> String {
    format!("offline/body/{account}/")
}

/// The vault key under the password, for one account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct KeptKey {
    pub(super) account: AccountId,
    salt: Hash,
    wrap: Bytes,
    check: Hash,
}

impl KeptKey {
    /// Wraps the vault key under a fresh salt. Takes as long as Argon2id does.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] where the password is too long.
    pub(super) fn wrap(account: AccountId, key: &VaultKey, password: &OpaquePassword) -> Result<Self, FlowError> {
        let mut salt = Hash([0; 32]);
        fill_random(&mut salt.0);
        let wrapping = wrapping_key(account, password, &salt)?;
        let wrap = Bytes(aead::seal(&wrapping, &NONCE_ZERO, &[], key.as_bytes()));
        Ok(Self { account, salt, wrap, check: check(account, key, password) })
    }

    /// Whether it is this key under this password. Nobody without the vault key can ask, so it costs no Argon2id.
    pub(super) fn is_of(&self, account: AccountId, key: &VaultKey, password: &OpaquePassword) -> bool {
        self.account == account && self.check == check(account, key, password)
    }

    /// Unwraps the vault key.
    ///
    /// # Errors
    /// [`FlowError::WrongPassword`].
    pub(super) fn unwrap(&self, password: &OpaquePassword) -> Result<VaultKey, FlowError> {
        let wrapping = wrapping_key(self.account, password, &self.salt)?;
        let key = aead::open(&wrapping, &NONCE_ZERO, &[], &self.wrap.0).map_err(|_| FlowError::WrongPassword)?;
        key.as_slice().try_into().map(VaultKey::from_bytes).map_err(|_| FlowError::WrongPassword)
    }
}

fn wrapping_key(account: AccountId, password: &OpaquePassword, salt: &Hash) -> Result<Zeroizing<[u8; 32]>, FlowError> {
    let stretched = stretch_password(password, &salt.0)?;
    Ok(derive(&*stretched, "offline/vault-key", &[account.as_bytes()]))
}

fn check(account: AccountId, key: &VaultKey, password: &OpaquePassword) -> Hash {
    Hash(*derive_salted(key.as_bytes(), password.as_bytes(), "offline/check", &[account.as_bytes()]))
}

/// What the server answered to one listing, and the vault that goes with it: it has seen the record index as far as the
/// answers go, and no further.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptListing {
    /// When, in milliseconds since 1970 UTC.
    pub(super) at: u64,
    pub(super) vault_version: u64,
    pub(super) sealed_vault: Bytes,
    pub(super) answers: Answers,
}

/// Answers by question; a question is a path and the JSON of a request.
pub(super) type Answers = BTreeMap<String, Box<RawValue>>;

/// Which bodies are kept, with the bytes that each takes.
pub(super) type KeptBodies = BTreeMap<RecordId, KeptBody>;

/// A kept body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptBody {
    pub(super) version: u32,
    pub(super) bytes: u64,
}

/// Reads a value that this device wrote; one that does not read is none.
pub(super) async fn load<T: for<'de> Deserialize<'de>>(host: &impl Host, name: &str) -> Result<Option<T>, FlowError> {
    Ok(host.load(name).await?.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

/// Writes a value.
pub(super) async fn store(host: &impl Host, name: &str, value: &impl Serialize) -> Result<(), FlowError> {
    // Structs of texts, numbers and bytes always have a JSON.
    let json = serde_json::to_vec(value).map_err(|_| StorageError)?;
    Ok(host.store(name, json).await?)
}
