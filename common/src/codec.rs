//! Canonical bytes: fixed layouts, big-endian, strict and total decoders.
//!
//! Every object of the protocol starts `version ‖ suite`, ends its fixed fields with an extension
//! length (u16, zero in version 1) and has exactly one encoding. What decodes re-encodes to the same bytes.
//! For JSON on the wire see [`crate::api`].

/// The one protocol version this build speaks.
pub const VERSION: u8 = 1;
/// The one suite this build speaks; PROTOCOL.md lists what it stands for.
pub const SUITE: u8 = 1;

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

/// Builds a canonical encoding.
#[derive(Clone, Debug, Default)]
pub struct Encoder(Vec<u8>);

impl Encoder {
    /// `version ‖ suite`, the start of every object.
    pub fn versioned() -> Self {
        let mut encoder = Self::default();
        encoder.put_version();
        encoder
    }

    /// With room for `capacity` bytes: an encoding of secrets must not leave copies behind by growing.
    pub fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    /// Appends `version ‖ suite`.
    pub fn put_version(&mut self) -> &mut Self {
        self.put_u8(VERSION).put_u8(SUITE)
    }

    /// Appends `version ‖ suite` of a layout that came after version 1.
    #[cfg(feature = "client")]
    pub(crate) fn put_later_version(&mut self, version: u8) -> &mut Self {
        self.put_u8(version).put_u8(SUITE)
    }

    /// Appends one byte.
    pub fn put_u8(&mut self, value: u8) -> &mut Self {
        self.0.push(value);
        self
    }

    /// Appends a boolean as 0 or 1.
    pub fn put_bool(&mut self, value: bool) -> &mut Self {
        self.put_u8(u8::from(value))
    }

    /// Appends a u16, big-endian.
    pub fn put_u16(&mut self, value: u16) -> &mut Self {
        self.put_raw(&value.to_be_bytes())
    }

    /// Appends a u32, big-endian.
    pub fn put_u32(&mut self, value: u32) -> &mut Self {
        self.put_raw(&value.to_be_bytes())
    }

    /// Appends a u64, big-endian.
    pub fn put_u64(&mut self, value: u64) -> &mut Self {
        self.put_raw(&value.to_be_bytes())
    }

    /// Appends bytes whose length both sides know.
    pub fn put_raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// Appends bytes behind their length as u32. Longer than `u32::MAX` cannot arise: lists and texts have ceilings.
    pub fn put_var(&mut self, bytes: &[u8]) -> &mut Self {
        self.put_u32(u32::try_from(bytes.len()).unwrap_or(u32::MAX)).put_raw(bytes)
    }

    /// Appends a nested object.
    pub fn put(&mut self, object: &impl Encode) -> &mut Self {
        object.encode_into(self);
        self
    }

    /// Appends a list behind its count as u32.
    pub fn put_list<T: Encode>(&mut self, items: &[T]) -> &mut Self {
        self.put_u32(u32::try_from(items.len()).unwrap_or(u32::MAX));
        for item in items {
            item.encode_into(self);
        }
        self
    }

    /// Appends the empty extension field that ends every object's fixed fields in version 1.
    pub fn put_no_extension(&mut self) -> &mut Self {
        self.put_u16(0)
    }

    /// The bytes.
    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Reads a canonical encoding.
#[derive(Clone, Debug)]
pub struct Decoder<'a>(&'a [u8]);

impl<'a> Decoder<'a> {
    /// Starts at the first of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Reads `version ‖ suite`.
    ///
    /// # Errors
    /// [`DecodeError::UnknownVersion`] or [`DecodeError::UnknownSuite`], naming what was found.
    pub fn version(&mut self) -> Result<(), DecodeError> {
        match self.u8()? {
            VERSION => {}
            other => return Err(DecodeError::UnknownVersion(other)),
        }
        match self.u8()? {
            SUITE => Ok(()),
            other => Err(DecodeError::UnknownSuite(other)),
        }
    }

    /// Reads `version ‖ suite` of an object that has later layouts too, up to `newest`.
    ///
    /// # Errors
    /// Those of [`Self::version`].
    #[cfg(feature = "client")]
    pub(crate) fn version_up_to(&mut self, newest: u8) -> Result<u8, DecodeError> {
        let version = self.u8()?;
        if !(VERSION..=newest).contains(&version) {
            return Err(DecodeError::UnknownVersion(version));
        }
        match self.u8()? {
            SUITE => Ok(version),
            other => Err(DecodeError::UnknownSuite(other)),
        }
    }

    /// Reads one byte.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`].
    pub fn u8(&mut self) -> Result<u8, DecodeError> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// Reads a boolean, refusing anything but 0 and 1.
    ///
    /// # Errors
    /// [`DecodeError::OutOfRange`] naming `field`.
    pub fn boolean(&mut self, field: &'static str) -> Result<bool, DecodeError> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(DecodeError::OutOfRange(field)),
        }
    }

    /// Reads a u16, big-endian.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`].
    pub fn u16(&mut self) -> Result<u16, DecodeError> {
        self.array().map(u16::from_be_bytes)
    }

    /// Reads a u32, big-endian.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`].
    pub fn u32(&mut self) -> Result<u32, DecodeError> {
        self.array().map(u32::from_be_bytes)
    }

    /// Reads a u64, big-endian.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`].
    pub fn u64(&mut self) -> Result<u64, DecodeError> {
        self.array().map(u64::from_be_bytes)
    }

    /// Reads `N` bytes.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`].
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or(DecodeError::Truncated)?;
        self.0 = rest;
        Ok(*head)
    }

    /// Reads `length` bytes.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`].
    pub fn raw(&mut self, length: usize) -> Result<&'a [u8], DecodeError> {
        let (head, rest) = self.0.split_at_checked(length).ok_or(DecodeError::Truncated)?;
        self.0 = rest;
        Ok(head)
    }

    /// Reads bytes behind their length, at most `most` of them.
    ///
    /// # Errors
    /// [`DecodeError::OutOfRange`] naming `field`, or [`DecodeError::Truncated`].
    pub fn var(&mut self, field: &'static str, most: usize) -> Result<&'a [u8], DecodeError> {
        let length = usize::try_from(self.u32()?).map_err(|_| DecodeError::OutOfRange(field))?;
        if length > most {
            return Err(DecodeError::OutOfRange(field));
        }
        self.raw(length)
    }

    /// Reads UTF-8 text behind its length in bytes, at most `most`.
    ///
    /// # Errors
    /// [`DecodeError::OutOfRange`] naming `field`, or [`DecodeError::Truncated`].
    pub fn text(&mut self, field: &'static str, most: usize) -> Result<String, DecodeError> {
        let bytes = self.var(field, most)?;
        core::str::from_utf8(bytes).map(str::to_owned).map_err(|_| DecodeError::OutOfRange(field))
    }

    /// Reads a nested object.
    ///
    /// # Errors
    /// Those of the object.
    pub fn object<T: Decode>(&mut self) -> Result<T, DecodeError> {
        T::decode_from(self)
    }

    /// Reads a list behind its count, at most `most` items.
    ///
    /// # Errors
    /// [`DecodeError::OutOfRange`] naming `field`, or those of an item.
    pub fn list<T: Decode>(&mut self, field: &'static str, most: usize) -> Result<Vec<T>, DecodeError> {
        let count = usize::try_from(self.u32()?).map_err(|_| DecodeError::OutOfRange(field))?;
        // Every item takes at least one byte, so a count beyond what is left is a lie: refuse it before allocating.
        if count > most || count > self.0.len() {
            return Err(DecodeError::OutOfRange(field));
        }
        (0..count).map(|_| T::decode_from(self)).collect()
    }

    /// Reads the extension field, which version 1 requires to be empty.
    ///
    /// # Errors
    /// [`DecodeError::OutOfRange`].
    pub fn no_extension(&mut self) -> Result<(), DecodeError> {
        match self.u16()? {
            0 => Ok(()),
            _ => Err(DecodeError::OutOfRange("extension")),
        }
    }

    /// The bytes not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`DecodeError::TrailingBytes`].
    pub fn finish(self) -> Result<(), DecodeError> {
        if self.0.is_empty() { Ok(()) } else { Err(DecodeError::TrailingBytes) }
    }
}

/// The most items a list of an object may hold.
pub const MOST_ITEMS: usize = 65_536;
/// The most bytes a text of an object may hold.
pub const MOST_TEXT: usize = 4_096;
/// The most bytes an opaque field of an object may hold.
pub const MOST_BYTES: usize = 65_536;

/// Big-endian integers.
macro_rules! integer {
    ($($type:ident $put:ident),+) => {$(
        impl Encode for $type {
            fn encode_into(&self, encoder: &mut Encoder) {
                encoder.$put(*self);
            }
        }

        impl Decode for $type {
            fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                decoder.$type()
            }
        }
    )+};
}
integer!(u8 put_u8, u16 put_u16, u32 put_u32, u64 put_u64);

impl Encode for bool {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_bool(*self);
    }
}

impl Decode for bool {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.boolean("boolean")
    }
}

impl Encode for String {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_var(self.as_bytes());
    }
}

impl Decode for String {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.text("text", MOST_TEXT)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_list(self);
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.list("list", MOST_ITEMS)
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_bool(self.is_some());
        if let Some(object) = self {
            object.encode_into(encoder);
        }
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.boolean("option")?.then(|| T::decode_from(decoder)).transpose()
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
