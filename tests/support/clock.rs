//! The people's clock: real time, and whatever a test lets pass. The servers' own is the backend's.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Tells the time. Clones share one offset.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<AtomicU64>);

impl Clock {
    /// Now, in milliseconds since 1970 UTC.
    pub fn now(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        milliseconds(since).saturating_add(self.0.load(Ordering::Relaxed))
    }

    /// Lets `wait` pass at once.
    pub fn advance(&self, wait: Duration) {
        self.0.fetch_add(milliseconds(wait), Ordering::Relaxed);
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
