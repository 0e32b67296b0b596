//! Proxy re-encryption: Umbral (Nuñez 2018) with one proxy, on ristretto255 (RFC 9496), written from its equations.
//!
//! Additive notation, generator G of order q, second generator U whose logarithm nobody knows. `ctx` and A go into
//! every hash, so a capsule, key or fragment of one portion and epoch fits no other.
//!
//! | file | equation | who |
//! |---|---|---|
//! | `encapsulate` | E = rG, V = uG, s = u + r·H2(A,E,V), K = KDF(A,E,V,(r+u)A) | writer |
//! | `decapsulate` | K = KDF(A,E,V,a(E+V)) | patient |
//! | `make_re_encryption_key` | X = xG, d = H3(A,X,B,xB), rk = a·d⁻¹, U1 = rk·U | patient |
//! | `reencapsulate` | E1 = rk·E, V1 = rk·V, proof | SRS |
//! | `decapsulate_reencrypted` | d = H3(A,X,B,bX), K = KDF(A,E,V,d(E1+V1)) | clinician |
//!
//! Known limit: proxy and delegatee together compute a = rk·d. It opens nothing beyond the grant, because the other leg
//! of every key batch, X-Wing, does not pass through the proxy; see [`crate::envelope`].

mod capsule;
mod context;
#[cfg(feature = "client")]
mod decapsulate;
#[cfg(feature = "client")]
mod decapsulate_reencrypted;
#[cfg(feature = "client")]
mod encapsulate;
mod fragment;
mod group;
#[cfg(feature = "client")]
mod make_re_encryption_key;
mod public_key;
mod re_encryption_key;
mod reencapsulate;
#[cfg(feature = "client")]
mod secret_key;

pub use capsule::{Capsule, check_capsule};
pub use context::PreContext;
#[cfg(feature = "client")]
pub use decapsulate::decapsulate;
#[cfg(feature = "client")]
pub use decapsulate_reencrypted::decapsulate_reencrypted;
#[cfg(feature = "client")]
pub use encapsulate::encapsulate;
pub use fragment::Fragment;
#[cfg(feature = "client")]
pub use make_re_encryption_key::make_re_encryption_key;
pub use public_key::PrePublicKey;
pub use re_encryption_key::{ReEncryptionKey, ReKeyCommitment, check_re_encryption_key};
pub use reencapsulate::reencapsulate;
#[cfg(feature = "client")]
pub use secret_key::{PreSecretKey, PreSharedKey};

/// Why a step of proxy re-encryption failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PreError {
    /// The capsule was not made for this key and context, or was altered.
    #[error("the capsule does not fit its key")]
    InvalidCapsule,
    /// The fragment was not made from this capsule with the committed key, or was altered.
    #[error("the fragment does not fit its capsule")]
    InvalidFragment,
    /// The re-encryption key is not the committed one.
    #[error("the re-encryption key is not the committed one")]
    WrongReEncryptionKey,
    /// A secret is not a canonical, nonzero scalar.
    #[error("the secret is not a scalar")]
    InvalidSecret,
}

#[cfg(all(test, feature = "client"))]
mod tests;
