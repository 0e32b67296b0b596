//! Codes that people type: Crockford base32 in groups of five characters, four of data and one check.
//!
//! The check is Luhn mod 32 over the group's place and its data, so a slip is named by its group and swapped groups
//! are noticed, before anything is sent. The kit is eight groups (160 bits), the code of an opening three (60 bits).
//! Source: crockford.com/base32.html; Luhn mod N as in ISO/IEC 7812-1, annex B, generalised.

use zeroize::Zeroizing;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DATA_PER_GROUP: usize = 4;
const GROUP: usize = DATA_PER_GROUP + 1;

/// Why a typed code is not one; nothing was sent and nothing is burnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Too few or too many characters.
    #[error("{found} of {expected} characters")]
    WrongLength {
        /// Characters typed, spaces and hyphens not counted.
        found: usize,
        /// Characters a whole code has.
        expected: usize,
    },
    /// A character of this group is wrong, or the group stands in the wrong place.
    #[error("a character of group {group} is wrong")]
    WrongCharacter {
        /// Counted from 1.
        group: usize,
    },
}

/// Writes data as groups separated by hyphens: `bytes` is read as one big-endian number of `5·4·groups` bits.
///
/// Bytes beyond that many bits are not written.
pub fn encode_groups(bytes: &[u8], groups: usize) -> Zeroizing<String> {
    let symbols = symbols_of(bytes, groups * DATA_PER_GROUP);
    let mut text = Zeroizing::new(String::with_capacity(groups * (GROUP + 1)));
    for (place, data) in symbols.chunks(DATA_PER_GROUP).enumerate() {
        if place > 0 {
            text.push('-');
        }
        for symbol in data.iter().chain(&[check_symbol(place, data)]) {
            text.extend(ALPHABET.get(usize::from(*symbol)).map(|letter| char::from(*letter)));
        }
    }
    text
}

/// Reads `groups` groups in any case and spacing, O as 0, I and L as 1, into the big-endian number they stand for.
///
/// # Errors
/// [`CodeError`], naming the first group that is wrong.
pub fn decode_groups<const N: usize>(text: &str, groups: usize) -> Result<Zeroizing<[u8; N]>, CodeError> {
    let characters: Zeroizing<Vec<char>> =
        Zeroizing::new(text.chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c)).collect());
    let expected = groups * GROUP;
    if characters.len() != expected {
        return Err(CodeError::WrongLength { found: characters.len(), expected });
    }
    let mut bytes = Zeroizing::new([0; N]);
    for (place, group) in characters.chunks(GROUP).enumerate() {
        let wrong = CodeError::WrongCharacter { group: place + 1 };
        let symbols = Zeroizing::new(group.iter().map(|c| symbol_of(*c)).collect::<Option<Vec<u8>>>().ok_or(wrong)?);
        let (check, data) = symbols.split_last().ok_or(wrong)?;
        if check_symbol(place, data) != *check {
            return Err(wrong);
        }
        for symbol in data {
            push_symbol(&mut *bytes, *symbol);
        }
    }
    Ok(bytes)
}

/// The hyphens that keyboards and word processors put in.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn symbol_of(c: char) -> Option<u8> {
    let letter = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|known| char::from(*known) == letter).and_then(|place| u8::try_from(place).ok())
}

/// The last `count` groups of five bits of the big-endian number in `bytes`.
fn symbols_of(bytes: &[u8], count: usize) -> Zeroizing<Vec<u8>> {
    let bit = |place: usize| bytes.iter().rev().nth(place / 8).map_or(0, |byte| (byte >> (place % 8)) & 1);
    Zeroizing::new((0..count).rev().map(|symbol| (0..5).map(|place| bit(symbol * 5 + place) << place).sum()).collect())
}

/// `number · 32 + symbol`, in place.
fn push_symbol(number: &mut [u8], symbol: u8) {
    let mut carry = symbol;
    for byte in number.iter_mut().rev() {
        let next = *byte >> 3;
        *byte = (*byte << 5) | carry;
        carry = next;
    }
}

/// Luhn mod 32 over `place ‖ data`: every second symbol from the right is doubled and its two digits added. In an even
/// base that doubling is a permutation, so every single wrong character is found.
fn check_symbol(place: usize, data: &[u8]) -> u8 {
    let place = u8::try_from(place % 32).unwrap_or_default();
    let sum = data.iter().rev().chain(&[place]).enumerate().fold(0, |sum, (from_right, symbol)| {
        let weighed = if from_right % 2 == 0 { symbol * 2 } else { *symbol };
        (sum + weighed / 32 + weighed % 32) % 32
    });
    (32 - sum) % 32
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]
mod tests {
    use super::*;

    const BYTES: [u8; 8] = [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF];

    #[test]
    fn a_code_reads_back_however_it_was_typed() {
        let code = encode_groups(&BYTES, 3);
        assert_eq!(code.len(), 17);
        for typed in [
            code.to_string(),
            code.to_lowercase(),
            code.replace('-', " "),
            code.replace('-', ""),
            format!(" {} ", code.replace('-', "–")),
        ] {
            assert_eq!(*decode_groups::<8>(&typed, 3).unwrap(), BYTES);
        }
        let zeros = encode_groups(&[0; 8], 3).replace('0', "O");
        assert_eq!(*decode_groups::<8>(&zeros, 3).unwrap(), [0; 8]);
    }

    #[test]
    fn every_single_slip_is_named_by_its_group() {
        let code = encode_groups(&BYTES, 3).replace('-', "");
        for place in 0..code.len() {
            for letter in ALPHABET.iter().map(|letter| char::from(*letter)).chain(['U', '!', 'é']) {
                let typed: String =
                    code.chars().enumerate().map(|(i, c)| if i == place { letter } else { c }).collect();
                if typed != code {
                    let named = CodeError::WrongCharacter { group: place / 5 + 1 };
                    assert_eq!(decode_groups::<8>(&typed, 3).unwrap_err(), named, "{typed}");
                }
            }
        }
    }

    #[test]
    fn swapped_groups_are_noticed() {
        let code = encode_groups(&BYTES, 3);
        let groups: Vec<&str> = code.split('-').collect();
        let [a, b, c] = groups.try_into().unwrap();
        for swapped in [[b, a, c], [a, c, b], [c, b, a], [b, c, a], [c, a, b]] {
            assert!(decode_groups::<8>(&swapped.join("-"), 3).is_err());
        }
    }

    #[test]
    fn a_code_too_short_or_too_long_says_by_how_much() {
        let code = encode_groups(&BYTES, 3);
        assert_eq!(
            decode_groups::<8>(&format!("{}0", *code), 3).unwrap_err(),
            CodeError::WrongLength { found: 16, expected: 15 }
        );
        assert_eq!(decode_groups::<8>("", 3).unwrap_err(), CodeError::WrongLength { found: 0, expected: 15 });
    }
}
