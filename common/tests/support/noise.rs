//! Bytes that do not shrink.

use sesemr_common::crypto::sha256;

/// SHA-256 of 0, 1, 2, … as u32.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    (0u32..).flat_map(|number| sha256(&[&number.to_be_bytes()]).0).take(length).collect()
}
