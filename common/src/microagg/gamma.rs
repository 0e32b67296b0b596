//! How eagerly V-MDAV extends its groups.

/// The γ of V-MDAV, from 0 (no group is extended) to [`Gamma::MOST`]. Its authors advise 0.2 for scattered rows and 1.1 for
/// clustered ones.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Gamma(f64);

/// Why a number is not a γ.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("gamma lies between 0 and {most}, not at {0}", most = Gamma::MOST)]
pub struct GammaError(pub f64);

impl Gamma {
    /// Beyond this every group is extended as far as it may be.
    pub const MOST: f64 = 100.0;
    /// What `auto` tries, ascending.
    pub(super) const GRID: [Self; 6] = [Self(0.0), Self(0.2), Self(0.35), Self(0.5), Self(0.8), Self(1.1)];

    /// The number.
    pub const fn number(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Gamma {
    type Error = GammaError;

    fn try_from(number: f64) -> Result<Self, GammaError> {
        if (0.0..=Self::MOST).contains(&number) { Ok(Self(number)) } else { Err(GammaError(number)) }
    }
}
