//! Keys and primitives, lowest layer first; nothing here knows what a record or an opening is.
//!
//! Without features: verification, hashing, signing (servers sign their outbox and their receipts) and the server
//! half of OPAQUE. Feature `client` adds every type for a client's secret, key derivation, HPKE, AES-GCM, and in
//! [`hazmat`] the cipher that is kept for the mission's sake alone. Envelopes are in [`crate::envelope`].

#[cfg(feature = "client")]
pub mod aead;
pub mod crockford;
#[cfg(feature = "client")]
pub mod derive;
mod fingerprint;
mod hash;
#[cfg(feature = "client")]
pub mod hazmat;
#[cfg(feature = "client")]
pub mod hpke;
mod kem;
#[cfg(feature = "client")]
mod keys;
#[cfg(feature = "client")]
mod kit;
pub mod opaque;
mod random;
mod secret;
mod sign;

pub use fingerprint::Fingerprint;
pub use hash::{ProtocolObject, object_hash, sha256};
pub use kem::{KemCiphertext, KemPublicKey};
#[cfg(feature = "client")]
pub use keys::{BodyKey, DeviceKey, DeviceMac, FileKey, Invitation, Kit, OpeningCode, Psk, VaultKey};
#[cfg(feature = "client")]
pub use kit::derive_account_password;
pub use random::fill_random;
pub(crate) use random::random_bytes;
pub(crate) use secret::secret_bytes;
pub use sign::{Signature, SignatureError, SigningKey, VerifyingKey};
