//! How much noise is added.

/// α: the variance of the noise as a multiple of the variance of the column it is added to, above 0 and up to 10. It means
/// the same in all four methods.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct NoiseLevel(f64);

/// Why a number is not a level.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("the level of noise lies above 0 and up to {most}, not at {0}", most = NoiseLevel::MOST)]
pub struct NoiseLevelError(pub f64);

impl NoiseLevel {
    /// Ten times the column's own variance: nothing is recognised any more.
    pub const MOST: f64 = 10.0;

    /// α.
    pub const fn number(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for NoiseLevel {
    type Error = NoiseLevelError;

    fn try_from(number: f64) -> Result<Self, NoiseLevelError> {
        if number > 0.0 && number <= Self::MOST { Ok(Self(number)) } else { Err(NoiseLevelError(number)) }
    }
}
