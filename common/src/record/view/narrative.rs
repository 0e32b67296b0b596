//! FHIR narrative (XHTML in `text.div`) as plain text. Markup is dropped, never interpreted: what comes out is shown
//! as text, so an entity that spells `<script>` is seven letters and two brackets.

use crate::record::make_visible;

/// The most characters shown; the rest ends in `…`.
const MOST: usize = 20_000;

/// The text of the narrative: blocks on lines of their own, list items with a dash, cells with a bar between them.
pub(super) fn plain_narrative(xhtml: &str) -> String {
    let mut plain = String::new();
    let mut rest = xhtml;
    while let Some((before, after)) = rest.split_once('<') {
        push_text(&mut plain, before);
        let (tag, behind) = split_tag(after);
        rest = match hidden_element(tag) {
            Some(end) => skip_past(behind, end),
            None => behind,
        };
        plain.push_str(separator(tag));
    }
    push_text(&mut plain, rest);
    tidy(&plain)
}

/// A tag and what follows it. Comments end at their own mark, other tags at the first bracket outside quotes.
fn split_tag(after: &str) -> (&str, &str) {
    if let Some(comment) = after.strip_prefix("!--") {
        return ("!--", comment.split_once("-->").map_or("", |(_, behind)| behind));
    }
    let mut quote = None;
    for (at, character) in after.char_indices() {
        match (quote, character) {
            (None, '>') => {
                let (tag, behind) = after.split_at_checked(at).unwrap_or((after, ""));
                return (tag, behind.strip_prefix('>').unwrap_or(behind));
            }
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    (after, "")
}

/// Elements whose content is not text for people, with what ends them.
fn hidden_element(tag: &str) -> Option<&'static str> {
    match name(tag).as_str() {
        _ if tag.ends_with('/') => None,
        "script" => Some("</script"),
        "style" => Some("</style"),
        _ => None,
    }
}

fn skip_past<'a>(text: &'a str, end: &str) -> &'a str {
    let is_end = |at: &usize| text.get(*at..*at + end.len()).is_some_and(|found| found.eq_ignore_ascii_case(end));
    let end = text.match_indices("</").map(|(at, _)| at).find(is_end);
    let behind = end.and_then(|at| text.get(at..)).unwrap_or_default();
    behind.split_once('>').map_or("", |(_, behind)| behind)
}

fn name(tag: &str) -> String {
    let letters = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

fn separator(tag: &str) -> &'static str {
    let closes = tag.starts_with('/');
    match name(tag).as_str() {
        "li" if !closes => "\n- ",
        "td" | "th" if closes => " | ",
        "p" | "div" | "br" | "hr" | "table" | "tr" | "ul" | "ol" | "li" | "dl" | "dt" | "dd" | "h1" | "h2" | "h3"
        | "h4" | "h5" | "h6" | "blockquote" | "pre" | "thead" | "tbody" | "caption" => "\n",
        _ => "",
    }
}

/// Appends text with its entities resolved and its line ends turned into spaces.
fn push_text(plain: &mut String, text: &str) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        push_flat(plain, before);
        // The longest entity resolved here, `#x0010ffff`, ends within eleven bytes: do not search on to the end.
        let end = after.bytes().take(11).position(|byte| byte == b';');
        let entity = end.and_then(|end| Some((after.get(..end)?, after.get(end + 1..)?)));
        let resolved = entity.and_then(|(name, behind)| Some((resolve(name)?, behind)));
        let (character, behind) = resolved.unwrap_or(('&', after));
        plain.push(character);
        rest = behind;
    }
    push_flat(plain, rest);
}

fn push_flat(plain: &mut String, text: &str) {
    plain.extend(text.chars().map(|character| if character.is_whitespace() { ' ' } else { character }));
}

fn resolve(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(number)
        }
    }
}

/// Without empty lines, needless spaces and bars at line ends; tricks made visible; cut at the ceiling.
fn tidy(plain: &str) -> String {
    let lines = plain.split('\n').map(|line| {
        let line = line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        line.trim_matches(|character| character == '|' || character == ' ').to_owned()
    });
    let text = lines.filter(|line| !line.is_empty() && line != "-").collect::<Vec<_>>().join("\n");
    let text = make_visible(&text);
    if text.chars().count() <= MOST { text } else { text.chars().take(MOST).chain(['…']).collect() }
}
