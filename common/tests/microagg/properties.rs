//! What holds for every table.

use proptest::prelude::*;
use sesemr_common::microagg::{
    Budget, GroupSize, Grouping, Seed, Unwatched, descend, individual_ranking, local_search, mask, mdav_generic,
    mdav_to_nearest, univariate_optimal, v_mdav, v_mdav_auto,
};

use crate::{
    support::{column, columns, gamma, size, sorted, space, table},
    tables::bell_shaped,
    textbook,
};

/// Rows without equal values. For those with many see `mixed`.
fn rows() -> impl Strategy<Value = Vec<Vec<f64>>> {
    (1..4_usize).prop_flat_map(|columns| prop::collection::vec(prop::collection::vec(-1e3..1e3_f64, columns), 6..80))
}

/// What a method was given, and the groups that it made of it.
struct Found {
    method: &'static str,
    rows: Vec<Vec<f64>>,
    grouping: Grouping,
}

/// The groups of every method whose groups do not depend on the order of the rows.
fn grouped(rows: &[Vec<f64>], k: GroupSize) -> Vec<Found> {
    let space = space(rows);
    let watch = &mut Unwatched;
    let whole = [
        ("generic", mdav_generic(&space, k, watch).unwrap()),
        ("to nearest", mdav_to_nearest(&space, k, watch).unwrap()),
        ("V-MDAV of fixed size", v_mdav(&space, k, gamma(0.0), watch).unwrap()),
        ("V-MDAV", v_mdav(&space, k, gamma(0.8), watch).unwrap()),
        ("V-MDAV auto", v_mdav_auto(&space, k, watch).unwrap()),
    ];
    let whole = whole.map(|(method, grouping)| Found { method, rows: rows.to_vec(), grouping });
    // Columns by themselves.
    let columns = columns(rows);
    let ranked = individual_ranking(&table(rows), k, watch).unwrap();
    let by_column = columns.iter().zip(ranked).flat_map(|(column, ranked)| {
        let rows: Vec<Vec<f64>> = column.iter().map(|value| vec![*value]).collect();
        let optimal = univariate_optimal(column, k, &mut Unwatched).unwrap();
        [("individual ranking", ranked), ("univariate", optimal)].map(|(method, grouping)| Found {
            method,
            rows: rows.clone(),
            grouping,
        })
    });
    whole.into_iter().chain(by_column).collect()
}

fn all_methods(rows: &[Vec<f64>], k: GroupSize) -> Vec<Found> {
    let space = space(rows);
    let watch = &mut Unwatched;
    let mut all = grouped(rows, k);
    let seed = Seed::from_bytes([5; 32]);
    let start = &all[0].grouping;
    let refined = [
        ("descent", descend(&space, start, k, watch).unwrap()),
        ("search", local_search(&space, start, k, &seed, Budget::Evaluations(4096), watch).unwrap()),
    ];
    all.extend(refined.map(|(method, grouping)| Found { method, rows: rows.to_vec(), grouping }));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn groups_are_those_of_the_textbook(rows in rows(), k in 2..5_u32, number in 0.0..1.5_f64) {
        prop_assume!(rows.len() >= 2 * k as usize);
        let standardised = textbook::z_scores(&rows);
        let space = space(&rows);
        for (ending, fast) in [
            (textbook::Ending::Generic, mdav_generic(&space, size(k), &mut Unwatched).unwrap()),
            (textbook::Ending::ToNearest, mdav_to_nearest(&space, size(k), &mut Unwatched).unwrap()),
        ] {
            prop_assert_eq!(fast.groups(), sorted(textbook::mdav(&standardised, k as usize, ending)));
        }
        let fast = v_mdav(&space, size(k), gamma(number), &mut Unwatched).unwrap();
        let slow = sorted(textbook::v_mdav(&standardised, k as usize, number));
        prop_assert_eq!(fast.groups(), &slow);
        prop_assert!((space.information_loss(&fast) - textbook::loss(&standardised, &slow)).abs() < 1e-9);
    }

    #[test]
    fn every_row_stands_in_one_group_of_at_least_k(rows in rows(), k in 2..6_u32) {
        prop_assume!(rows.len() >= k as usize);
        for Found { method, grouping, .. } in all_methods(&rows, size(k)) {
            let mut all = grouping.groups().concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..rows.len()).collect::<Vec<_>>(), "{}", method);
            prop_assert!(grouping.groups().iter().all(|group| group.len() >= size(k).least()), "{}", method);
            // Rows left over may take a group of V-MDAV beyond 2k−1; fewer than k rows are ever left over.
            let most = if method.starts_with("V-MDAV") { 3 * size(k).least() } else { size(k).most() };
            prop_assert!(grouping.groups().iter().all(|group| group.len() <= most), "{}", method);
        }
    }

    #[test]
    fn squares_within_and_between_are_all_squares(rows in rows(), k in 2..6_u32) {
        prop_assume!(rows.len() >= k as usize);
        for Found { method, rows, grouping } in all_methods(&rows, size(k)) {
            let space = space(&rows);
            let sum = space.squares_within(&grouping) + space.squares_between(&grouping);
            prop_assert!((sum - space.squares_total()).abs() <= 1e-9 * space.squares_total(), "{}", method);
        }
    }

    #[test]
    fn refinement_never_loses_more(rows in rows(), k in 2..5_u32) {
        prop_assume!(rows.len() >= k as usize);
        let space = space(&rows);
        let all = all_methods(&rows, size(k));
        let loss =
            |method| space.information_loss(&all.iter().find(|found| found.method == method).unwrap().grouping);
        prop_assert!(loss("descent") <= loss("generic"));
        prop_assert!(loss("search") <= loss("descent"));
    }

    #[test]
    fn means_stay_what_they_were(rows in rows(), k in 2..6_u32) {
        prop_assume!(rows.len() >= k as usize);
        for Found { method, rows, grouping } in all_methods(&rows, size(k)) {
            let table = table(&rows);
            let masked = mask(&table, &grouping).unwrap();
            for aggregated in table.aggregated() {
                let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
                let (before, after) = (column(&table, &aggregated.name), column(&masked, &aggregated.name));
                let magnitude = mean(&before.iter().map(|value| value.abs()).collect::<Vec<_>>());
                prop_assert!((mean(before) - mean(after)).abs() <= 1e-12 * magnitude, "{}", method);
            }
        }
    }

    #[test]
    fn scaling_and_shifting_a_column_changes_nothing(rows in rows(), factor in 1..2000_i32, k in 2..5_u32) {
        prop_assume!(rows.len() >= k as usize);
        let scaled: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| row.iter().enumerate().map(|(at, x)| if at == 0 { x * f64::from(factor) / 8.0 + 5.0 } else { *x }).collect())
            .collect();
        let (one, other) = (all_methods(&rows, size(k)), all_methods(&scaled, size(k)));
        for (one, other) in one.iter().zip(&other).filter(|(one, _)| one.method != "search") {
            prop_assert_eq!(&one.grouping, &other.grouping, "{}", one.method);
        }
    }

    #[test]
    fn permuting_rows_permutes_groups(rows in rows(), k in 2..5_u32, step in 0..7_usize) {
        prop_assume!(rows.len() >= k as usize);
        // Where row i of the permuted table comes from.
        let mut from: Vec<usize> = (0..rows.len()).collect();
        from.rotate_left(step.min(rows.len() - 1));
        from.reverse();
        let permuted: Vec<Vec<f64>> = from.iter().map(|row| rows[*row].clone()).collect();
        let back = |grouping: &Grouping| {
            sorted(grouping.groups().iter().map(|group| group.iter().map(|row| from[*row]).collect()).collect())
        };
        for (straight, permuted) in grouped(&rows, size(k)).iter().zip(grouped(&permuted, size(k))) {
            prop_assert_eq!(straight.grouping.groups(), back(&permuted.grouping), "{}", straight.method);
        }
    }
}

#[test]
fn a_larger_table_loses_what_the_textbook_loses_to_every_digit() {
    let rows = bell_shaped(1500, 6);
    let standardised = textbook::z_scores(&rows);
    let space = space(&rows);
    let fast = mdav_generic(&space, size(4), &mut Unwatched).unwrap();
    let slow = sorted(textbook::mdav(&standardised, 4, textbook::Ending::Generic));
    assert_eq!(fast.groups(), slow);
    let (fast, slow) = (space.information_loss(&fast), textbook::loss(&standardised, &slow));
    assert!((fast - slow).abs() < 1e-12 * slow, "{fast} {slow}");
}
