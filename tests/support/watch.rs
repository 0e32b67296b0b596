//! Whoever watches an upload: notes what is stored, cancels when told to, knows what was said elsewhere of the records.

use std::cell::Cell;

use sesemr_common::api::frame::MOST_REQUEST;
use sesemr_common::flow::{BroughtMark, UploadWatch};

/// A watch that never cancels by itself.
#[derive(Default)]
pub struct Watch {
    stored: Cell<(u64, u64)>,
    was_away: Cell<bool>,
    cancels_at: Cell<Option<u64>>,
    request_bytes: Option<usize>,
    said: Vec<BroughtMark>,
}

impl Watch {
    /// A watch that cancels once so many bytes are stored.
    pub fn that_cancels_at(bytes: u64) -> Self {
        Self { cancels_at: Cell::new(Some(bytes)), ..Self::default() }
    }

    /// The same, with requests of so many bytes: of one chunk each where that is less than two.
    #[must_use]
    pub fn in_requests_of(mut self, bytes: usize) -> Self {
        self.request_bytes = Some(bytes);
        self
    }

    /// The same, with what was said elsewhere of records that go.
    #[must_use]
    pub fn saying(mut self, said: Vec<BroughtMark>) -> Self {
        self.said = said;
        self
    }

    /// Bytes stored, and of how many.
    pub const fn progress(&self) -> (u64, u64) {
        self.stored.get()
    }

    /// Whether the server was away at some moment.
    pub const fn has_waited(&self) -> bool {
        self.was_away.get()
    }
}

impl UploadWatch for Watch {
    fn stored(&self, bytes: u64, of: u64) {
        self.stored.set((bytes, of));
    }

    fn server_away(&self, away: bool) {
        self.was_away.set(self.was_away.get() || away);
    }

    fn is_cancelled(&self) -> bool {
        self.cancels_at.get().is_some_and(|bytes| self.stored.get().0 >= bytes)
    }

    fn said(&self) -> &[BroughtMark] {
        &self.said
    }

    fn request_bytes(&self) -> usize {
        self.request_bytes.unwrap_or(MOST_REQUEST)
    }
}
