//! Canonical bytes: fixed layouts, big-endian, strict and total decoders.
//!
//! Every object of the protocol starts `version ‖ suite`, ends its fixed fields with an extension
//! length (u16, zero in version 1) and has exactly one encoding. What decodes re-encodes to the same bytes.
//! For JSON on the wire see [`crate::api`].

mod basics;
mod decoder;
mod encoder;

pub use decoder::Decoder;
pub use encoder::Encoder;

/// The one protocol version this build speaks.
pub const VERSION: u8 = 1;
/// The one suite this build speaks; PROTOCOL.md lists what it stands for.
pub const SUITE: u8 = 1;

/// The most items a list of an object may hold.
pub const MOST_ITEMS: usize = 65_536;
/// The most bytes a text of an object may hold.
pub const MOST_TEXT: usize = 4_096;
/// The most bytes an opaque field of an object may hold.
pub const MOST_BYTES: usize = 65_536;

/// Why bytes are not the canonical encoding of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes end before the object does.
    #[error("the bytes end early")]
    Truncated,
    /// Bytes follow the end of the object.
    #[error("bytes follow the end of the object")]
    TrailingBytes,
    /// The object was written by a version this build does not know.
    #[error("unknown version {0}")]
    UnknownVersion(u8),
    /// The object uses a suite this build does not know.
    #[error("unknown suite {0}")]
    UnknownSuite(u8),
    /// A field holds a value outside its range; the name says which.
    #[error("field {0} is out of range")]
    OutOfRange(&'static str),
}

/// An object with one canonical encoding.
pub trait Encode {
    /// Appends the canonical encoding.
    fn encode_into(&self, encoder: &mut Encoder);

    /// The canonical encoding.
    fn encode(&self) -> Vec<u8> {
        let mut encoder = Encoder::default();
        self.encode_into(&mut encoder);
        encoder.finish()
    }
}

/// An object that can be read back from its canonical encoding.
pub trait Decode: Sized {
    /// Reads one object and leaves the decoder behind it.
    ///
    /// # Errors
    /// When the bytes are not a canonical encoding.
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError>;

    /// Reads one object that fills `bytes` exactly.
    ///
    /// # Errors
    /// When the bytes are not a canonical encoding, or go on after it.
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut decoder = Decoder::new(bytes);
        let object = Self::decode_from(&mut decoder)?;
        decoder.finish()?;
        Ok(object)
    }
}

/// Declares an object by its fields, in the order of their encoding.
///
/// `struct` is a part of other objects and encodes to its fields alone; `object struct` stands by itself:
/// `version ‖ suite ‖ fields ‖ empty extension`, with the type name that its hash and signatures carry. A `local struct`
/// is a `struct` that its module keeps to itself and its parent.
macro_rules! object {
    ($(#[$doc:meta])* object struct $name:ident = $type_name:literal { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $crate::codec::object!(@define pub, $(#[$doc])* $name { $($(#[$field_doc])* $field: $type,)* });

        impl $crate::codec::Encode for $name {
            fn encode_into(&self, encoder: &mut $crate::codec::Encoder) {
                encoder.put_version();
                $($crate::codec::Encode::encode_into(&self.$field, encoder);)*
                encoder.put_no_extension();
            }
        }

        impl $crate::codec::Decode for $name {
            fn decode_from(decoder: &mut $crate::codec::Decoder<'_>) -> Result<Self, $crate::codec::DecodeError> {
                decoder.version()?;
                let object = Self { $($field: decoder.object()?,)* };
                decoder.no_extension()?;
                Ok(object)
            }
        }

        impl $crate::crypto::ProtocolObject for $name {
            const TYPE_NAME: &'static str = $type_name;
        }
    };
    ($(#[$doc:meta])* struct $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $crate::codec::object!(@define pub, $(#[$doc])* $name { $($(#[$field_doc])* $field: $type,)* });
        $crate::codec::object!(@part $name { $($field,)* });
    };
    ($(#[$doc:meta])* local struct $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $crate::codec::object!(@define pub(super), $(#[$doc])* $name { $($(#[$field_doc])* $field: $type,)* });
        $crate::codec::object!(@part $name { $($field,)* });
    };
    (@part $name:ident { $($field:ident,)* }) => {

        impl $crate::codec::Encode for $name {
            fn encode_into(&self, encoder: &mut $crate::codec::Encoder) {
                $($crate::codec::Encode::encode_into(&self.$field, encoder);)*
            }
        }

        impl $crate::codec::Decode for $name {
            fn decode_from(decoder: &mut $crate::codec::Decoder<'_>) -> Result<Self, $crate::codec::DecodeError> {
                Ok(Self { $($field: decoder.object()?,)* })
            }
        }
    };
    (@define $vis:vis, $(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        $vis struct $name {
            $($(#[$field_doc])* $vis $field: $type,)*
        }
    };
}
pub(crate) use object;

/// Declares a closed set of values that encode to one byte and read as words in JSON.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident($field:literal) { $($(#[$value_doc:meta])* $value:ident = $number:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        #[repr(u8)]
        pub enum $name {
            $($(#[$value_doc])* $value = $number,)+
        }

        impl $name {
            /// Every one, in the order of the numbers.
            pub const ALL: &'static [Self] = &[$(Self::$value,)+];
        }

        impl $crate::codec::Encode for $name {
            fn encode_into(&self, encoder: &mut $crate::codec::Encoder) {
                encoder.put_u8(match self { $(Self::$value => $number,)+ });
            }
        }

        impl $crate::codec::Decode for $name {
            fn decode_from(decoder: &mut $crate::codec::Decoder<'_>) -> Result<Self, $crate::codec::DecodeError> {
                match decoder.u8()? {
                    $($number => Ok(Self::$value),)+
                    _ => Err($crate::codec::DecodeError::OutOfRange($field)),
                }
            }
        }
    };
}
pub(crate) use choice;
