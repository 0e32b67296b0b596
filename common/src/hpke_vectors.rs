//! Reads `tests/vectors/hpke.json` for the tests beside the code that seals with HPKE.

#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test stops where an assumption fails")]

use serde_json::Value;

/// The whole file.
pub(crate) fn read() -> Value {
    serde_json::from_str(include_str!("../tests/vectors/hpke.json")).unwrap()
}

/// The bytes of hexadecimal.
pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// Exactly `N` of them.
pub(crate) fn array<const N: usize>(value: &Value) -> [u8; N] {
    bytes(value).try_into().unwrap()
}
