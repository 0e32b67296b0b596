//! How long a search goes on. For the search see [`super::local_search`].

/// So many tries, or as long as a clock allows.
pub enum Budget<'a> {
    /// So many tried changes: the same seed then gives the same groups on every machine. The descents before and after are
    /// done to their ends.
    Evaluations(u64),
    /// Asked every now and then for the share of the budget that is spent, from 0; the search, its descents too, ends at 1
    /// with the groups as they then are. For a clock, which this module has not: the caller divides the seconds gone by the
    /// seconds allowed.
    Spent(&'a mut dyn FnMut() -> f64),
}

/// The share of a clock's budget after which a search has cooled; the rest is for the descent that it ends with.
const COOLED: f64 = 0.95;

impl Budget<'_> {
    /// The share of the tries, or of their time, that is spent.
    #[expect(clippy::cast_precision_loss, reason = "a share need not be exact")]
    pub(super) fn spent(&mut self, tried: u64) -> f64 {
        match self {
            Self::Evaluations(all) => tried as f64 / (*all).max(1) as f64,
            Self::Spent(share) => share() / COOLED,
        }
    }

    /// Whether the clock has run out.
    pub(super) fn has_run_out(&mut self) -> bool {
        match self {
            Self::Evaluations(_) => false,
            Self::Spent(share) => share() >= 1.0,
        }
    }
}
