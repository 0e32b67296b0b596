//! Writing canonical bytes.

use super::{Encode, SUITE, VERSION};

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
