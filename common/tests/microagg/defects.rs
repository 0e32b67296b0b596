//! What other programs get wrong.

use sesemr_common::microagg::{
    AggregateError, Grouper, Kind, Method, Noise, NoiseLevel, Refinement, Report, Role, Seed, Sheet, SwapRange, Table,
    Unwatched, Values, add_noise, mdav_to_nearest, rank_swapping,
};

use crate::{
    support::{column, numbers, run, size, space, table},
    tables::bell_shaped,
};

#[test]
fn every_row_of_a_group_is_written_and_not_its_first_alone() {
    let rows = bell_shaped(50, 2);
    let table = table(&rows);
    let outcome = run(&table, 3);
    for group in outcome.grouping.unwrap().groups() {
        for name in ["c0", "c1"] {
            let written: Vec<u64> = group.iter().map(|row| column(&outcome.masked, name)[*row].to_bits()).collect();
            assert!(written.iter().all(|value| *value == written[0]));
            assert!(group.iter().any(|row| column(&table, name)[*row].to_bits() != written[0]));
        }
    }
}

#[test]
fn rows_left_over_are_not_piled_into_one_group() {
    // Three far ends, and rows that are left over near different ones.
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for centre in [0.0, 100.0, 200.0, 300.0] {
        rows.extend((0..6).map(|step| vec![centre + f64::from(step) * 0.1]));
    }
    rows.push(vec![1.3]);
    rows.push(vec![299.2]);
    let grouping = mdav_to_nearest(&space(&rows), size(6), &mut Unwatched).unwrap();
    let of = |row: usize| grouping.groups().iter().position(|group| group.contains(&row)).unwrap();
    assert_ne!(of(24), of(25), "{:?}", grouping.groups());
    assert!(grouping.groups().iter().all(|group| group.len() <= 7), "{:?}", grouping.groups());
}

#[test]
fn rows_with_the_same_values_in_other_columns_are_not_the_same() {
    let rows = [[1.0, 2.0], [2.0, 1.0], [1.0, 2.0], [2.0, 1.0], [3.0, 0.0], [0.0, 3.0]].map(|row| row.to_vec());
    let table = table(&rows);
    let report = Report::compare(&table, &table, &mut Unwatched).unwrap();
    assert_eq!(report.reached.groups, 4);
    assert_eq!(report.reached.unique_rows, 2);
}

#[test]
fn minus_999_is_a_number_and_an_empty_cell_is_none() {
    let sheet = Sheet::read(b"a,b\n-999,1\n2,3\n4,\n").unwrap();
    let choice = |name: &str| vec![(name.to_owned(), Role::QuasiIdentifier, Kind::Numbers)];
    assert_eq!(column(&sheet.table(&choice("a")).unwrap(), "a"), [-999.0, 2.0, 4.0]);
    let error = sheet.table(&choice("b")).unwrap_err();
    assert_eq!(error.to_string(), "row 3, column b: the value is missing");
}

#[test]
fn a_percentage_of_ranks_is_not_read_as_a_proportion() {
    let rows: Vec<Vec<f64>> = (0..200).map(|row| vec![f64::from(row)]).collect();
    let moved = |percent| {
        let range = SwapRange::try_from(percent).unwrap();
        let masked = rank_swapping(&table(&rows), range, &Seed::from_bytes([1; 32]), &mut Unwatched).unwrap();
        let far = column(&masked, "c0").iter().zip(0..200).map(|(value, row)| (value - f64::from(row)).abs());
        far.fold(0.0, f64::max)
    };
    // 5 % of 200 ranks are 10 ranks; as a proportion 5 would be everywhere, and 0.05 would be nowhere.
    assert!(moved(5.0) <= 10.0 && moved(5.0) > 5.0, "{}", moved(5.0));
    assert!(moved(0.5) <= 1.0);
    assert!(SwapRange::try_from(0.0).is_err() && SwapRange::try_from(101.0).is_err());
}

#[test]
fn rank_swapping_keeps_every_marginal_exactly() {
    let rows = bell_shaped(300, 3);
    let masked =
        rank_swapping(&table(&rows), SwapRange::try_from(10.0).unwrap(), &Seed::from_bytes([2; 32]), &mut Unwatched)
            .unwrap();
    for name in ["c0", "c1", "c2"] {
        let ascending = |table: &Table| {
            let mut values = column(table, name).to_vec();
            values.sort_by(f64::total_cmp);
            values
        };
        assert_eq!(ascending(&masked), ascending(&table(&rows)));
        assert_ne!(column(&masked, name), column(&table(&rows), name));
    }
}

#[test]
fn all_four_noises_have_the_variance_that_was_asked_for() {
    let rows = bell_shaped(20_000, 3);
    let table = table(&rows);
    let level = NoiseLevel::try_from(0.25).unwrap();
    let variance = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64
    };
    for noise in [Noise::Uncorrelated, Noise::Correlated, Noise::Multiplicative] {
        let masked = add_noise(&table, noise, level, &Seed::from_bytes([3; 32]), &mut Unwatched).unwrap();
        for name in ["c0", "c1", "c2"] {
            let (before, after) = (column(&table, name), column(&masked, name));
            let added: Vec<f64> = before.iter().zip(after).map(|(before, after)| after - before).collect();
            let ratio = variance(&added) / variance(before);
            assert!((ratio - 0.25).abs() < 0.02, "{noise:?}: {ratio}");
        }
    }
    // What restores shrinks values and noise by one factor b, which is the slope of the result over the original: its noise is
    // what it adds to b·x, and b times as large as it was drawn.
    let covariance = |one: &[f64], other: &[f64]| {
        let sums: Vec<f64> = one.iter().zip(other).map(|(one, other)| one + other).collect();
        (variance(&sums) - variance(one) - variance(other)) / 2.0
    };
    let restored = add_noise(&table, Noise::Restoring, level, &Seed::from_bytes([3; 32]), &mut Unwatched).unwrap();
    for name in ["c0", "c1", "c2"] {
        let (before, after) = (column(&table, name), column(&restored, name));
        assert!((variance(after) / variance(before) - 1.0).abs() < 1e-10);
        let slope = covariance(before, after) / variance(before);
        let added: Vec<f64> = before.iter().zip(after).map(|(before, after)| after / slope - before).collect();
        let ratio = variance(&added) / variance(before);
        assert!((ratio - 0.25).abs() < 0.02, "{:?}: {ratio}", Noise::Restoring);
        assert!((before.iter().sum::<f64>() - after.iter().sum::<f64>()).abs() < 1e-8);
        assert_ne!(before, after);
    }
}

#[test]
fn correlated_noise_keeps_correlations_that_uncorrelated_noise_shrinks() {
    let rows: Vec<Vec<f64>> = bell_shaped(5000, 2).into_iter().map(|row| vec![row[0], row[0] + 0.3 * row[1]]).collect();
    let table = table(&rows);
    let change = |noise| {
        let level = NoiseLevel::try_from(0.5).unwrap();
        let masked = add_noise(&table, noise, level, &Seed::from_bytes([4; 32]), &mut Unwatched).unwrap();
        Report::compare(&table, &masked, &mut Unwatched).unwrap().utility.correlation_change.unwrap()
    };
    assert!(change(Noise::Correlated) < 0.01, "{}", change(Noise::Correlated));
    assert!(change(Noise::Uncorrelated) > 0.2, "{}", change(Noise::Uncorrelated));
}

#[test]
fn a_method_does_what_it_is_called_on_one_column_too() {
    let one = table(&bell_shaped(100, 1));
    let two = table(&bell_shaped(100, 2));
    // MDAV stays MDAV, whose groups are of k; the optimum has other sizes.
    let mdav = run(&one, 3).grouping.unwrap();
    assert_eq!(mdav.groups().iter().filter(|group| group.len() == 3).count(), 32);
    let univariate = || Method::Groups(Grouper::UnivariateOptimal, size(3), Refinement::None);
    let optimal = univariate().run(&one, &mut Unwatched).unwrap().grouping.unwrap();
    assert_ne!(optimal, mdav);
    let space = one.space().unwrap();
    assert!(space.information_loss(&optimal) < space.information_loss(&mdav));
    assert_eq!(univariate().run(&two, &mut Unwatched).unwrap_err(), AggregateError::NotOneColumn(2));
}

#[test]
fn the_identifier_leaves_with_no_method_and_the_confidential_column_stays() {
    let rows = bell_shaped(30, 1);
    let column = |name: &str, role| numbers(name, role, rows.iter().map(|row| row[0]).collect());
    let table = Table::try_new(vec![
        column("person", Role::Identifier),
        column("age", Role::QuasiIdentifier),
        column("viral load", Role::Confidential),
        column("ward", Role::KeptAsIs),
    ])
    .unwrap();
    let methods = [
        Method::Groups(Grouper::MdavGeneric, size(3), Refinement::Descent),
        Method::IndividualRanking(size(3)),
        Method::RankSwapping(SwapRange::try_from(10.0).unwrap(), Seed::make().unwrap()),
        Method::AddNoise(Noise::Correlated, NoiseLevel::try_from(0.1).unwrap(), Seed::make().unwrap()),
    ];
    for method in methods {
        let masked = method.run(&table, &mut Unwatched).unwrap().masked;
        let names: Vec<&str> = masked.columns().iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["age", "viral load", "ward"]);
        assert_eq!(masked.columns()[1], table.columns()[2]);
        assert_ne!(masked.columns()[0], table.columns()[1]);
        assert!(matches!(masked.columns()[0].values, Values::Numbers(_)));
    }
}
