//! Codes as people spell them on the telephone: the alphabet of the ITU and ICAO, which is the same in all languages.

/// The characters of a group, each with its word; what is not in a code is left out.
pub fn spell(group: &str) -> Vec<(char, &'static str)> {
    let spelled = |character: char| Some((character.to_ascii_uppercase(), word(character)?));
    group.chars().filter_map(spelled).collect()
}

fn word(character: char) -> Option<&'static str> {
    Some(match character.to_ascii_uppercase() {
        '0' => "Zero",
        '1' => "One",
        '2' => "Two",
        '3' => "Three",
        '4' => "Four",
        '5' => "Five",
        '6' => "Six",
        '7' => "Seven",
        '8' => "Eight",
        '9' => "Nine",
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
    use super::spell;

    #[test]
    fn every_character_of_a_code_has_a_word() {
        assert_eq!(spell("0123456789ABCDEFGHJKMNPQRSTVWXYZ").len(), 32);
        assert_eq!(spell("7k2"), [('7', "Seven"), ('K', "Kilo"), ('2', "Two")]);
    }
}
