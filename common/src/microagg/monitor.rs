//! Somebody who watches long work and may stop it. The methods call; threads and clocks are the caller's.

use core::ops::ControlFlow;

/// Told every so often how far a method is.
///
/// ```
/// use core::ops::ControlFlow;
/// use sesemr_common::microagg::Monitor;
///
/// let mut seen = 0.0;
/// let mut watch = |share: f64| {
///     seen = share;
///     ControlFlow::Continue(())
/// };
/// assert!(watch.progress(0.5).is_continue());
/// ```
pub trait Monitor {
    /// `share` is what is done of the whole work, from 0 to 1. A break cancels: the method ends at once and gives no result.
    fn progress(&mut self, share: f64) -> ControlFlow<()>;
}

impl<F: FnMut(f64) -> ControlFlow<()>> Monitor for F {
    fn progress(&mut self, share: f64) -> ControlFlow<()> {
        self(share)
    }
}

/// Nobody watches, nobody stops.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Monitor for Unwatched {
    fn progress(&mut self, _share: f64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// Part of a larger work: its shares are scaled into `from..to` of the whole.
pub(super) struct Part<'a> {
    pub(super) whole: &'a mut dyn Monitor,
    pub(super) from: f64,
    pub(super) to: f64,
}

impl Monitor for Part<'_> {
    fn progress(&mut self, share: f64) -> ControlFlow<()> {
        self.whole.progress(self.from + share * (self.to - self.from))
    }
}
