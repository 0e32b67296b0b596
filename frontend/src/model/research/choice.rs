//! What is chosen before a table is aggregated: what each column is for, and the method.

use serde::{Deserialize, Serialize};
use sesemr_common::microagg::{Kind, Role};

/// What becomes of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// Left out of every result.
    Drop,
    /// Could single a person out together with others: aggregated.
    Aggregate,
    /// What nobody should learn about a person: kept, and checked.
    Confidential,
    /// Kept as it is.
    Keep,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Numbers.
    Numbers,
    /// Categories with an order.
    Ordinal,
    /// Names without one.
    Nominal,
}

/// A column with what is chosen for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnChoice {
    /// The name at its head.
    pub name: String,
    /// What becomes of it.
    pub role: ColumnRole,
    /// What it holds.
    pub kind: ColumnKind,
}

/// How rows come into groups, or values are changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodName {
    /// MDAV-generic.
    MdavGeneric,
    /// MDAV, rows left over to the nearest group.
    MdavToNearest,
    /// V-MDAV.
    VMdav,
    /// The optimum of one column.
    Univariate,
    /// Each column by itself. Not k-anonymous.
    IndividualRanking,
    /// Not k-anonymous.
    RankSwapping,
    /// Not k-anonymous.
    NoiseUncorrelated,
    /// Not k-anonymous.
    NoiseCorrelated,
    /// Not k-anonymous.
    NoiseRestoring,
    /// Not k-anonymous.
    NoiseMultiplicative,
}

/// What is done to groups afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefineName {
    /// Nothing.
    None,
    /// Moves and exchanges as long as they help.
    Descent,
    /// A search of so many seconds.
    Search {
        /// Its length.
        seconds: u32,
    },
}

/// A method with its numbers. Those that it does not take are not in it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MethodChoice {
    /// Which.
    pub method: MethodName,
    /// k, where it takes one.
    #[serde(default)]
    pub k: Option<u32>,
    /// γ of V-MDAV; none tries several and takes the best.
    #[serde(default)]
    pub gamma: Option<f64>,
    /// What is done to its groups afterwards.
    pub refine: RefineName,
    /// How far rank swapping moves a value, in percent of the ranks.
    #[serde(default)]
    pub range: Option<f64>,
    /// How much noise: its variance over the column's.
    #[serde(default)]
    pub level: Option<f64>,
}

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

    /// How a form spells it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MdavGeneric => "mdav_generic",
            Self::MdavToNearest => "mdav_to_nearest",
            Self::VMdav => "v_mdav",
            Self::Univariate => "univariate",
            Self::IndividualRanking => "individual_ranking",
            Self::RankSwapping => "rank_swapping",
            Self::NoiseUncorrelated => "noise_uncorrelated",
            Self::NoiseCorrelated => "noise_correlated",
            Self::NoiseRestoring => "noise_restoring",
            Self::NoiseMultiplicative => "noise_multiplicative",
        }
    }

    /// By its spelling in a form.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == key)
    }
}

impl MethodChoice {
    /// A method with k, and with nothing done to its groups; 5 % and a tenth for methods that take no k.
    pub fn plain(method: MethodName, k: u32) -> Self {
        Self {
            method,
            k: method.takes_k().then_some(k),
            gamma: None,
            refine: RefineName::None,
            range: (method == MethodName::RankSwapping).then_some(5.0),
            level: method.is_noise().then_some(0.1),
        }
    }
}

impl From<ColumnRole> for Role {
    fn from(role: ColumnRole) -> Self {
        match role {
            ColumnRole::Drop => Self::Identifier,
            ColumnRole::Aggregate => Self::QuasiIdentifier,
            ColumnRole::Confidential => Self::Confidential,
            ColumnRole::Keep => Self::KeptAsIs,
        }
    }
}

impl From<ColumnKind> for Kind {
    fn from(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Numbers => Self::Numbers,
            ColumnKind::Ordinal => Self::Ordinal,
            ColumnKind::Nominal => Self::Nominal,
        }
    }
}

impl From<Kind> for ColumnKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Numbers => Self::Numbers,
            Kind::Ordinal => Self::Ordinal,
            Kind::Nominal => Self::Nominal,
        }
    }
}

impl ColumnChoice {
    /// The kind as which the column is read: what is left out or kept to the letter is text, whatever it holds.
    pub fn read_as(&self) -> Kind {
        match self.role {
            ColumnRole::Drop | ColumnRole::Keep => Kind::Nominal,
            ColumnRole::Aggregate | ColumnRole::Confidential => self.kind.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_is_found_by_its_spelling() {
        for method in MethodName::ALL {
            assert_eq!(MethodName::of_key(method.key()), Some(method));
        }
        assert_eq!(MethodName::of_key(""), None);
    }

    #[test]
    fn only_methods_that_group_rows_promise_k() {
        let promising: Vec<_> = MethodName::ALL.into_iter().filter(|method| method.makes_groups()).collect();
        assert_eq!(promising.len(), 4);
        assert!(MethodName::IndividualRanking.takes_k() && !MethodName::IndividualRanking.makes_groups());
    }
}
