//! What a flow needs of the world: two servers, a clock, and a little storage on the device.
//!
//! The browser's worker implements it with fetch, IndexedDB and WebCrypto, tests with an HTTP client and a map, and a
//! lying server with whatever it likes. Futures need not be `Send`: a worker has one thread.

use core::future::Future;

use zeroize::Zeroizing;

use crate::api::{ApiError, Endpoint, ServerDescription};
use crate::crypto::{DeviceKey, DeviceMac};
use crate::envelope::BodyCipher;
use crate::id::{AccountId, Bytes};

/// A session's bearer token.
#[derive(Clone)]
pub struct Token(pub(super) Zeroizing<Vec<u8>>);

impl Token {
    /// The token as `Authorization: Bearer` carries it.
    pub fn to_header(&self) -> Zeroizing<String> {
        use base64ct::{Base64UrlUnpadded, Encoding as _};
        Zeroizing::new(format!("Bearer {}", Base64UrlUnpadded::encode_string(&self.0)))
    }

    pub(super) fn from_wire(bytes: Bytes) -> Self {
        Self(Zeroizing::new(bytes.0))
    }
}

impl core::fmt::Debug for Token {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Token([REDACTED])")
    }
}

/// Why a call gave no answer of its own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The server is away: nothing is known of what became of the call.
    #[error("the server does not answer")]
    Away,
    /// The server answered with a problem.
    #[error(transparent)]
    Refused(#[from] ApiError),
    /// The server's answer is not what the endpoint gives.
    #[error("the server's answer cannot be read")]
    Unreadable,
}

/// The device's storage failed or is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this device cannot store anything")]
pub struct StorageError;

/// Which of an account's device keys: a new kit's is kept before it is known whether the server took it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeviceKeyPlace {
    /// The one to sign in with.
    InForce,
    /// The one of a new kit, until its change of credentials was answered.
    Pending,
}

/// The world around a flow.
pub trait Host {
    /// AES-256-GCM over chunks of bodies.
    type BodyCipher: BodyCipher;

    /// The cipher.
    fn body_cipher(&self) -> &Self::BodyCipher;

    /// Now, in milliseconds since 1970 UTC.
    fn now(&self) -> u64;

    /// Hears what a server says of itself, before anything else is asked: where its SRS is.
    fn learn_server(&self, _server: &ServerDescription) {}

    /// Whether waiting for a server that is away makes sense.
    fn may_come_back(&self) -> bool {
        true
    }

    /// Waits.
    fn sleep(&self, milliseconds: u32) -> impl Future<Output = ()>;

    /// Calls an endpoint. Paths below `/srs/` go to the SRS.
    fn call<E: Endpoint>(
        &self,
        request: &E::Request,
        token: Option<&Token>,
    ) -> impl Future<Output = Result<E::Response, CallError>>;

    /// Calls an endpoint whose request body is bytes; `request` is its query.
    fn send_bytes<E: Endpoint>(
        &self,
        request: &E::Request,
        body: Vec<u8>,
        token: Option<&Token>,
    ) -> impl Future<Output = Result<E::Response, CallError>>;

    /// Calls an endpoint whose response body is bytes.
    fn fetch_bytes<E: Endpoint>(
        &self,
        request: &E::Request,
        token: Option<&Token>,
    ) -> impl Future<Output = Result<Vec<u8>, CallError>>;

    /// Reads from the device. Nothing stored here is secret.
    fn load(&self, name: &str) -> impl Future<Output = Result<Option<Vec<u8>>, StorageError>>;

    /// Writes to the device, durably before it returns.
    fn store(&self, name: &str, value: Vec<u8>) -> impl Future<Output = Result<(), StorageError>>;

    /// Removes from the device.
    fn remove(&self, name: &str) -> impl Future<Output = Result<(), StorageError>>;

    /// Removes everything from the device whose name begins so, all of it or nothing.
    fn remove_all(&self, prefix: &str) -> impl Future<Output = Result<(), StorageError>>;

    /// Keeps a device key of an account where it can be used but not read.
    fn keep_device_key(
        &self,
        account: AccountId,
        place: DeviceKeyPlace,
        key: DeviceKey,
    ) -> impl Future<Output = Result<(), StorageError>>;

    /// HMAC of the account id under a kept device key, or nothing where this device has none there.
    fn device_mac(
        &self,
        account: AccountId,
        place: DeviceKeyPlace,
    ) -> impl Future<Output = Result<Option<DeviceMac>, StorageError>>;

    /// Puts the pending device key, where there is one, in the place of the one in force.
    fn confirm_device_key(&self, account: AccountId) -> impl Future<Output = Result<(), StorageError>>;
}
