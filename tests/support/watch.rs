//! Whoever watches an upload: notes what is stored, cancels when told to.

use std::cell::Cell;

use sesemr_common::flow::UploadWatch;

/// A watch that never cancels by itself.
#[derive(Debug, Default)]
pub struct Watch {
    stored: Cell<(u64, u64)>,
    was_away: Cell<bool>,
    cancels_at: Cell<Option<u64>>,
}

impl Watch {
    /// A watch that cancels once so many bytes are stored.
    pub fn that_cancels_at(bytes: u64) -> Self {
        Self { cancels_at: Cell::new(Some(bytes)), ..Self::default() }
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
}
