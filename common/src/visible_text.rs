//! Makes tricks with invisible characters visible, before a text that somebody else wrote is shown: what a record or a
//! message says, and what people call themselves. For markup see `record::view`'s narrative.

/// The text with every invisible, direction-changing or control character written out as `⟨U+202E⟩`. Line ends and tabs
/// stay; so do characters without a shape of their own where they spell a word.
///
/// Stored titles and reasons are held against this rule: it may come to leave more as it is, never less.
pub fn make_visible(text: &str) -> String {
    if !text.chars().any(is_hidden) {
        return text.to_owned();
    }
    write_out(text, |before, character, after| {
        !is_hidden(character)
            || spells(before, character, after)
            || is_joiner(character) && is_of_a_word(before) && is_of_a_word(after)
    })
}

/// The same for a name by which somebody is told from others, and stricter, because nobody reads a name letter by letter: no
/// white space but single spaces between words, nothing that only chooses between shapes or is drawn as nothing. Joiners stay
/// in the scripts that are written with them and nowhere else.
pub fn make_name_visible(name: &str) -> String {
    write_out(name, |before, character, after| match character {
        ' ' => before.is_some_and(|before| before != ' ') && after.is_some(),
        _ => !is_hidden(character) && !is_blank(character) || spells(before, character, after),
    })
}

/// Writes out every character that is not `is_clear` between its neighbours, the one before it as it was written.
fn write_out(text: &str, is_clear: impl Fn(Option<char>, char, Option<char>) -> bool) -> String {
    let mut visible = String::with_capacity(text.len());
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if is_clear(before, character, characters.peek().copied()) {
            visible.push(character);
            before = Some(character);
        } else {
            visible.extend(format!("⟨U+{:04X}⟩", u32::from(character)).chars());
            before = Some('⟩');
        }
    }
    visible
}

/// Whether a character without a shape of its own belongs to the word it stands in.
fn spells(before: Option<char>, character: char, after: Option<char>) -> bool {
    match character {
        // Persian and Bengali part and join letters so; words of Kannada and Malayalam end so (UAX #31, section 2.3).
        '\u{200C}' | '\u{200D}' => {
            before.is_some_and(is_virama) || before.is_some_and(takes_joiners) && after.is_some_and(takes_joiners)
        }
        // Mongolian: another shape of the letter before, and a last vowel that stands apart.
        '\u{180B}'..='\u{180D}' | '\u{180F}' => before.is_some_and(is_mongolian),
        '\u{180E}' => before.is_some_and(is_mongolian) && after.is_some_and(is_mongolian),
        // The space of braille.
        '\u{2800}' => before.is_some_and(is_braille) || after.is_some_and(is_braille),
        _ => false,
    }
}

/// Letters and signs of the scripts in which letters change their shape with their neighbours.
fn takes_joiners(character: char) -> bool {
    let is_arabic = matches!(
        character,
        '\u{600}'..='\u{77F}' | '\u{7C0}'..='\u{7FF}' | '\u{840}'..='\u{8FF}' | '\u{FB50}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFC}' | '\u{10D00}'..='\u{10D27}' | '\u{1E900}'..='\u{1E94B}'
    );
    is_arabic && character.is_alphanumeric() || is_brahmic(character) || is_mongolian(character)
}

/// Scripts of India and their kin to Myanmar, Cambodia, Bali and Java, with vowel signs and viramas: those are no letters.
const fn is_brahmic(character: char) -> bool {
    matches!(
        character,
        '\u{900}'..='\u{DFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17B3}' | '\u{17B6}'..='\u{17DD}'
            | '\u{1B00}'..='\u{1BBF}' | '\u{A980}'..='\u{A9DF}' | '\u{AA60}'..='\u{AA7F}' | '\u{11000}'..='\u{11FFF}'
    )
}

/// Takes the vowel from the letter before, in the scripts of India and Sri Lanka.
const fn is_virama(character: char) -> bool {
    matches!(
        character,
        '\u{94D}'
            | '\u{9CD}'
            | '\u{A4D}'
            | '\u{ACD}'
            | '\u{B4D}'
            | '\u{BCD}'
            | '\u{C4D}'
            | '\u{CCD}'
            | '\u{D3B}'
            | '\u{D3C}'
            | '\u{D4D}'
            | '\u{DCA}'
    )
}

const fn is_mongolian(character: char) -> bool {
    matches!(character, '\u{1820}'..='\u{1878}' | '\u{1887}'..='\u{18AA}')
}

const fn is_braille(character: char) -> bool {
    matches!(character, '\u{2801}'..='\u{28FF}')
}

const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200C}' | '\u{200D}')
}

/// Letters of any script from U+0600 on, and all of the Indic ones: between two of them joiners always stayed in texts.
fn is_of_a_word(neighbour: Option<char>) -> bool {
    neighbour.is_some_and(|character| {
        let is_letter = character >= '\u{600}' && character.is_alphanumeric();
        (is_letter || matches!(character, '\u{900}'..='\u{DFF}')) && !is_hidden(character)
    })
}

/// What a text may hold and a name may not: white space of every kind but the space, which is judged by its neighbours; shapes
/// chosen of the letter before; and what fonts draw as nothing.
fn is_blank(character: char) -> bool {
    let is_nothing = matches!(character, '\u{2800}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFFC}' | '\u{16FE4}' | '\u{1D159}');
    is_nothing || character.is_whitespace() || character.is_control()
}

const fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{9F}'  // controls
            | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names as people write them, in scripts that are written with characters nobody sees and in some that are not.
    const NAMES: &[&str] = &[
        "Zoë Müller-O’Brien",
        "Nguyê\u{303}n Thi\u{323} Hoa",
        "山田 太郎",
        "김하늘",
        "Ὀδυσσεύς",
        "Gülşen Yıldız",
        "שָׂרָה",
        "مُحَمَّد",
        // Persian: Mohammad-Reza, and one of the letters that join on one side only.
        "علی\u{200C}رضا محمد\u{200C}رضا",
        // Bengali ra and ya, Kannada and Malayalam names that end in a virama and a joiner.
        "র\u{200D}\u{9CD}যাব",
        "ಪ್ರಕಾಶ್\u{200C} ರಾಜ್",
        "മോഹന\u{D4D}\u{200D}",
        // Sinhala ya, Khmer with a shifter that keeps its shape.
        "ශ\u{DCA}\u{200D}ය",
        "ស\u{200C}\u{17CA}ី",
        // Mongolian: Solongga, whose last vowel stands apart, and a letter in another shape.
        "ᠰᠣᠯᠣᠩᠭ\u{180E}ᠠ",
        "ᠠ\u{180B}ᠢ",
        "⠁⠍⠊⠝⠁\u{2800}⠽⠥⠎⠥⠋",
    ];

    #[test]
    fn names_of_every_script_are_shown_as_they_are_written() {
        for name in NAMES {
            assert_eq!(make_name_visible(name), *name, "{name}");
            assert_eq!(make_visible(name), *name, "{name}");
        }
    }

    #[test]
    fn nothing_hides_in_a_name() {
        let tricks = [
            ('\u{0}', "a null"),
            ('\u{9}', "a tab"),
            ('\u{A}', "a line end"),
            ('\u{85}', "a next line"),
            ('\u{A0}', "a space that does not break"),
            ('\u{AD}', "a soft hyphen"),
            ('\u{34F}', "a grapheme joiner"),
            ('\u{61C}', "an Arabic letter mark"),
            ('\u{1160}', "a Hangul filler"),
            ('\u{180E}', "a Mongolian separator"),
            ('\u{2009}', "a thin space"),
            ('\u{200B}', "a space of no width"),
            ('\u{200C}', "a non-joiner"),
            ('\u{200D}', "a joiner"),
            ('\u{200E}', "a mark of direction"),
            ('\u{2028}', "a line separator"),
            ('\u{2029}', "a paragraph separator"),
            ('\u{202E}', "an override of direction"),
            ('\u{2060}', "a word joiner"),
            ('\u{2066}', "an isolate"),
            ('\u{2800}', "a blank of braille"),
            ('\u{3000}', "an ideographic space"),
            ('\u{3164}', "a filler"),
            ('\u{FE0F}', "a variation selector"),
            ('\u{FEFF}', "a byte order mark"),
            ('\u{FFF9}', "an annotation"),
            ('\u{FFFC}', "an object"),
            ('\u{E0041}', "a tag"),
            ('\u{E0100}', "another variation selector"),
        ];
        for (trick, what) in tricks {
            let shown = format!("⟨U+{:04X}⟩", u32::from(trick));
            assert_eq!(make_name_visible(&format!("Dr B{trick}ello")), format!("Dr B{shown}ello"), "{what}");
            assert_eq!(make_name_visible(&format!("Dr Bello{trick}")), format!("Dr Bello{shown}"), "{what}");
            assert_eq!(make_name_visible(&format!("{trick}Dr Bello")), format!("{shown}Dr Bello"), "{what}");
            // Alike in scripts that are written without.
            assert_eq!(make_name_visible(&format!("山{trick}田")), format!("山{shown}田"), "{what}");
            assert_eq!(make_name_visible(&format!("ễ{trick}ế")), format!("ễ{shown}ế"), "{what}");
        }
    }

    #[test]
    fn spaces_stand_between_the_words_of_a_name_one_at_a_time() {
        assert_eq!(make_name_visible("Dr  Bello"), "Dr ⟨U+0020⟩Bello");
        assert_eq!(make_name_visible(" Dr Bello "), "⟨U+0020⟩Dr Bello⟨U+0020⟩");
        assert_eq!(make_name_visible(" "), "⟨U+0020⟩");
        assert_eq!(make_name_visible(""), "");
    }

    #[test]
    fn a_second_joiner_is_a_trick_even_where_one_spells() {
        assert_eq!(make_name_visible("علی\u{200C}\u{200C}رضا"), "علی⟨U+200C⟩⟨U+200C⟩رضا");
        assert_eq!(make_name_visible("رضا\u{200C}"), "رضا⟨U+200C⟩");
        assert_eq!(make_visible("മോഹന\u{D4D}\u{200D}\u{200D}"), "മോഹന\u{D4D}\u{200D}⟨U+200D⟩");
    }

    #[test]
    fn a_text_keeps_its_lines_and_pictures() {
        let text = "Please bring:\n\tthe letter\u{A0}❤\u{FE0F}";
        assert_eq!(make_visible(text), text);
        assert_eq!(make_visible("see\u{202E}gpj.exe"), "see⟨U+202E⟩gpj.exe");
    }
}
