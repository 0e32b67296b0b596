//! How far rank swapping may move a value.

/// A percentage of the ranks, above 0 and up to 100. 5 is five percent: no number is ever read as a proportion.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct SwapRange(f64);

/// Why a number is not a range.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("the range is a percentage above 0 and up to 100, not {0}")]
pub struct SwapRangeError(pub f64);

impl SwapRange {
    /// The number of percent.
    pub const fn percent(self) -> f64 {
        self.0
    }

    /// The number of ranks among `rows`, at least 1.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the number of rows")]
    pub(super) fn ranks(self, rows: usize) -> usize {
        ((super::standardise::as_f64(rows) * self.0 / 100.0) as usize).max(1)
    }
}

impl TryFrom<f64> for SwapRange {
    type Error = SwapRangeError;

    fn try_from(percent: f64) -> Result<Self, SwapRangeError> {
        if percent > 0.0 && percent <= 100.0 { Ok(Self(percent)) } else { Err(SwapRangeError(percent)) }
    }
}
