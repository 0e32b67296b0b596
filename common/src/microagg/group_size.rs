//! How many rows a group holds at least: the k of micro-aggregation. For the groups themselves see [`super::Grouping`].

/// The least size of a group, from [`GroupSize::LEAST`] to [`GroupSize::MOST`]: one row is no group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupSize(u32);

/// Why a number is not a group size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("k, the least size of a group, lies between {least} and {most}, not at {0}", least = GroupSize::LEAST, most = GroupSize::MOST)]
pub struct GroupSizeError(pub u32);

impl GroupSize {
    /// The smallest group that hides anything.
    pub const LEAST: u32 = 2;
    /// The largest group on offer; it keeps the k·n steps of the optimal partition within bounds.
    pub const MOST: u32 = 1000;
    /// What the application proposes.
    pub const DEFAULT: Self = Self(3);

    /// The number as JSON and the screen write it.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// k, the least number of rows in a group.
    pub const fn least(self) -> usize {
        self.0 as usize
    }

    /// 2k−1, the most rows an optimal group ever needs: a larger one splits in two without loss.
    pub const fn most(self) -> usize {
        2 * self.least() - 1
    }
}

impl TryFrom<u32> for GroupSize {
    type Error = GroupSizeError;

    fn try_from(number: u32) -> Result<Self, GroupSizeError> {
        if (Self::LEAST..=Self::MOST).contains(&number) { Ok(Self(number)) } else { Err(GroupSizeError(number)) }
    }
}
