//! Bytes as hexadecimal digits, for names and passwords that machines make.

use std::fmt::Write as _;

/// Two lowercase digits a byte.
pub(crate) fn encode_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len().saturating_mul(2)), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
