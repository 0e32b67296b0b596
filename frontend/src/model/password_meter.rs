//! How good a password is, in a word. The device key protects even a weak one from being guessed elsewhere; this is about
//! somebody at the device.

/// The least characters.
pub const LEAST: usize = 12;

/// How good a password is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Nothing was typed.
    Empty,
    /// This many characters are missing.
    TooShort(usize),
    /// Long enough, but one character or one short piece over and over.
    Repetitive,
    /// Long enough.
    Fair,
    /// Long, or of many kinds of characters.
    Strong,
}

impl Strength {
    /// Whether it may be used.
    pub fn is_enough(self) -> bool {
        self >= Self::Fair
    }
}

/// Judges a password.
pub fn judge_password(password: &str) -> Strength {
    let length = password.chars().count();
    if length == 0 {
        return Strength::Empty;
    }
    if length < LEAST {
        return Strength::TooShort(LEAST - length);
    }
    let mut distinct: Vec<char> = password.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    match (distinct.len(), length) {
        (..5, _) => Strength::Repetitive,
        (_, 18..) => Strength::Strong,
        _ if kinds(password) >= 3 && distinct.len() >= 9 => Strength::Strong,
        _ => Strength::Fair,
    }
}

/// How many of lowercase, uppercase, digits and others it has.
fn kinds(password: &str) -> usize {
    let has = |test: fn(char) -> bool| usize::from(password.chars().any(test));
    has(char::is_lowercase) + has(char::is_uppercase) + has(char::is_numeric) + has(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_passwords_say_how_much_is_missing() {
        assert_eq!(judge_password("abcdefg"), Strength::TooShort(5));
        assert!(!judge_password("abcdefg").is_enough());
    }

    #[test]
    fn one_piece_over_and_over_is_not_enough() {
        assert_eq!(judge_password("abababababab"), Strength::Repetitive);
    }

    #[test]
    fn a_long_sentence_is_strong_and_characters_count_not_bytes() {
        assert_eq!(judge_password("my dog eats green apples"), Strength::Strong);
        assert_eq!(judge_password("éééééé"), Strength::TooShort(6));
    }
}
