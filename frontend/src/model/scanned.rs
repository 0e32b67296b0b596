//! What a QR code says, told apart by its shape: a kit, a random key, a person, a fingerprint. Whether it is right is for the
//! worker to say.

use super::listing::invitation_of;

/// Groups of five in an emergency kit.
const KIT_GROUPS: usize = 8;
/// Groups of five in a random key.
const KEY_GROUPS: usize = 3;
/// What a fingerprint's code begins with.
const FINGERPRINT: &str = "sesemr-fingerprint:";
/// Digits of a fingerprint.
const FINGERPRINT_DIGITS: usize = 30;

/// A person's code: by whom they are found.
#[derive(Clone, PartialEq, Eq)]
pub struct ScannedPerson {
    /// Their handle.
    pub handle: String,
    /// Their invitation, where they are unlisted.
    pub invitation: Option<String>,
}

/// An emergency kit.
pub fn scanned_kit(text: &str) -> Option<String> {
    groups(text, KIT_GROUPS)
}

/// A random key.
pub fn scanned_key(text: &str) -> Option<String> {
    groups(text, KEY_GROUPS)
}

/// A person, by the link to asking them: `ask` is where such links begin on this server.
pub fn scanned_person(text: &str, ask: &str) -> Option<ScannedPerson> {
    let rest = text.trim().strip_prefix(ask)?;
    let (handle, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let is_handle =
        !handle.is_empty() && handle.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter));
    is_handle.then(|| ScannedPerson { handle: handle.to_owned(), invitation: invitation_of(fragment) })
}

/// A fingerprint's digits, without spaces.
pub fn scanned_fingerprint(text: &str) -> Option<String> {
    let digits = digits(text.trim().strip_prefix(FINGERPRINT)?);
    (digits.len() == FINGERPRINT_DIGITS).then_some(digits)
}

/// What the QR code of a fingerprint says.
pub fn fingerprint_code(fingerprint: &str) -> String {
    format!("{FINGERPRINT}{}", digits(fingerprint))
}

/// Whether two fingerprints are the same, however they are spaced.
pub fn is_same_fingerprint(one: &str, other: &str) -> bool {
    digits(one) == digits(other)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// So many groups of five letters or digits, as they are written.
fn groups(text: &str, count: usize) -> Option<String> {
    let text = text.trim();
    let groups: Vec<&str> = text.split('-').collect();
    let is_group = |group: &&str| group.len() == 5 && group.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (groups.len() == count && groups.iter().all(is_group)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_taken_only_where_it_is_what_is_wanted() {
        let (kit, key) = (["AAAAA"; 8].join("-"), ["BBBBB"; 3].join("-"));
        assert_eq!(scanned_kit(&kit).as_deref(), Some(kit.as_str()));
        assert_eq!(scanned_key(&key).as_deref(), Some(key.as_str()));
        assert!(scanned_kit(&key).is_none() && scanned_key(&kit).is_none());
        assert!(scanned_key("https://example.org/menu").is_none());
    }

    #[test]
    fn a_person_is_found_by_a_link_of_this_server_alone() {
        let ask = "https://example.org/ask/";
        let found = scanned_person("https://example.org/ask/amina#AAAAA-BBBBB", ask);
        assert!(
            found.is_some_and(|found| found.handle == "amina" && found.invitation.as_deref() == Some("AAAAA-BBBBB"))
        );
        let listed = scanned_person("https://example.org/ask/amina.y", ask);
        assert!(listed.is_some_and(|found| found.handle == "amina.y" && found.invitation.is_none()));
        assert!(scanned_person("https://example.net/ask/amina", ask).is_none());
        assert!(scanned_person("https://example.org/ask/amina/../../evil", ask).is_none());
    }

    #[test]
    fn a_fingerprint_is_the_same_however_it_is_spaced() {
        let shown = "12345 67890 12345 67890 12345 67890";
        let scanned = scanned_fingerprint(&fingerprint_code(shown));
        assert!(scanned.is_some_and(|scanned| is_same_fingerprint(&scanned, shown)));
        assert!(scanned_fingerprint("sesemr-fingerprint:12345").is_none());
        assert!(!is_same_fingerprint("12345", "12346"));
    }
}
