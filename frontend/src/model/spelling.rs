//! Codes as people spell them on the telephone: letters by the alphabet of the ITU and ICAO, which is the same in all
//! languages; digits by their names, which are the page's.

/// How a character is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// A letter, and its word.
    Letter(char, &'static str),
    /// A digit, 0 to 9.
    Digit(u8),
}

/// The characters of a group; what is not in a code is left out.
pub fn spell(group: &str) -> Vec<Spelling> {
    group.chars().filter_map(spell_one).collect()
}

fn spell_one(character: char) -> Option<Spelling> {
    if let Some(digit) = character.to_digit(10) {
        return u8::try_from(digit).ok().map(Spelling::Digit);
    }
    let letter = character.to_ascii_uppercase();
    Some(Spelling::Letter(letter, word(letter)?))
}

fn word(letter: char) -> Option<&'static str> {
    Some(match letter {
        'A' => "Alpha",
        'B' => "Bravo",
        'C' => "Charlie",
        'D' => "Delta",
        'E' => "Echo",
        'F' => "Foxtrot",
        'G' => "Golf",
        'H' => "Hotel",
        'J' => "Juliett",
        'K' => "Kilo",
        'M' => "Mike",
        'N' => "November",
        'P' => "Papa",
        'Q' => "Quebec",
        'R' => "Romeo",
        'S' => "Sierra",
        'T' => "Tango",
        'V' => "Victor",
        'W' => "Whiskey",
        'X' => "X-ray",
        'Y' => "Yankee",
        'Z' => "Zulu",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Spelling, spell};

    #[test]
    fn every_character_of_a_code_is_spelled() {
        assert_eq!(spell("0123456789ABCDEFGHJKMNPQRSTVWXYZ").len(), 32);
        assert_eq!(spell("7k-"), [Spelling::Digit(7), Spelling::Letter('K', "Kilo")]);
    }
}
