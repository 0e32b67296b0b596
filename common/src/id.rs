//! Identifiers and other fixed-size public bytes, one newtype each, so that none stands in for another.
//!
//! On the wire (JSON) ids are hyphenated UUIDs and all other bytes are unpadded base64url. Secrets are not here:
//! see `crypto::secret`.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use uuid::Uuid;

use crate::codec::{Decode, DecodeError, Decoder, Encode, Encoder, MOST_BYTES};

/// A kind of id: 16 bytes, hyphenated in JSON. `UUIDv7`, but for accounts.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = Uuid))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The 16 bytes.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// From 16 bytes.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl core::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl Encode for $name {
            fn encode_into(&self, encoder: &mut Encoder) {
                encoder.put_raw(self.as_bytes());
            }
        }

        impl Decode for $name {
            fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                decoder.array().map(Self::from_bytes)
            }
        }
    };
}

id!(/// A person's account: a patient's or a clinician's.
    AccountId);
id!(/// One browser or program that holds an account's device key.
    DeviceId);
id!(/// One record, through all its versions.
    RecordId);
id!(/// One key batch: file keys wrapped together for one portion.
    BatchId);
id!(/// One upload of batches and record versions, committed as a whole.
    UploadId);
id!(/// One clinician's request for access.
    KeyRequestId);
id!(/// One patient's grant of a request.
    GrantId);
id!(/// One opening: one random key, one attempt.
    OpeningId);
id!(/// One sign-in in progress.
    LogInId);
id!(/// One session: a sign-in and all tokens that came of it.
    SessionId);

impl AccountId {
    /// A hash as an account id, which names the first identity key of its person (`sharing::account_id`): its first 16
    /// bytes, of which version and variant take six bits (RFC 9562, `UUIDv8`).
    pub fn from_hash(hash: &Hash) -> Self {
        Self(uuid::Builder::from_custom_bytes(hash.first_bytes()).into_uuid())
    }
}

/// A kind of fixed-size public bytes, base64url in JSON.
macro_rules! public_bytes {
    ($(#[$doc:meta])* $name:ident, $length:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = Byte))]
        pub struct $name(pub [u8; $length]);

        impl $name {
            /// All zero: "none" where the protocol says so.
            pub const ZERO: Self = Self([0; $length]);

            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), $crate::id::encode_base64(&self.0))
            }
        }

        impl $crate::codec::Encode for $name {
            fn encode_into(&self, encoder: &mut $crate::codec::Encoder) {
                encoder.put_raw(&self.0);
            }
        }

        impl $crate::codec::Decode for $name {
            fn decode_from(decoder: &mut $crate::codec::Decoder<'_>) -> Result<Self, $crate::codec::DecodeError> {
                decoder.array().map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&$crate::id::encode_base64(&self.0))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let bytes = $crate::id::decode_base64(deserializer)?;
                <[u8; $length]>::try_from(bytes).map(Self).map_err(|bytes| {
                    serde::de::Error::custom(format!("expected {} bytes in base64url, found {}", $length, bytes.len()))
                })
            }
        }
    };
}
pub(crate) use public_bytes;

public_bytes!(/// SHA-256 of an object: over `type name ‖ 0x00 ‖ encoding`.
    Hash, 32);

impl Hash {
    /// The first `N` bytes, at most 32.
    pub fn first_bytes<const N: usize>(&self) -> [u8; N] {
        const { assert!(N <= 32, "a hash has 32 bytes") };
        let mut bytes = [0; N];
        for (to, from) in bytes.iter_mut().zip(self.0) {
            *to = from;
        }
        bytes
    }
}

public_bytes!(/// Which identity key: hash over version, suite, account id and both public keys.
    KeyId, 32);
public_bytes!(/// Which emergency kit a password record belongs to, so that a stale device can say so.
    KitTag, 4);

/// Public bytes of any length, base64url in JSON: ciphertext, an encoded object, an OPAQUE message.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = Byte))]
pub struct Bytes(pub Vec<u8>);

impl core::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Bytes({} bytes)", self.0.len())
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Encode for Bytes {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_var(&self.0);
    }
}

impl Decode for Bytes {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.var("bytes", MOST_BYTES).map(|bytes| Self(bytes.to_vec()))
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&encode_base64(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode_base64(deserializer).map(Self)
    }
}

pub(crate) fn encode_base64(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

pub(crate) fn decode_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Base64UrlUnpadded::decode_vec(&text).map_err(|_| D::Error::custom("expected unpadded base64url"))
}

/// An object of the protocol inside JSON: its canonical encoding in base64url, so that what was signed is what travels.
/// Its schema is given field by field, as a string of bytes: the generator cannot see through the parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded<T>(pub T);

impl<T: Encode> Serialize for Encoded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&encode_base64(&self.0.encode()))
    }
}

impl<'de, T: Decode> Deserialize<'de> for Encoded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::decode(&decode_base64(deserializer)?).map(Self).map_err(D::Error::custom)
    }
}
