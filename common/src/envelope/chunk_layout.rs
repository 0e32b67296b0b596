//! How a padded length falls into chunks.

use super::padme::{padme, padme_floor};

/// Plaintext bytes of every chunk but the last.
pub const CHUNK_SIZE: u32 = 262_144;
/// What sealing adds to every chunk.
pub const TAG_SIZE: u32 = 16;
/// The codec length that stands before the codec output.
pub(super) const LENGTH_FIELD: u64 = 8;

/// The chunks of one body: at least one, all of [`CHUNK_SIZE`] but the last, which is never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChunkLayout {
    padded_length: u64,
    count: u32,
}

impl ChunkLayout {
    /// The layout of a padded length, or nothing where it is not a Padmé length, is shorter than the length field, or
    /// needs more chunks than the counter holds.
    pub fn of(padded_length: u64) -> Option<Self> {
        let count = u32::try_from(padded_length.div_ceil(u64::from(CHUNK_SIZE))).ok()?;
        (padded_length >= LENGTH_FIELD && padme(padded_length) == Some(padded_length))
            .then_some(Self { padded_length, count })
    }

    /// The most bytes of content that, stored as they are, take at most `sealed` bytes with padding and tags. What deflates
    /// may be longer.
    pub fn most_content(sealed: u64) -> u64 {
        let (chunk, tag) = (u64::from(CHUNK_SIZE), u64::from(TAG_SIZE));
        let last = (sealed % (chunk + tag)).saturating_sub(tag);
        let padded = sealed / (chunk + tag) * chunk + last;
        padme_floor(padded.min(u64::from(u32::MAX) * chunk)).saturating_sub(LENGTH_FIELD)
    }

    /// How many chunks.
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// Plaintext bytes of all chunks together.
    pub const fn padded_length(&self) -> u64 {
        self.padded_length
    }

    /// Bytes of all sealed chunks together.
    pub fn sealed_length(&self) -> u64 {
        self.padded_length + u64::from(self.count) * u64::from(TAG_SIZE)
    }

    /// Whether `index` is the last chunk.
    pub const fn is_last(&self, index: u32) -> bool {
        index == self.count - 1
    }

    /// Plaintext bytes of chunk `index`, from 0; zero beyond the last.
    pub fn chunk_length(&self, index: u32) -> usize {
        let before = u64::from(index) * u64::from(CHUNK_SIZE);
        let length = self.padded_length.saturating_sub(before).min(u64::from(CHUNK_SIZE));
        usize::try_from(length).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed_length(content: u64) -> Option<u64> {
        padme(content + LENGTH_FIELD).and_then(ChunkLayout::of).map(|layout| layout.sealed_length())
    }

    #[test]
    fn the_most_content_of_a_sealed_length_fits_and_a_byte_more_does_not() {
        for sealed in (100..5_000).chain([262_144, 262_160, 262_161, 1_000_000, 2 << 30, (2 << 30) + 12_345, 1 << 40]) {
            let most = ChunkLayout::most_content(sealed);
            assert!(sealed_length(most).is_some_and(|length| length <= sealed), "{sealed}");
            assert!(sealed_length(most + 1).is_some_and(|length| length > sealed), "{sealed}");
        }
        assert_eq!(ChunkLayout::most_content(2 << 30), 2_113_929_208, "what a server takes that nobody told otherwise");
        assert_eq!((ChunkLayout::most_content(0), ChunkLayout::most_content(24)), (0, 0));
    }

    #[test]
    fn the_most_content_of_any_sealed_length_has_a_layout() {
        assert!(sealed_length(ChunkLayout::most_content(u64::MAX)).is_some());
    }
}
