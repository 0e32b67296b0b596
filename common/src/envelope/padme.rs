//! Padmé: lengths rounded up so that they tell little, at a cost of at most 12 %.
//!
//! Source: Nikitin et al., *Reducing Metadata Leakage from Encrypted Files and Communication with PURBs*, 2019, §4.

/// The padded length of `length` bytes, or nothing where it would not fit 64 bits.
///
/// `E = ⌊log2 L⌋, S = ⌊log2 E⌋ + 1`; the low `E − S` bits of the result are zero.
pub const fn padme(length: u64) -> Option<u64> {
    if length < 2 {
        return Some(length);
    }
    let mask = rounded_bits(length);
    match length.checked_add(mask) {
        Some(sum) => Some(sum & !mask),
        None => None,
    }
}

/// The longest padded length that is not longer than `length`.
pub(super) const fn padme_floor(length: u64) -> u64 {
    if length < 2 { length } else { length & !rounded_bits(length) }
}

/// The low bits that are zero in padded lengths about as long as `length`, which is at least 2.
const fn rounded_bits(length: u64) -> u64 {
    let exponent = length.ilog2();
    // Of 2 and 3 the exponent is 1, its logarithm 0: one bit, no rounding.
    let significant = exponent.ilog2() + 1;
    (1 << exponent.saturating_sub(significant)) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_rounded_as_the_paper_says() {
        let known = [(0, 0), (1, 1), (2, 2), (3, 3), (8, 8), (9, 10), (100, 104), (1_000, 1_024), (262_145, 270_336)];
        for (length, padded) in known {
            assert_eq!(padme(length), Some(padded), "{length}");
        }
        assert_eq!(padme(u64::MAX), None);
    }

    #[test]
    fn padding_twice_changes_nothing_and_costs_at_most_twelve_percent() {
        for length in (2..70_000).chain([1 << 20, (1 << 20) + 1, 200 << 20, (200 << 20) + 1]) {
            let padded = padme(length).unwrap_or_default();
            assert!(padded >= length && padded * 100 <= length * 112, "{length}");
            assert_eq!(padme(padded), Some(padded), "{length}");
        }
    }

    #[test]
    fn rounded_down_is_the_last_padded_length_before_it() {
        for length in (0..70_000).chain([200 << 20, (200 << 20) + 1, u64::MAX]) {
            let floor = padme_floor(length);
            assert!(floor <= length && padme(floor) == Some(floor), "{length}");
            assert!(padme(floor.saturating_add(1)).is_none_or(|next| next > length), "{length}");
        }
    }
}
