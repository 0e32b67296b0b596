//! The server's clock: milliseconds since 1970 UTC, as the protocol writes them.
//!
//! Every deadline is compared against this clock and never against the database's `now()`, so that tests can let ten
//! minutes pass in none.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// A moment, in milliseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixMs(u64);

impl UnixMs {
    /// From the protocol's number.
    pub const fn new(milliseconds: u64) -> Self {
        Self(milliseconds)
    }

    /// From a `bigint` column; the columns' checks keep it from being negative.
    pub fn from_column(milliseconds: i64) -> Self {
        Self(u64::try_from(milliseconds).unwrap_or(0))
    }

    /// The protocol's number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// As a `bigint` column stores it.
    pub fn to_column(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }

    /// `wait` later.
    #[must_use]
    pub fn plus(self, wait: Duration) -> Self {
        Self(self.0.saturating_add(milliseconds(wait)))
    }

    /// `wait` earlier.
    #[must_use]
    pub fn minus(self, wait: Duration) -> Self {
        Self(self.0.saturating_sub(milliseconds(wait)))
    }

    /// How long until `later`; zero once it has passed.
    pub fn until(self, later: Self) -> Duration {
        Duration::from_millis(later.0.saturating_sub(self.0))
    }
}

/// Tells the time. Clones share one offset.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    offset: Arc<AtomicU64>,
}

impl Clock {
    /// The present moment.
    pub fn now(&self) -> UnixMs {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        UnixMs(milliseconds(since).saturating_add(self.offset.load(Ordering::Relaxed)))
    }

    /// Lets `wait` pass at once, for tests of deadlines.
    pub fn advance(&self, wait: Duration) {
        self.offset.fetch_add(milliseconds(wait), Ordering::Relaxed);
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
