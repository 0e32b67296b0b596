//! Texts as bytes: UTF-8, or UTF-16 that says so. Older encodings cannot be told from other bytes and are files.

/// How a text is written in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8 (RFC 3629), with or without a mark at the beginning.
    Utf8,
    /// UTF-16 of either byte order (RFC 2781), with the mark at the beginning that tells which.
    Utf16,
}

/// A text that was read from bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodedText {
    /// The text without its mark; `\u{FFFD}` stands where the bytes are no text.
    pub text: String,
    /// How it was written.
    pub encoding: TextEncoding,
    /// Whether every byte of it is text.
    pub is_whole: bool,
}

/// Reads a text from bytes.
pub fn decode_text(bytes: &[u8]) -> DecodedText {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, u16::from_be_bytes),
        _ => {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            let (text, is_whole) = match core::str::from_utf8(bytes) {
                Ok(text) => (text.to_owned(), true),
                Err(_) => (String::from_utf8_lossy(bytes).into_owned(), false),
            };
            DecodedText { text, encoding: TextEncoding::Utf8, is_whole }
        }
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> DecodedText {
    let (units, rest) = bytes.as_chunks::<2>();
    let mut is_whole = rest.is_empty();
    let characters = char::decode_utf16(units.iter().copied().map(unit));
    let text = characters
        .map(|character| {
            is_whole &= character.is_ok();
            character.unwrap_or(char::REPLACEMENT_CHARACTER)
        })
        .collect();
    DecodedText { text, encoding: TextEncoding::Utf16, is_whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, TextEncoding, bool) {
        let DecodedText { text, encoding, is_whole } = decode_text(bytes);
        (text, encoding, is_whole)
    }

    #[test]
    fn texts_of_both_encodings_are_read_without_their_marks() {
        for utf8 in ["Ìbàdàn".as_bytes(), "\u{FEFF}Ìbàdàn".as_bytes()] {
            assert_eq!(read(utf8), ("Ìbàdàn".to_owned(), TextEncoding::Utf8, true));
        }
        assert_eq!(read(b"\xFF\xFE\xCC\x00b\x00"), ("Ìb".to_owned(), TextEncoding::Utf16, true));
        assert_eq!(read(b"\xFE\xFF\x00\xCC\x00b"), ("Ìb".to_owned(), TextEncoding::Utf16, true));
    }

    #[test]
    fn bytes_that_are_no_text_are_marked_and_said() {
        assert_eq!(read(b"a\xE9b"), ("a\u{FFFD}b".to_owned(), TextEncoding::Utf8, false));
        assert_eq!(read(b"\xFF\xFE\x00\xD8b"), ("\u{FFFD}".to_owned(), TextEncoding::Utf16, false));
    }
}
