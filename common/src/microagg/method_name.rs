//! What the methods are called, without their numbers: the one list from which the command line and the Research page offer
//! them. With its numbers a method is a [`super::Method`].

use core::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// How rows come into groups, or values are changed. As text it is the command line's spelling: `mdav-generic`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MethodName {
    /// [`super::mdav_generic`].
    MdavGeneric,
    /// [`super::mdav_to_nearest`], MDAV as published tables have it.
    #[serde(rename = "mdav")]
    MdavToNearest,
    /// [`super::v_mdav`], [`super::v_mdav_auto`].
    VMdav,
    /// [`super::univariate_optimal`].
    Univariate,
    /// [`super::individual_ranking`]. Not k-anonymous.
    IndividualRanking,
    /// [`super::rank_swapping`]. Not k-anonymous.
    RankSwapping,
    /// [`super::Noise::Uncorrelated`]. Not k-anonymous.
    NoiseUncorrelated,
    /// [`super::Noise::Correlated`]. Not k-anonymous.
    NoiseCorrelated,
    /// [`super::Noise::Restoring`]. Not k-anonymous.
    NoiseRestoring,
    /// [`super::Noise::Multiplicative`]. Not k-anonymous.
    NoiseMultiplicative,
}

/// No method is called so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no method is called {0}")]
pub struct UnknownMethod(pub String);

impl MethodName {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::MdavGeneric,
        Self::MdavToNearest,
        Self::VMdav,
        Self::Univariate,
        Self::IndividualRanking,
        Self::RankSwapping,
        Self::NoiseUncorrelated,
        Self::NoiseCorrelated,
        Self::NoiseRestoring,
        Self::NoiseMultiplicative,
    ];

    /// The command line's spelling.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MdavGeneric => "mdav-generic",
            Self::MdavToNearest => "mdav",
            Self::VMdav => "v-mdav",
            Self::Univariate => "univariate",
            Self::IndividualRanking => "individual-ranking",
            Self::RankSwapping => "rank-swapping",
            Self::NoiseUncorrelated => "noise-uncorrelated",
            Self::NoiseCorrelated => "noise-correlated",
            Self::NoiseRestoring => "noise-restoring",
            Self::NoiseMultiplicative => "noise-multiplicative",
        }
    }

    /// Whether it puts rows into groups of at least k, so that no row stands alone in the aggregated columns.
    pub const fn makes_groups(self) -> bool {
        matches!(self, Self::MdavGeneric | Self::MdavToNearest | Self::VMdav | Self::Univariate)
    }

    /// Whether it takes k.
    pub const fn takes_k(self) -> bool {
        self.makes_groups() || matches!(self, Self::IndividualRanking)
    }

    /// Whether it adds noise.
    pub const fn is_noise(self) -> bool {
        !self.takes_k() && !matches!(self, Self::RankSwapping)
    }
}

impl fmt::Display for MethodName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.key())
    }
}

impl FromStr for MethodName {
    type Err = UnknownMethod;

    fn from_str(text: &str) -> Result<Self, UnknownMethod> {
        Self::ALL.into_iter().find(|method| method.key() == text).ok_or_else(|| UnknownMethod(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    #[test]
    fn every_method_is_found_by_its_spelling() {
        for method in MethodName::ALL {
            assert_eq!(method.to_string().parse(), Ok(method));
            assert_eq!(serde_json::to_string(&method).unwrap(), format!("\"{method}\""));
        }
        assert_eq!("MDAV".parse::<MethodName>(), Err(UnknownMethod("MDAV".to_owned())));
    }

    #[test]
    fn only_methods_that_group_rows_promise_k() {
        let promising: Vec<_> = MethodName::ALL.into_iter().filter(|method| method.makes_groups()).collect();
        assert_eq!(promising.len(), 4);
        assert!(MethodName::IndividualRanking.takes_k() && !MethodName::IndividualRanking.makes_groups());
        assert_eq!(MethodName::ALL.into_iter().filter(|method| method.is_noise()).count(), 4);
    }
}
