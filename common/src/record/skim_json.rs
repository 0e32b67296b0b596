//! Finds where values begin and end in JSON without understanding them, so that each keeps its exact bytes and a
//! broken one does not take its neighbours along. For meaning and strictness see `strict_json`.

use core::ops::Range;

/// Where skimming had to stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SkimFault {
    /// The bytes end inside a value; `unfinished` is what there is of it.
    Truncated {
        /// The key that the unfinished value belongs to, within an object.
        key: Option<String>,
        /// From the value's first byte to the end of the bytes.
        unfinished: Range<usize>,
    },
    /// A byte that cannot stand at this place.
    Unexpected {
        /// Which byte, counted from 0.
        at: usize,
    },
}

/// One member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    /// The key, escapes resolved.
    pub(super) key: String,
    /// Where the value stands.
    pub(super) value: Range<usize>,
}

/// The members of the object that starts at `start`; ends after the first fault.
pub(super) fn members(bytes: &[u8], start: usize) -> Members<'_> {
    Members(Skim::new(bytes, start, b'{', b'}'))
}

/// Where the elements of the array that starts at `start` stand; ends after the first fault.
pub(super) fn elements(bytes: &[u8], start: usize) -> Elements<'_> {
    Elements(Skim::new(bytes, start, b'[', b']'))
}

/// The first place at or after `at` that is not white space.
pub(super) fn skip_space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| !is_space(*byte)).unwrap_or(rest.len())
}

/// The end of the value that starts at `start`, or nothing where the bytes end first.
pub(super) fn value_end(bytes: &[u8], start: usize) -> Option<usize> {
    match bytes.get(start)? {
        b'"' => string_end(bytes, start),
        b'{' | b'[' => container_end(bytes, start),
        _ => {
            let rest = bytes.get(start..)?;
            let length = rest.iter().position(|byte| is_space(*byte) || b",:]}".contains(byte));
            Some(start + length.unwrap_or(rest.len()))
        }
    }
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The end of the string whose opening quote stands at `start`.
pub(super) fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        let rest = bytes.get(at..)?;
        let length = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
        match rest.get(length) {
            Some(b'"') => return Some(at + length + 1),
            _ => at += length + 2,
        }
    }
}

fn container_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'"' => {
                at = string_end(bytes, at)?;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// What [`Members`] and [`Elements`] share: a place in the bytes, and whether the end was reached.
#[derive(Debug)]
struct Skim<'a> {
    bytes: &'a [u8],
    at: usize,
    close: u8,
    first: bool,
    ended: bool,
}

impl<'a> Skim<'a> {
    fn new(bytes: &'a [u8], start: usize, open: u8, close: u8) -> Self {
        Self { bytes, at: start + 1, close, first: true, ended: bytes.get(start) != Some(&open) }
    }

    /// Moves to the next item, over the comma before it. Nothing at the end of the container.
    fn next_item(&mut self) -> Option<Result<(), SkimFault>> {
        if self.ended {
            return None;
        }
        self.at = skip_space(self.bytes, self.at);
        let byte = self.bytes.get(self.at).copied();
        if byte == Some(self.close) {
            self.ended = true;
            return None;
        }
        if core::mem::take(&mut self.first) {
            return Some(self.stand());
        }
        match byte {
            Some(b',') => {
                self.at = skip_space(self.bytes, self.at + 1);
                Some(self.stand())
            }
            Some(_) => Some(Err(self.unexpected())),
            None => Some(Err(self.truncated(None))),
        }
    }

    /// Checks that something stands here.
    fn stand(&mut self) -> Result<(), SkimFault> {
        if self.at < self.bytes.len() { Ok(()) } else { Err(self.truncated(None)) }
    }

    /// Reads the value that stands here and moves behind it.
    fn value(&mut self, key: Option<&str>) -> Result<Range<usize>, SkimFault> {
        let start = self.at;
        let end = value_end(self.bytes, start).ok_or_else(|| self.truncated(key))?;
        if end == start {
            return Err(self.unexpected());
        }
        self.at = end;
        Ok(start..end)
    }

    fn truncated(&mut self, key: Option<&str>) -> SkimFault {
        self.ended = true;
        SkimFault::Truncated { key: key.map(str::to_owned), unfinished: self.at..self.bytes.len() }
    }

    fn unexpected(&mut self) -> SkimFault {
        self.ended = true;
        SkimFault::Unexpected { at: self.at }
    }
}

/// See [`members`].
#[derive(Debug)]
pub(super) struct Members<'a>(Skim<'a>);

impl Iterator for Members<'_> {
    type Item = Result<Member, SkimFault>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.0.next_item()? {
            Ok(()) => self.member(),
            Err(fault) => Err(fault),
        })
    }
}

impl Members<'_> {
    fn member(&mut self) -> Result<Member, SkimFault> {
        let skim = &mut self.0;
        if skim.bytes.get(skim.at) != Some(&b'"') {
            return Err(skim.unexpected());
        }
        let range = skim.value(None)?;
        let key = skim.bytes.get(range).and_then(|key| serde_json::from_slice::<String>(key).ok());
        let key = key.ok_or_else(|| skim.unexpected())?;
        skim.at = skip_space(skim.bytes, skim.at);
        match skim.bytes.get(skim.at) {
            Some(b':') => skim.at = skip_space(skim.bytes, skim.at + 1),
            Some(_) => return Err(skim.unexpected()),
            None => return Err(skim.truncated(Some(&key))),
        }
        let value = skim.value(Some(&key))?;
        Ok(Member { key, value })
    }
}

/// See [`elements`].
#[derive(Debug)]
pub(super) struct Elements<'a>(Skim<'a>);

impl Iterator for Elements<'_> {
    type Item = Result<Range<usize>, SkimFault>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.0.next_item()? {
            Ok(()) => self.0.value(None),
            Err(fault) => Err(fault),
        })
    }
}
