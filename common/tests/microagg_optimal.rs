//! The optimal partition against every possible partition, and figures of the literature.
#![cfg(all(feature = "client", not(target_arch = "wasm32")))]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]
#![expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "the numbers here are small")]
#![expect(clippy::print_stdout, reason = "a test without its sample says so")]

use proptest::prelude::*;
use sesemr_common::microagg::{
    AggregateError, GroupSize, Grouping, NumericTable, PartitionError, TableError, Unwatched, information_loss,
    optimal_partition, univariate_optimal,
};

fn size(k: u32) -> GroupSize {
    GroupSize::try_from(k).unwrap()
}

/// The sum of squares about the mean of the rows `start..end`, over all columns: the textbook formula, in two passes.
fn squares(columns: &[Vec<f64>], start: usize, end: usize) -> f64 {
    let length = (end - start) as f64;
    let of_column = |column: &Vec<f64>| {
        let run = &column[start..end];
        let mean = run.iter().sum::<f64>() / length;
        run.iter().map(|value| (value - mean).powi(2)).sum::<f64>()
    };
    columns.iter().map(of_column).sum()
}

/// The least squares of all ways to cut `start..` into runs of at least k, whatever their length.
fn least_squares(columns: &[Vec<f64>], start: usize, k: usize) -> f64 {
    let rows = columns[0].len();
    if start == rows {
        return 0.0;
    }
    let ends = (start + k)..=rows;
    ends.map(|end| squares(columns, start, end) + least_squares(columns, end, k)).fold(f64::INFINITY, f64::min)
}

fn z_scores(column: &[f64]) -> Vec<f64> {
    let count = column.len() as f64;
    let mean = column.iter().sum::<f64>() / count;
    let deviation = (column.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt();
    column.iter().map(|value| (value - mean) / deviation).collect()
}

/// Whether there is anything to standardise.
fn is_varied(column: &[f64]) -> bool {
    column.iter().any(|value| value.total_cmp(&column[0]).is_ne())
}

fn grouped_squares(columns: &[Vec<f64>], grouping: &Grouping) -> f64 {
    grouping.groups().iter().map(|rows| squares(columns, rows[0], rows[rows.len() - 1] + 1)).sum()
}

proptest! {
    #[test]
    fn no_partition_into_runs_of_at_least_k_loses_less(
        rows in prop::collection::vec((-200..200_i32, -50..50_i32), 2..15),
        k in 2..5_u32,
    ) {
        let columns: Vec<Vec<f64>> = vec![
            rows.iter().map(|row| f64::from(row.0)).collect(),
            rows.iter().map(|row| f64::from(row.1) / 4.0).collect(),
        ];
        prop_assume!(columns.iter().all(|column| is_varied(column)));
        let table = NumericTable::try_new(columns.clone()).unwrap();
        match optimal_partition(&table, size(k)) {
            Ok(grouping) => {
                let standardised: Vec<Vec<f64>> = columns.iter().map(|column| z_scores(column)).collect();
                let found = grouped_squares(&standardised, &grouping);
                let least = least_squares(&standardised, 0, k as usize);
                prop_assert!((found - least).abs() < 1e-9, "found {found}, least {least}");
            }
            Err(PartitionError::TooFewRows { .. }) => prop_assert!(rows.len() < k as usize),
        }
    }

    #[test]
    fn runs_hold_k_to_2k_minus_1_rows_and_cover_all_in_order(
        values in prop::collection::vec(-1e6..1e6_f64, 3..200),
        k in 2..9_u32,
    ) {
        prop_assume!(values.len() >= k as usize);
        let table = NumericTable::try_new(vec![values.clone()]).unwrap();
        let grouping = optimal_partition(&table, size(k)).unwrap();
        let rows: Vec<usize> = grouping.groups().concat();
        prop_assert_eq!(rows, (0..values.len()).collect::<Vec<_>>());
        let within = |group: &Vec<usize>| (size(k).least()..=size(k).most()).contains(&group.len());
        prop_assert!(grouping.groups().iter().all(within));
    }

    #[test]
    fn loss_is_a_percentage_and_deterministic(values in prop::collection::vec(any::<f64>(), 3..60)) {
        if let Ok(table) = NumericTable::try_new(vec![values]) {
            let grouping = optimal_partition(&table, GroupSize::DEFAULT).unwrap();
            let loss = information_loss(&table, &grouping);
            prop_assert!((0.0..=100.0).contains(&loss), "loss {loss}");
            prop_assert_eq!(loss.to_bits(), information_loss(&table, &grouping).to_bits());
        }
    }

    #[test]
    fn unordered_numbers_are_grouped_as_well_as_any_cut_of_the_sorted_ones(
        values in prop::collection::vec(-100..100_i32, 2..13),
        k in 2..4_u32,
    ) {
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        prop_assume!(values.len() >= k as usize && is_varied(&values));
        let grouping = univariate_optimal(&values, size(k), &mut Unwatched).unwrap();
        let mut sorted = z_scores(&values);
        let of_rows = |rows: &Vec<usize>| {
            let group: Vec<f64> = rows.iter().map(|row| sorted[*row]).collect();
            let length = group.len();
            squares(&[group], 0, length)
        };
        let found: f64 = grouping.groups().iter().map(of_rows).sum();
        sorted.sort_by(f64::total_cmp);
        let least = least_squares(&[sorted], 0, k as usize);
        prop_assert!((found - least).abs() < 1e-9, "found {found}, least {least}");
    }
}

#[test]
fn a_group_of_one_is_no_group() {
    assert!(GroupSize::try_from(1).is_err());
    assert!(GroupSize::try_from(0).is_err());
    assert!(GroupSize::try_from(GroupSize::MOST + 1).is_err());
    assert_eq!(GroupSize::try_from(3).unwrap(), GroupSize::DEFAULT);
}

#[test]
fn fewer_than_k_rows_are_an_error_and_fewer_than_2k_one_group() {
    let rows = |count: u32| NumericTable::try_new(vec![(0..count).map(f64::from).collect()]).unwrap();
    assert_eq!(optimal_partition(&rows(2), size(3)).unwrap_err(), PartitionError::TooFewRows { rows: 2, least: 3 });
    assert_eq!(optimal_partition(&rows(5), size(3)).unwrap().groups(), [[0, 1, 2, 3, 4]]);
    assert_eq!(optimal_partition(&rows(6), size(3)).unwrap().groups(), [[0, 1, 2], [3, 4, 5]]);
}

#[test]
fn a_missing_number_is_named_by_row_and_column() {
    let columns = vec![vec![1.0, 2.0, 3.0], vec![1.0, 2.0, f64::NAN]];
    assert_eq!(NumericTable::try_new(columns).unwrap_err(), TableError::NotANumber { row: 3, column: 2 });
    let columns = vec![vec![1.0, f64::NEG_INFINITY]];
    assert_eq!(NumericTable::try_new(columns).unwrap_err(), TableError::NotANumber { row: 2, column: 1 });
    assert_eq!(
        univariate_optimal(&[1.0, f64::NAN], size(2), &mut Unwatched).unwrap_err(),
        AggregateError::Table(TableError::NotANumber { row: 2, column: 1 })
    );
    assert_eq!(
        NumericTable::try_new(vec![vec![1.0], vec![]]).unwrap_err(),
        TableError::Ragged { column: 2, found: 0, expected: 1 }
    );
    assert_eq!(NumericTable::try_new(Vec::new()).unwrap_err(), TableError::NoColumns);
}

#[test]
fn a_jump_in_time_is_where_the_series_is_cut() {
    let table = NumericTable::try_new(vec![vec![5.0, 5.1, 5.0, 5.2, 9.0, 9.1, 9.2, 5.0, 5.1, 5.0]]).unwrap();
    let grouping = optimal_partition(&table, size(3)).unwrap();
    assert_eq!(grouping.groups(), [vec![0, 1, 2, 3], vec![4, 5, 6], vec![7, 8, 9]]);
}

#[test]
fn small_differences_on_a_large_number_keep_their_groups() {
    let small = vec![0.0, 1.0, 0.0, 7.0, 8.0, 7.0];
    let large: Vec<f64> = small.iter().map(|value| value + 1e12).collect();
    let grouping = |column| optimal_partition(&NumericTable::try_new(vec![column]).unwrap(), size(3)).unwrap();
    assert_eq!(grouping(large), grouping(small));
}

#[test]
fn equal_losses_are_cut_with_the_shortest_last_run() {
    let constants = NumericTable::try_new(vec![vec![7.0; 7]]).unwrap();
    assert_eq!(optimal_partition(&constants, size(3)).unwrap().groups(), [vec![0, 1, 2, 3], vec![4, 5, 6]]);
}

/// Individual ranking of Census (MICROAGGREGATION.md): sorted groups of k, the rest joining the last, column by column.
#[test]
fn individual_ranking_of_census_loses_what_was_published_and_the_optimum_no_more() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/microdata/census.csv");
    let Ok(census) = std::fs::read_to_string(path) else {
        println!("skipped: ../shared/data/microdata/census.csv is not there");
        return;
    };
    let rows: Vec<Vec<f64>> = census
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(|cell| cell.trim_matches('"').parse().unwrap()).collect())
        .collect();
    assert_eq!((rows.len(), rows[0].len()), (1080, 13));
    let columns: Vec<Vec<f64>> = (0..13).map(|column| rows.iter().map(|row| row[column]).collect()).collect();
    let table = NumericTable::try_new(columns.clone()).unwrap();
    for (k, published) in [(3, 0.107), (5, 0.338), (10, 0.895)] {
        // The loss of all columns is the mean of the columns' losses: each has the same total on z-scores.
        let ranked: f64 =
            columns.iter().map(|column| ranked_squares(&z_scores(column), k)).sum::<f64>() / (13.0 * 1079.0);
        assert!((100.0 * ranked - published).abs() < 5e-4, "k = {k}: {}", 100.0 * ranked);
        let loss = |column: &Vec<f64>| {
            let grouping = univariate_optimal(column, size(k as u32), &mut Unwatched).unwrap();
            information_loss(&NumericTable::try_new(vec![column.clone()]).unwrap(), &grouping)
        };
        let optimal: f64 = columns.iter().map(loss).sum::<f64>() / 13.0;
        assert!(optimal <= 100.0 * ranked, "k = {k}: {optimal}");
    }
    assert_eq!(table.rows(), 1080);
}

fn ranked_squares(column: &[f64], k: usize) -> f64 {
    let mut sorted = column.to_vec();
    sorted.sort_by(f64::total_cmp);
    let groups = sorted.len() / k;
    let columns = [sorted];
    let end = |group| if group + 1 == groups { columns[0].len() } else { (group + 1) * k };
    (0..groups).map(|group| squares(&columns, group * k, end(group))).sum()
}
