//! Handles: the names by which people find each other. The server decides; this saves it a question.

/// What was typed, as a handle would be written: lowercase, without the @ that people put before it.
pub fn tidy_handle(typed: &str) -> String {
    typed.trim().trim_start_matches('@').to_lowercase()
}

/// Whether it is 3 to 32 of `a-z 0-9 . _ -`.
pub fn is_handle(handle: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'-');
    (3..=32).contains(&handle.len()) && handle.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_found_in_whatever_people_type() {
        assert_eq!(tidy_handle("  @Amina.Diallo "), "amina.diallo");
    }

    #[test]
    fn handles_are_short_plain_words() {
        for good in ["abc", "amina.diallo", "dr_bello-2"] {
            assert!(is_handle(good), "{good}");
        }
        for bad in ["ab", "Amina", "amina diallo", "аmina", &"a".repeat(33)] {
            assert!(!is_handle(bad), "{bad}");
        }
    }
}
