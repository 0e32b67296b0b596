//! The two directions in which rows spread most: for drawing many columns on a plane. For the columns' correlations see
//! `correlation`.

use super::{
    Table, Values,
    correlation::correlations,
    standardise::{Scale, as_f64},
};

/// Steps after which an eigenvector is good enough to be drawn, whatever still changes.
const STEPS: usize = 1000;
/// A direction that changes by less than this is found.
const CLOSE: f64 = 1e-12;

/// The first two principal components (Pearson 1901) of the aggregated columns of numbers: eigenvectors of their
/// correlations, found by power iteration, the second after the first was taken out.
#[derive(Clone, Debug)]
pub struct PrincipalComponents {
    /// Place among the aggregated columns and scale of each column of numbers.
    columns: Vec<(usize, Scale)>,
    first: Vec<f64>,
    second: Vec<f64>,
    shares: (f64, f64),
}

impl PrincipalComponents {
    /// Those of a table; none below two aggregated columns of numbers.
    pub fn of(table: &Table) -> Option<Self> {
        let numbers: Vec<(usize, &[f64])> = table
            .aggregated()
            .enumerate()
            .filter_map(|(place, column)| match &column.values {
                Values::Numbers(numbers) => Some((place, numbers.as_slice())),
                Values::Ordinal(_) | Values::Nominal(_) => None,
            })
            .collect();
        if numbers.len() < 2 {
            return None;
        }
        let columns: Vec<&[f64]> = numbers.iter().map(|(_, numbers)| *numbers).collect();
        let mut matrix = correlations(&columns);
        let (first, one) = greatest(&matrix);
        for (row, x) in matrix.iter_mut().zip(&first) {
            for (cell, y) in row.iter_mut().zip(&first) {
                *cell -= one * x * y;
            }
        }
        let (second, two) = greatest(&matrix);
        let count = as_f64(columns.len());
        Some(Self {
            columns: numbers.iter().map(|(place, numbers)| (*place, Scale::of(numbers))).collect(),
            first,
            second,
            shares: (100.0 * one / count, 100.0 * two / count),
        })
    }

    /// What of the spread of all columns lies in the first and in the second direction, in percent.
    pub const fn shares(&self) -> (f64, f64) {
        self.shares
    }

    /// Where the rows of this table, or of what became of it, lie along the first direction and along the second, on the
    /// scales of the table that the directions are of.
    pub fn project(&self, table: &Table) -> [Vec<f64>; 2] {
        let aggregated: Vec<&Values> = table.aggregated().map(|column| &column.values).collect();
        let along = |direction: &[f64]| {
            let mut places = vec![0.0; table.rows()];
            for ((place, scale), weight) in self.columns.iter().zip(direction) {
                if let Some(Values::Numbers(numbers)) = aggregated.get(*place) {
                    places.iter_mut().zip(numbers).for_each(|(sum, value)| *sum += weight * scale.apply(*value));
                }
            }
            places
        };
        [along(&self.first), along(&self.second)]
    }
}

/// The eigenvector of the greatest eigenvalue of a symmetric matrix without negative ones, and that eigenvalue.
fn greatest(matrix: &[Vec<f64>]) -> (Vec<f64>, f64) {
    // Unequal weights: a beginning at right angles to what is sought would stay there.
    let mut vector: Vec<f64> = (0..matrix.len()).map(|place| 1.0 + as_f64(place) / 7.0).collect();
    let mut value = 0.0;
    normalise(&mut vector);
    for _ in 0..STEPS {
        let mut next: Vec<f64> = matrix.iter().map(|row| dot(row, &vector)).collect();
        value = normalise(&mut next);
        let change: f64 = next.iter().zip(&vector).map(|(one, other)| (one - other) * (one - other)).sum();
        vector = next;
        if change < CLOSE {
            break;
        }
    }
    (vector, value)
}

/// Makes the length 1 and gives what it was.
fn normalise(vector: &mut [f64]) -> f64 {
    let length = dot(vector, vector).sqrt();
    if length > 0.0 {
        for value in vector {
            *value /= length;
        }
    }
    length
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

    use super::*;
    use crate::microagg::{Column, Role};

    fn table(columns: Vec<Vec<f64>>) -> Table {
        let column = |(number, values): (usize, Vec<f64>)| Column {
            name: number.to_string(),
            role: Role::QuasiIdentifier,
            values: Values::Numbers(values),
        };
        Table::try_new(columns.into_iter().enumerate().map(column).collect()).unwrap()
    }

    #[test]
    fn two_columns_that_go_together_spread_in_one_direction() {
        let components =
            PrincipalComponents::of(&table(vec![vec![1.0, 2.0, 3.0, 4.0], vec![10.0, 20.0, 30.0, 40.0]])).unwrap();
        let (first, second) = components.shares();
        assert!((first - 100.0).abs() < 1e-9 && second.abs() < 1e-9, "{first} {second}");
    }

    #[test]
    fn the_spread_along_a_direction_is_its_share() {
        let numbers = vec![
            vec![1.0, 5.0, 2.0, 8.0, 3.0, 9.0],
            vec![2.0, 4.0, 9.0, 1.0, 7.0, 3.0],
            vec![6.0, 1.0, 2.0, 2.0, 8.0, 4.0],
        ];
        let table = table(numbers);
        let components = PrincipalComponents::of(&table).unwrap();
        let [first, second] = components.project(&table);
        let variance = |places: &[f64]| places.iter().map(|place| place * place).sum::<f64>() / 5.0;
        assert!((100.0 * variance(&first) / 3.0 - components.shares().0).abs() < 1e-6);
        assert!((100.0 * variance(&second) / 3.0 - components.shares().1).abs() < 1e-6);
        assert!(variance(&first) >= variance(&second));
        let across: f64 = first.iter().zip(&second).map(|(one, other)| one * other).sum();
        assert!(across.abs() < 1e-4, "the directions stand at right angles: {across}");
    }

    #[test]
    fn one_column_has_no_plane_to_be_drawn_on() {
        assert!(PrincipalComponents::of(&table(vec![vec![1.0, 2.0]])).is_none());
    }

    #[test]
    fn constant_columns_lie_at_the_middle() {
        let table = table(vec![vec![3.0; 4], vec![5.0; 4]]);
        let [first, second] = PrincipalComponents::of(&table).unwrap().project(&table);
        assert_eq!((first[0], second[3]), (0.0, 0.0));
    }
}
