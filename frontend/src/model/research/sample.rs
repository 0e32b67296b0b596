//! Some rows of a table on axes, to be drawn as points: all of a small table, whole groups spread evenly over a large one, or
//! some rows of each of its large groups.

use serde::{Deserialize, Serialize};
use sesemr_common::microagg::{Grouping, PrincipalComponents, Table, Values};

/// About how many rows are drawn; more would be a blot.
pub const DRAWN: usize = 600;
/// How many columns can be drawn against each other.
const COLUMNS: usize = 20;
/// Where fewer whole groups than these could be drawn, some rows of each group are.
const FEW_GROUPS: usize = 10;

/// Rows that are drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Of how many rows.
    pub of_rows: u32,
    /// What of the spread lies in the two directions, in percent.
    pub shares: (f64, f64),
    /// The two directions first, then columns of numbers; at least four.
    pub axes: Vec<SampleAxis>,
}

/// Where the rows lie along one axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleAxis {
    /// What the axis is.
    pub of: AxisOf,
    /// Before.
    pub before: Vec<f64>,
    /// After: the centre of a row's group, or its changed value.
    pub after: Vec<f64>,
}

/// What an axis is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AxisOf {
    /// A principal component: the first or the second.
    Direction(u8),
    /// A column.
    Column(String),
}

impl Sample {
    /// Takes the rows; nothing below two aggregated columns of numbers.
    pub fn take(original: &Table, masked: &Table, grouping: Option<&Grouping>) -> Option<Self> {
        let components = PrincipalComponents::of(original)?;
        let rows = spread_rows(original.rows(), grouping);
        let pick = |values: &[f64]| rows.iter().filter_map(|row| values.get(*row).copied()).collect::<Vec<f64>>();
        let directions = components.project(original).into_iter().zip(components.project(masked));
        let directions = directions.zip(1..).map(|((before, after), number)| SampleAxis {
            of: AxisOf::Direction(number),
            before: pick(&before),
            after: pick(&after),
        });
        let columns = original.aggregated().zip(masked.aggregated()).filter_map(|(before, after)| {
            let (Values::Numbers(numbers), Values::Numbers(masked)) = (&before.values, &after.values) else {
                return None;
            };
            Some(SampleAxis { of: AxisOf::Column(before.name.clone()), before: pick(numbers), after: pick(masked) })
        });
        Some(Self {
            of_rows: u32::try_from(original.rows()).unwrap_or(u32::MAX),
            shares: components.shares(),
            axes: directions.chain(columns.take(COLUMNS)).collect(),
        })
    }

    /// How many rows are drawn.
    pub fn rows(&self) -> usize {
        self.axes.first().map_or(0, |axis| axis.before.len())
    }
}

/// About [`DRAWN`] rows: whole groups, a next one as soon as the rows passed over allow it; or, of groups so large that few
/// would fit, every n-th row of all of them; or, without groups, every n-th row.
fn spread_rows(rows: usize, grouping: Option<&Grouping>) -> Vec<usize> {
    let step = rows.div_ceil(DRAWN).max(1);
    let Some(grouping) = grouping else { return (0..rows).step_by(step).collect() };
    let groups = grouping.groups();
    if DRAWN * groups.len() < FEW_GROUPS * rows {
        return groups.iter().flatten().step_by(step).copied().collect();
    }
    let mut drawn: Vec<usize> = Vec::new();
    let mut passed = 0;
    for group in groups {
        if drawn.len() * step <= passed {
            drawn.extend_from_slice(group);
        }
        passed += group.len();
    }
    drawn
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

    use sesemr_common::microagg::{Column, GroupSize, Role, Unwatched, mask, mdav_generic};

    use super::*;

    fn table(rows: u32) -> Table {
        let column = |name: &str, factor: u32| Column {
            name: name.to_owned(),
            role: Role::QuasiIdentifier,
            values: Values::Numbers((0..rows).map(|row| f64::from(row * factor % 1009)).collect()),
        };
        Table::try_new(vec![column("a", 7), column("b", 31)]).unwrap()
    }

    #[test]
    fn a_small_table_is_drawn_whole() {
        let table = table(40);
        let grouping = mdav_generic(&table.space().unwrap(), GroupSize::DEFAULT, &mut Unwatched).unwrap();
        let masked = mask(&table, &grouping).unwrap();
        let sample = Sample::take(&table, &masked, Some(&grouping)).unwrap();
        assert_eq!((sample.rows(), sample.of_rows, sample.axes.len()), (40, 40, 4));
        assert_eq!(sample.axes[3].of, AxisOf::Column("b".to_owned()));
        assert!(sample.axes.iter().all(|axis| axis.before.len() == 40 && axis.after.len() == 40));
    }

    #[test]
    fn of_a_large_table_whole_groups_are_drawn() {
        let table = table(3000);
        let grouping = mdav_generic(&table.space().unwrap(), GroupSize::DEFAULT, &mut Unwatched).unwrap();
        let drawn = spread_rows(3000, Some(&grouping));
        assert!((500..=700).contains(&drawn.len()), "{}", drawn.len());
        for group in grouping.groups() {
            let there = group.iter().filter(|row| drawn.contains(row)).count();
            assert!(there == 0 || there == group.len());
        }
        assert_eq!(spread_rows(3000, None).len(), DRAWN);
    }

    #[test]
    fn of_large_groups_some_rows_of_each_are_drawn() {
        let table = table(10_000);
        for k in [100, 1000] {
            let size = GroupSize::try_from(k).unwrap();
            let grouping = mdav_generic(&table.space().unwrap(), size, &mut Unwatched).unwrap();
            let drawn = spread_rows(10_000, Some(&grouping));
            assert!((300..=600).contains(&drawn.len()), "{}", drawn.len());
            assert!(grouping.groups().iter().all(|group| group.iter().any(|row| drawn.contains(row))));
        }
    }
}
