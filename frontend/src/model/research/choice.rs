//! What is chosen before a table is aggregated: what each column is for, and the method.

use serde::{Deserialize, Serialize};
use sesemr_common::microagg::{Kind, MethodName, Role};

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
