//! What a grouping of numbers loses. For columns of other kinds see [`Space::information_loss`].

use super::{Grouping, NumericTable, Space};

/// IL = 100 · SSE / SST on z-scores, in percent (Domingo-Ferrer and Mateo-Sanz 2002): the squares within groups as a
/// share of all squares. 0 keeps everything; 100 keeps only the mean. A table of constants loses 0.
pub fn information_loss(table: &NumericTable, grouping: &Grouping) -> f64 {
    Space::from(table).information_loss(grouping)
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
