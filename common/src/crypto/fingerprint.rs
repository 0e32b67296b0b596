//! Fingerprints: a key id, or the hash of something signed, as people read it to each other: thirty digits in six groups of
//! five.
//!
//! About 99 bits: enough that nobody finds a second key with the same digits.

use crate::id::{Hash, KeyId};

/// Six numbers below 100,000, each from five bytes of the key id or hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([u32; 6]);

impl From<&KeyId> for Fingerprint {
    fn from(key_id: &KeyId) -> Self {
        Self::of(key_id.as_bytes())
    }
}

impl From<&Hash> for Fingerprint {
    fn from(hash: &Hash) -> Self {
        Self::of(hash.as_bytes())
    }
}

impl Fingerprint {
    fn of(bytes: &[u8; 32]) -> Self {
        let (fives, _) = bytes.as_chunks::<5>();
        let mut groups = [0; 6];
        for (group, [a, b, c, d, e]) in groups.iter_mut().zip(fives) {
            let number = u64::from_be_bytes([0, 0, 0, *a, *b, *c, *d, *e]);
            // A remainder below 100,000 always fits.
            *group = u32::try_from(number % 100_000).unwrap_or_default();
        }
        Self(groups)
    }
}

impl core::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        for (place, group) in self.0.iter().enumerate() {
            write!(f, "{}{group:05}", if place == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_reads_as_six_groups_of_five_digits() {
        let mut id = KeyId::ZERO;
        id.0[4] = 7;
        id.0[5] = 1;
        assert_eq!(Fingerprint::from(&id).to_string(), "00007 67296 00000 00000 00000 00000");
        assert_eq!(Fingerprint::from(&Hash(id.0)), Fingerprint::from(&id));
    }
}
