//! The report's measures on tables small enough to count by hand.

use proptest::prelude::*;
use sesemr_common::microagg::{
    Categories, Column, Grouper, Method, Noise, NoiseLevel, Refinement, Report, Role, Seed, SwapRange, Table,
    Unwatched, Values,
};

use crate::support::{column, numbers, run, size, table};

fn close(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-12, "{one} is not {other}");
}

/// Two groups of three by age, and a salary that is confidential: the example of Li and others in small.
fn salaries(values: [f64; 6]) -> Table {
    Table::try_new(vec![
        numbers("age", Role::QuasiIdentifier, vec![20.0, 21.0, 22.0, 60.0, 61.0, 62.0]),
        numbers("salary", Role::Confidential, values.to_vec()),
    ])
    .unwrap()
}

fn report(table: &Table) -> Report {
    Report::compare(table, &run(table, 3).masked, &mut Unwatched).unwrap()
}

#[test]
fn a_group_that_shares_its_secret_is_shown_as_a_risk() {
    let report = report(&salaries([3.0, 3.0, 3.0, 4.0, 5.0, 6.0]));
    let diversity = &report.diversity[0];
    assert_eq!((diversity.name.as_str(), diversity.distinct), ("salary", 1));
    close(diversity.entropy, 1.0);
    close(diversity.homogeneous_rows, 50.0);
}

#[test]
fn l_is_counted_and_weighed() {
    let report = report(&salaries([3.0, 3.0, 4.0, 4.0, 5.0, 6.0]));
    let diversity = &report.diversity[0];
    assert_eq!(diversity.distinct, 2);
    // exp(−(2/3·ln 2/3 + 1/3·ln 1/3)) = (3/2)^(2/3) · 3^(1/3)
    close(diversity.entropy, 1.5_f64.powf(2.0 / 3.0) * 3.0_f64.powf(1.0 / 3.0));
    close(diversity.homogeneous_rows, 0.0);
}

#[test]
fn t_is_the_earth_movers_distance_of_the_worst_group() {
    // Li, Li and Venkatasubramanian (2007), section 4.2: {3,4,5} of the salaries 3..11 is 0.375 away, {6,8,11} 0.167.
    let ages: Vec<f64> = [0.0, 1.0, 2.0, 40.0, 41.0, 42.0, 80.0, 81.0, 82.0].to_vec();
    let salary = |values: [f64; 9]| {
        Table::try_new(vec![
            numbers("age", Role::QuasiIdentifier, ages.clone()),
            numbers("salary", Role::Confidential, values.to_vec()),
        ])
        .unwrap()
    };
    close(report(&salary([3.0, 4.0, 5.0, 6.0, 8.0, 11.0, 7.0, 9.0, 10.0])).closeness[0].distance, 0.375);
    let spread = report(&salary([6.0, 8.0, 11.0, 3.0, 7.0, 9.0, 4.0, 5.0, 10.0]));
    assert!(spread.closeness[0].distance < 0.25);
}

#[test]
fn names_are_apart_by_the_equal_distance() {
    let illness = Categories::as_they_appear(["flu", "flu", "flu", "gout", "gout", "flu"]);
    let table = Table::try_new(vec![
        numbers("age", Role::QuasiIdentifier, vec![20.0, 21.0, 22.0, 60.0, 61.0, 62.0]),
        Column { name: "illness".to_owned(), role: Role::Confidential, values: Values::Nominal(illness) },
    ])
    .unwrap();
    // All rows 4/6 flu; first group 1, second 1/3: both a third away.
    close(report(&table).closeness[0].distance, 1.0 / 3.0);
}

#[test]
fn a_table_that_was_not_changed_loses_nothing_and_gives_everything_away() {
    let table = salaries([3.0, 3.0, 4.0, 4.0, 5.0, 6.0]);
    let report = Report::compare(&table, &table, &mut Unwatched).unwrap();
    close(report.utility.information_loss, 0.0);
    close(report.utility.il1s.unwrap(), 0.0);
    close(report.utility.columns[0].variance_change.unwrap(), 0.0);
    close(report.linkage.own_group, 100.0);
    close(report.linkage.expected_person, 100.0);
    close(report.disclosure.rows, 100.0);
    assert_eq!((report.reached.group_size_min, report.reached.unique_rows), (1, 6));
}

#[test]
fn groups_of_three_are_linked_as_a_whole() {
    let table = salaries([3.0, 3.0, 4.0, 4.0, 5.0, 6.0]);
    let report = report(&table);
    close(report.linkage.own_group, 100.0);
    close(report.linkage.expected_person, 100.0 / 3.0);
    // The masked column's deviation is √(6·400/5) = 21.9: everything lies within 5 % of it.
    close(report.disclosure.values, 100.0);
    close(report.utility.columns[0].mean_change.unwrap(), 0.0);
    // SSE 4 of SST 2404: sums of squares about the means, counted by hand.
    close(report.utility.information_loss, 100.0 * 4.0 / 2404.0);
    // Four of six are 1 away; S² = 2404/5.
    close(report.utility.il1s.unwrap(), 4.0 / 6.0 / (2.0_f64.sqrt() * (2404.0_f64 / 5.0).sqrt()));
}

#[test]
fn a_person_between_two_groups_is_guessed_among_both() {
    let people =
        |values: [f64; 6]| Table::try_new(vec![numbers("age", Role::QuasiIdentifier, values.to_vec())]).unwrap();
    let linkage = |original: &Table, masked: &Table| Report::compare(original, masked, &mut Unwatched).unwrap().linkage;
    let masked = people([1.0, 1.0, 1.0, 3.0, 3.0, 3.0]);
    // All six are as near to both groups: one in six.
    let middle = linkage(&people([2.0; 6]), &masked);
    close(middle.own_group, 100.0);
    close(middle.expected_person, 100.0 / 6.0);
    // In each group one stands where it is shown, 1/3; one in the middle, 1/6; and one where the others are shown, 0.
    let mixed = linkage(&people([1.0, 2.0, 3.0, 1.0, 2.0, 3.0]), &masked);
    close(mixed.own_group, 100.0 * 4.0 / 6.0);
    close(mixed.expected_person, 100.0 * (1.0 / 3.0 + 1.0 / 6.0) / 3.0);
}

#[test]
fn values_are_disclosed_where_they_lie_close_to_what_is_shown() {
    let ages = vec![10.0, 20.0, 30.0, 60.0, 70.0, 80.0];
    let table = Table::try_new(vec![numbers("age", Role::QuasiIdentifier, ages)]).unwrap();
    // Shown are 20 and 70, with ± 5 % of √(6·625/5) = 27.4: the middle of each group is given away.
    close(report(&table).disclosure.values, 100.0 / 3.0);
    close(report(&table).disclosure.rows, 100.0 / 3.0);
}

#[test]
fn means_variances_and_correlations_are_compared_as_counted_by_hand() {
    let two = |x: [f64; 4], y: [f64; 4]| {
        Table::try_new(vec![
            numbers("x", Role::QuasiIdentifier, x.to_vec()),
            numbers("y", Role::QuasiIdentifier, y.to_vec()),
        ])
        .unwrap()
    };
    let original = two([1.0, 2.0, 3.0, 4.0], [2.0, 1.0, 4.0, 3.0]);
    let masked = two([2.0, 2.0, 4.0, 4.0], [1.0, 1.0, 4.0, 4.0]);
    let utility = Report::compare(&original, &masked, &mut Unwatched).unwrap().utility;
    let [x, y] = [&utility.columns[0], &utility.columns[1]];
    // Means 2.5 and 2.5, then 3 and 2.5; the squares about them are 5 and 5, then 4 and 9; a third of that is the variance.
    close(x.mean_change.unwrap(), 0.5 / (5.0_f64 / 3.0).sqrt());
    close(y.mean_change.unwrap(), 0.0);
    close(x.variance_change.unwrap(), 100.0 * (4.0 / 5.0 - 1.0));
    close(y.variance_change.unwrap(), 100.0 * (9.0 / 5.0 - 1.0));
    // Products about the means: 0.75 four times, so 3/√(5·5) = 0.6; then 1.5 four times, so 6/√(4·9) = 1.
    close(utility.correlation_change.unwrap(), 0.4);
    // In each column two values of four are 1 away: 2 of 5 of all squares.
    close(x.information_loss, 40.0);
    close(utility.information_loss, 40.0);
    close(x.il1s.unwrap(), 2.0 / 4.0 / (2.0_f64.sqrt() * (5.0_f64 / 3.0).sqrt()));
}

#[test]
fn a_name_or_an_order_is_disclosed_where_it_stayed() {
    let patients = |illnesses: [&str; 4], grades: [&str; 4]| {
        let order = ["mild", "severe"].map(str::to_owned).to_vec();
        let column = |name: &str, values| Column { name: name.to_owned(), role: Role::QuasiIdentifier, values };
        Table::try_new(vec![
            column("illness", Values::Nominal(Categories::as_they_appear(illnesses))),
            column("grade", Values::Ordinal(Categories::in_order(order, grades).unwrap())),
        ])
        .unwrap()
    };
    let original = patients(["flu", "flu", "gout", "gout"], ["mild", "severe", "mild", "severe"]);
    let masked = patients(["flu", "flu", "flu", "gout"], ["mild", "mild", "mild", "severe"]);
    let disclosure = Report::compare(&original, &masked, &mut Unwatched).unwrap().disclosure;
    // All but the third illness and all but the second grade stayed: both of them in the first row and in the last.
    assert_eq!(disclosure.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["illness", "grade"]);
    close(disclosure.columns[0].values, 75.0);
    close(disclosure.columns[1].values, 75.0);
    close(disclosure.values, 75.0);
    close(disclosure.rows, 50.0);
}

#[test]
fn orders_are_apart_by_the_ordered_distance() {
    let grades = ["mild", "mild", "severe", "moderate", "moderate", "severe"];
    let with = |values| {
        let ages = vec![20.0, 21.0, 22.0, 60.0, 61.0, 62.0];
        let grade = Column { name: "grade".to_owned(), role: Role::Confidential, values };
        Table::try_new(vec![numbers("age", Role::QuasiIdentifier, ages), grade]).unwrap()
    };
    let order = ["mild", "moderate", "severe"].map(str::to_owned).to_vec();
    let ordered = with(Values::Ordinal(Categories::in_order(order, grades).unwrap()));
    // Shares up to each grade: of all rows 1/3, 2/3, 1; of the first group 2/3, 2/3, 1; of the second 0, 2/3, 1. Both are apart
    // by 1/3 in one of m − 1 = 2 places.
    close(report(&ordered).closeness[0].distance, 1.0 / 6.0);
    // As names without an order both are ½·(1/3 + 1/3 + 0) away.
    close(report(&with(Values::Nominal(Categories::as_they_appear(grades)))).closeness[0].distance, 1.0 / 3.0);
}

#[test]
fn individual_ranking_is_not_reported_as_k_anonymous() {
    let ages = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let heights = vec![6.0, 1.0, 5.0, 2.0, 4.0, 3.0];
    let table = Table::try_new(vec![
        numbers("age", Role::QuasiIdentifier, ages),
        numbers("height", Role::QuasiIdentifier, heights),
    ])
    .unwrap();
    let masked = Method::IndividualRanking(size(2)).run(&table, &mut Unwatched).unwrap().masked;
    let report = Report::compare(&table, &masked, &mut Unwatched).unwrap();
    assert_eq!(report.reached.group_size_min, 1);
    let groups = Method::Groups(Grouper::MdavGeneric, size(2), Refinement::None).run(&table, &mut Unwatched).unwrap();
    assert_eq!(Report::compare(&table, &groups.masked, &mut Unwatched).unwrap().reached.group_size_min, 2);
}

/// Linkage as its papers say it: from every row to every masked row, on the scales of the original. In percent.
fn linkage(original: &Table, masked: &Table) -> (f64, f64) {
    let scaled = |table: &Table| -> Vec<Vec<f64>> {
        let names: Vec<String> = original.aggregated().map(|column| column.name.clone()).collect();
        let axes: Vec<Vec<f64>> = names
            .iter()
            .map(|name| {
                let scale = column(original, name);
                let (count, origin) = (scale.len() as f64, scale[0]);
                let mean = scale.iter().map(|value| value - origin).sum::<f64>() / count;
                let squares: f64 = scale.iter().map(|value| (value - origin - mean) * (value - origin - mean)).sum();
                let deviation = if squares > 0.0 { (squares / (count - 1.0)).sqrt() } else { 1.0 };
                column(table, name).iter().map(|value| (value - origin - mean) / deviation).collect()
            })
            .collect();
        (0..table.rows()).map(|row| axes.iter().map(|axis| axis[row]).collect()).collect()
    };
    let (before, after) = (scaled(original), scaled(masked));
    let apart = |one: &[f64], other: &[f64]| {
        one.iter().zip(other).map(|(one, other)| (one - other) * (one - other)).sum::<f64>()
    };
    let (mut found, mut guessed) = (0.0, 0.0);
    for (row, point) in before.iter().enumerate() {
        let own = apart(point, &after[row]);
        if after.iter().all(|other| own <= apart(point, other)) {
            found += 1.0;
            // The nearest and then by lot: all rows that are no farther.
            let as_near = after.iter().filter(|other| apart(point, other) <= own);
            guessed += 1.0 / as_near.count() as f64;
        }
    }
    (100.0 * found / before.len() as f64, 100.0 * guessed / before.len() as f64)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn linkage_is_that_of_the_textbook_to_the_last_bit(
        rows in (1..4_usize).prop_flat_map(|columns| {
            // Few different values: ties, and rows that are alike.
            prop::collection::vec(prop::collection::vec((-40..40_i32).prop_map(|value| f64::from(value) / 3.0), columns), 8..150)
        }),
        number in any::<u8>(),
    ) {
        let original = table(&rows);
        let seed = || Seed::from_bytes([number; 32]);
        let level = NoiseLevel::try_from(0.2).unwrap();
        for method in [
            Method::AddNoise(Noise::Uncorrelated, level, seed()),
            Method::AddNoise(Noise::Multiplicative, level, seed()),
            Method::RankSwapping(SwapRange::try_from(15.0).unwrap(), seed()),
            Method::IndividualRanking(size(3)),
            Method::Groups(Grouper::MdavGeneric, size(3), Refinement::None),
        ] {
            let masked = method.run(&original, &mut Unwatched).unwrap().masked;
            let measured = Report::compare(&original, &masked, &mut Unwatched).unwrap().linkage;
            let (own, person) = linkage(&original, &masked);
            prop_assert_eq!(measured.own_group.to_bits(), own.to_bits());
            prop_assert_eq!(measured.expected_person.to_bits(), person.to_bits());
        }
    }
}
