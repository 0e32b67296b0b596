//! By which a second import recognises what is already there. Not a record's id: that is `crate::id::RecordId`.

use core::ops::Range;

use sha2::{Digest as _, Sha256};

use super::skim_json::string_end;
use crate::codec::{Decode, DecodeError, Decoder, Encode, Encoder};

/// SHA-256 over what was imported: over plaintext, so it lives inside sealed summaries only, and `Debug` hides it
/// because it would confirm a guess.
///
/// - A resource: its JSON without white space between the tokens, so that a reindented export is recognised, and its
///   `fullUrl` where it has no id (two equal readings of one export are then two records).
/// - An attachment: its bytes, with the type and id of the resource that carries it.
/// - Any other file: its bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentId(pub [u8; 32]);

impl ContentId {
    /// Of one resource. `full_url` counts only where the resource has no id of its own.
    pub(super) fn of_resource(json: &[u8], id: Option<&str>, full_url: Option<&str>) -> Self {
        let mut hasher = ContentHasher::new("resource");
        hasher.update_framed(if id.is_some() { b"" } else { full_url.unwrap_or_default().as_bytes() });
        for range in tokens(json) {
            hasher.update(json.get(range).unwrap_or_default());
        }
        hasher.finish()
    }

    /// Of an attachment within the resource that `carrier` names.
    pub(super) fn of_attachment(carrier: &[u8], bytes: &[u8]) -> Self {
        let mut hasher = ContentHasher::new("attachment");
        hasher.update_framed(carrier);
        hasher.update(bytes);
        hasher.finish()
    }

    /// Of a file that is not taken apart, or a document bundle as a whole.
    pub fn of_file(bytes: &[u8]) -> Self {
        let mut hasher = ContentHasher::for_file();
        hasher.update(bytes);
        hasher.finish()
    }
}

impl core::fmt::Debug for ContentId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("ContentId([REDACTED])")
    }
}

impl Encode for ContentId {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_raw(&self.0);
    }
}

impl Decode for ContentId {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.array().map(Self)
    }
}

/// Computes the [`ContentId`] of a file that streams by; equal to [`ContentId::of_file`] over all of it.
#[derive(Clone)]
pub struct ContentHasher(Sha256);

impl ContentHasher {
    /// For a file that is not taken apart.
    pub fn for_file() -> Self {
        Self::new("file")
    }

    /// Takes the next bytes of the file.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The id of all bytes taken.
    pub fn finish(self) -> ContentId {
        ContentId(self.0.finalize().into())
    }

    fn new(kind: &str) -> Self {
        let mut hasher = Self(Sha256::new());
        hasher.update(b"sesemr/1/content\0");
        hasher.update_framed(kind.as_bytes());
        hasher
    }

    fn update_framed(&mut self, bytes: &[u8]) {
        self.update(&(bytes.len() as u64).to_be_bytes());
        self.update(bytes);
    }
}

impl core::fmt::Debug for ContentHasher {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("ContentHasher([REDACTED])")
    }
}

/// The stretches of `json` that are not white space between tokens. `json` has been parsed, so its strings are closed.
fn tokens(json: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    core::iter::from_fn(move || {
        let start = at + json.get(at..)?.iter().position(|byte| !byte.is_ascii_whitespace())?;
        at = start;
        while let Some(byte) = json.get(at).filter(|byte| !byte.is_ascii_whitespace()) {
            at = if *byte == b'"' { string_end(json, at).unwrap_or(json.len()) } else { at + 1 };
        }
        Some(start..at)
    })
}
