//! Makes tricks with invisible characters visible, before a text from a record is shown. For markup see
//! `view`'s narrative.

/// The text with every invisible, direction-changing or control character written out as `⟨U+202E⟩`. Line ends and tabs
/// stay; so do joiners between letters of scripts that are written with them.
pub fn make_visible(text: &str) -> String {
    if !text.chars().any(is_hidden) {
        return text.to_owned();
    }
    let mut visible = String::with_capacity(text.len() + 16);
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let spells = is_joiner(character) && joins(before) && joins(characters.peek().copied());
        if spells || !is_hidden(character) {
            visible.push(character);
        } else {
            visible.extend(format!("⟨U+{:04X}⟩", u32::from(character)).chars());
        }
        before = Some(character);
    }
    visible
}

/// U+200C and U+200D spell words in Persian, Hindi and other scripts, all of which lie above U+0600.
const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200C}' | '\u{200D}')
}

fn joins(neighbour: Option<char>) -> bool {
    neighbour.is_some_and(|character| character >= '\u{0600}' && character.is_alphanumeric() || is_combining(character))
}

/// Vowel signs and viramas of the Indic scripts: not alphabetic, yet part of the word before a joiner.
const fn is_combining(character: char) -> bool {
    matches!(character, '\u{0900}'..='\u{0DFF}')
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
