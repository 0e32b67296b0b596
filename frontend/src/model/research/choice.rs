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
    /// Its categories, lowest first, should it be one of categories with an order. None of a column of numbers, which have
    /// theirs, and of one with too many.
    pub order: Vec<String>,
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

impl From<Kind> for ColumnKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Numbers => Self::Numbers,
            Kind::Ordinal(_) => Self::Ordinal,
            Kind::Nominal => Self::Nominal,
        }
    }
}

impl ColumnChoice {
    /// The kind as which the column is read: what is left out or kept to the letter is text, whatever it holds.
    pub fn read_as(&self) -> Kind {
        match (self.role, self.kind) {
            (ColumnRole::Drop | ColumnRole::Keep, _) | (_, ColumnKind::Nominal) => Kind::Nominal,
            (_, ColumnKind::Numbers) => Kind::Numbers,
            (_, ColumnKind::Ordinal) => Kind::Ordinal((!self.order.is_empty()).then(|| self.order.clone())),
        }
    }

    /// Exchanges a category with the one that stands before it.
    pub fn raise(&mut self, place: usize) {
        if let Some(before) = place.checked_sub(1)
            && place < self.order.len()
        {
            self.order.swap(before, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(role: ColumnRole, kind: ColumnKind) -> ColumnChoice {
        let order = ["high", "low", "medium"].map(str::to_owned).to_vec();
        ColumnChoice { name: "grade".to_owned(), role, kind, order }
    }

    #[test]
    fn categories_are_put_in_order_and_never_lost() {
        let mut choice = column(ColumnRole::Aggregate, ColumnKind::Ordinal);
        choice.raise(1);
        assert_eq!(choice.order, ["low", "high", "medium"]);
        choice.raise(2);
        assert_eq!(choice.order, ["low", "medium", "high"]);
        choice.raise(0);
        choice.raise(3);
        assert_eq!(choice.order, ["low", "medium", "high"], "beyond the ends nothing moves");
        assert_eq!(choice.read_as(), Kind::Ordinal(Some(choice.order)));
    }

    #[test]
    fn an_order_counts_only_where_something_is_computed_with_it() {
        assert_eq!(column(ColumnRole::Keep, ColumnKind::Ordinal).read_as(), Kind::Nominal);
        assert_eq!(column(ColumnRole::Aggregate, ColumnKind::Nominal).read_as(), Kind::Nominal);
        assert_eq!(column(ColumnRole::Confidential, ColumnKind::Numbers).read_as(), Kind::Numbers);
        let without = ColumnChoice { order: Vec::new(), ..column(ColumnRole::Confidential, ColumnKind::Ordinal) };
        assert_eq!(without.read_as(), Kind::Ordinal(None));
    }
}
