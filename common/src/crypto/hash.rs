//! Hashes of objects: SHA-256 over `type name ‖ 0x00 ‖ encoding` (FIPS 180-4).
//!
//! The type name keeps the hash of one kind of object from standing in for another. For keys from secrets see
//! `derive`.

use sha2::{Digest as _, Sha256};

use crate::codec::Encode;
use crate::id::Hash;

/// An object that others name by its hash.
pub trait ProtocolObject: Encode {
    /// What hash and signatures of this kind of object start with; never contains a zero byte.
    const TYPE_NAME: &'static str;

    /// `SHA-256(type name ‖ 0x00 ‖ encoding)`.
    fn object_hash(&self) -> Hash {
        object_hash(Self::TYPE_NAME, &self.encode())
    }
}

/// `SHA-256(type name ‖ 0x00 ‖ encoding)`, for encodings that have no type of their own.
pub fn object_hash(type_name: &str, encoding: &[u8]) -> Hash {
    sha256(&[type_name.as_bytes(), &[0], encoding])
}

/// SHA-256 over the concatenation of `parts`.
pub fn sha256(parts: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    Hash(hasher.finalize().into())
}
