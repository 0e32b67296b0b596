//! Looking for secrets in what the servers saw: as they are, in hexadecimal, and anywhere inside base64.

use std::collections::HashMap;

use sesemr_common::id::Bytes;

use super::hex;

/// The bytes by which a needle is found before it is compared whole.
const PREFIX: usize = 8;

/// What to look for.
#[derive(Default)]
pub struct Needles {
    forms: Vec<Form>,
    by_prefix: HashMap<[u8; PREFIX], Vec<usize>>,
}

/// One way in which a needle may be written.
struct Form {
    name: String,
    bytes: Vec<u8>,
}

/// A needle that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Find {
    /// What was found.
    pub name: String,
    /// Where it stood.
    pub at: String,
}

impl Needles {
    /// Looks for these bytes, in every form. `name` says what they are.
    ///
    /// # Panics
    /// For fewer than eight bytes: they would be found by chance.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        assert!(bytes.len() >= PREFIX, "{name} is too short to look for");
        self.add_form(format!("{name}, as it is"), bytes.to_vec());
        let hex = hex(bytes);
        self.add_form(format!("{name}, in hexadecimal"), hex.to_uppercase().into_bytes());
        self.add_form(format!("{name}, in hexadecimal"), hex.into_bytes());
        for offset in 0..3 {
            let text = base64_inside(bytes, offset);
            self.add_form(format!("{name}, in base64"), text.replace('-', "+").replace('_', "/").into_bytes());
            self.add_form(format!("{name}, in base64url"), text.into_bytes());
        }
    }

    /// Looks for a text, as it is, in capitals and in small letters.
    ///
    /// # Panics
    /// For fewer than eight bytes.
    pub fn add_text(&mut self, name: &str, text: &str) {
        self.add(name, text.as_bytes());
        for other in [text.to_lowercase(), text.to_uppercase()] {
            self.add_form(format!("{name}, in other letters"), other.into_bytes());
        }
    }

    /// What stands in `haystack`.
    pub fn find(&self, at: &str, haystack: &[u8]) -> Vec<Find> {
        let mut finds: Vec<Find> = haystack
            .windows(PREFIX)
            .enumerate()
            .filter_map(|(place, window)| Some((place, self.by_prefix.get(<&[u8; PREFIX]>::try_from(window).ok()?)?)))
            .flat_map(|(place, forms)| forms.iter().map(move |form| (place, *form)))
            .filter_map(|(place, form)| {
                let form = self.forms.get(form)?;
                haystack.get(place..)?.starts_with(&form.bytes).then(|| form.name.clone())
            })
            .map(|name| Find { name, at: at.to_owned() })
            .collect();
        finds.sort();
        finds.dedup();
        finds
    }

    fn add_form(&mut self, name: String, bytes: Vec<u8>) {
        let Some(prefix) = bytes.first_chunk::<PREFIX>() else { return };
        self.by_prefix.entry(*prefix).or_default().push(self.forms.len());
        self.forms.push(Form { name, bytes });
    }
}

/// The letters of base64url that `bytes` alone decide, wherever they stand: behind `offset` other bytes of a group of three.
fn base64_inside(bytes: &[u8], offset: usize) -> String {
    let text = serde_json::to_value(Bytes([vec![0; offset], bytes.to_vec()].concat())).unwrap();
    let text = text.as_str().unwrap();
    // The first letters also hold bits of the bytes before, the last one may hold bits of the byte after.
    let begin = (offset * 8).div_ceil(6);
    let end = (offset + bytes.len()) * 8 / 6;
    text.get(begin..end).unwrap().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base64(bytes: &[u8]) -> String {
        serde_json::to_value(Bytes(bytes.to_vec())).unwrap().as_str().unwrap().to_owned()
    }

    #[test]
    fn a_secret_is_found_in_every_form_and_at_every_place() {
        let secret: Vec<u8> = (0..32).map(|number| number * 7 + 3).collect();
        let mut needles = Needles::default();
        needles.add("the secret", &secret);
        for before in 0..4 {
            for after in 0..4 {
                let whole = [vec![0xEE; before], secret.clone(), vec![0xEE; after]].concat();
                assert!(!needles.find("bytes", &whole).is_empty());
                assert!(
                    !needles.find("base64", base64(&whole).as_bytes()).is_empty(),
                    "{before} before, {after} after"
                );
            }
        }
        let mut altered = secret.clone();
        altered.extend_from_slice(b"tail");
        // The last letter that these bytes decide alone ends within their last byte.
        *altered.get_mut(30).unwrap() ^= 1;
        assert!(needles.find("bytes", &altered).is_empty());
        assert!(needles.find("base64", base64(&altered).as_bytes()).is_empty());
    }
}
