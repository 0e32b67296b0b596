//! Reading a vector file: JSON whose first line says what is expected.

use serde_json::Value;
use sesemr_common::codec::Decode;

/// A vector, or a whole file.
pub(crate) struct Vector<'a>(pub(crate) &'a Value);

/// Parses a file.
pub(crate) fn parse(text: &str) -> Value {
    assert!(text.starts_with("{\n \"expect\": \""), "a vector file begins with what is expected");
    serde_json::from_str(text).unwrap()
}

impl<'a> Vector<'a> {
    /// A text.
    pub(crate) fn text(&self, name: &str) -> &'a str {
        self.0[name].as_str().unwrap_or_else(|| panic!("{name} is not a text"))
    }

    /// A number.
    pub(crate) fn number(&self, name: &str) -> u64 {
        self.0[name].as_u64().unwrap_or_else(|| panic!("{name} is not a number"))
    }

    /// Bytes in hexadecimal.
    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        unhex(self.text(name))
    }

    /// Exactly `N` bytes in hexadecimal.
    pub(crate) fn array<const N: usize>(&self, name: &str) -> [u8; N] {
        self.bytes(name).try_into().unwrap_or_else(|_| panic!("{name} has another length"))
    }

    /// An object of the protocol in hexadecimal.
    pub(crate) fn object<T: Decode>(&self, name: &str) -> T {
        T::decode(&self.bytes(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A part of this vector.
    pub(crate) fn part(&self, name: &str) -> Vector<'a> {
        Vector(&self.0[name])
    }

    /// The vectors of a list.
    pub(crate) fn list(&self, name: &str) -> Vec<Vector<'a>> {
        self.0[name].as_array().unwrap_or_else(|| panic!("{name} is not a list")).iter().map(Vector).collect()
    }
}

/// The bytes of hexadecimal.
pub(crate) fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}
