//! Reading canonical bytes: every step either gives a value or says why not, and none reads on.

use super::{Decode, DecodeError, SUITE, VERSION};

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
