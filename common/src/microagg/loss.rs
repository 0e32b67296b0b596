//! What a grouping loses: the measure that all methods share.

use super::{
    Grouping, NumericTable,
    standardise::{mean, standardise},
};

/// IL = 100 · SSE / SST on z-scores, in percent (Domingo-Ferrer and Mateo-Sanz 2002): the squares within groups as a
/// share of all squares. 0 keeps everything; 100 keeps only the mean. A table of constants loses 0.
pub fn information_loss(table: &NumericTable, grouping: &Grouping) -> f64 {
    let columns = standardise(table);
    let total: f64 = columns.iter().map(|column| squares_about_mean(column)).sum();
    if total <= 0.0 {
        return 0.0;
    }
    let within: f64 = columns.iter().map(|column| squares_within(column, grouping)).sum();
    // Squares within groups never exceed all squares; rounding may, by a hair.
    (100.0 * within / total).min(100.0)
}

fn squares_within(column: &[f64], grouping: &Grouping) -> f64 {
    grouping
        .groups()
        .iter()
        .map(|group| {
            let values: Vec<f64> = group.iter().filter_map(|&row| column.get(row).copied()).collect();
            squares_about_mean(&values)
        })
        .sum()
}

fn squares_about_mean(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean) * (value - mean)).sum()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]
    use super::*;

    /// The nine points of MICROAGGREGATION.md, with the loss of two groupings of them as published.
    fn nine_points() -> NumericTable {
        NumericTable::try_new(vec![
            vec![2.4, 1.68, 3.18, 5.32, 18.68, 20.14, 19.85, 21.28, 23.0],
            vec![3.0, 4.9, 5.54, 3.6, 11.49, 9.56, 10.33, 10.9, 11.5],
        ])
        .unwrap()
    }

    #[test]
    fn the_published_groups_of_nine_points_lose_what_was_published() {
        let fixed = Grouping::new(vec![vec![0, 1, 3], vec![2, 5, 6], vec![4, 7, 8]]);
        assert!((information_loss(&nine_points(), &fixed) - 22.4260).abs() < 5e-5);
        let variable = Grouping::new(vec![vec![0, 1, 2, 3], vec![4, 5, 6, 7, 8]]);
        assert!((information_loss(&nine_points(), &variable) - 4.6832).abs() < 5e-5);
    }

    #[test]
    fn a_table_of_constants_loses_nothing() {
        let constants = NumericTable::try_new(vec![vec![0.1; 6]]).unwrap();
        assert!(information_loss(&constants, &Grouping::new(vec![vec![0, 1, 2], vec![3, 4, 5]])).abs() < f64::EPSILON);
    }
}
