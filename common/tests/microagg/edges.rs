//! Tables at the edge of what methods take.

use core::ops::ControlFlow;

use sesemr_common::microagg::{
    AggregateError, Budget, Categories, Column, CsvForm, Gamma, Grouper, Grouping, Method, Noise, NoiseLevel,
    PartitionError, Refinement, Report, Role, Seed, Space, SwapRange, Table, TableError, Unwatched, Values, add_noise,
    centroid_and_count_table, centroid_table, descend, individual_ranking, local_search, mask, mask_each, mdav_generic,
    mdav_to_nearest, rank_swapping, univariate_optimal, v_mdav, v_mdav_auto,
};

use crate::{
    support::{column, gamma, mdav, numbers, run, size, space, table},
    tables::bell_shaped,
};

/// A method under a monitor.
type Run<'a> = Box<dyn Fn(&mut dyn FnMut(f64) -> ControlFlow<()>) -> Result<(), AggregateError> + 'a>;

fn all(space: &Space, k: u32) -> Vec<Result<Grouping, AggregateError>> {
    vec![
        mdav_generic(space, size(k), &mut Unwatched),
        mdav_to_nearest(space, size(k), &mut Unwatched),
        v_mdav(space, size(k), gamma(0.0), &mut Unwatched),
        v_mdav(space, size(k), gamma(1.1), &mut Unwatched),
        v_mdav_auto(space, size(k), &mut Unwatched),
    ]
}

#[test]
fn fewer_than_k_rows_are_refused_by_every_method() {
    let rows = bell_shaped(4, 2);
    let refusal = AggregateError::TooFewRows(PartitionError::TooFewRows { rows: 4, least: 5 });
    for refused in all(&space(&rows), 5) {
        assert_eq!(refused.unwrap_err(), refusal);
    }
    assert_eq!(individual_ranking(&table(&rows), size(5), &mut Unwatched).unwrap_err(), refusal);
}

#[test]
fn fewer_than_2k_rows_are_one_group() {
    for rows in 5..10 {
        for grouping in all(&space(&bell_shaped(rows, 2)), 5) {
            assert_eq!(grouping.unwrap().groups(), [(0..rows).collect::<Vec<_>>()]);
        }
    }
}

#[test]
fn constant_columns_are_no_trouble_and_say_nothing() {
    let rows: Vec<Vec<f64>> = bell_shaped(40, 1).into_iter().map(|row| vec![row[0], 7.0]).collect();
    let without: Vec<Vec<f64>> = rows.iter().map(|row| vec![row[0]]).collect();
    assert_eq!(mdav(&rows, 3), mdav(&without, 3));
    let constant = vec![vec![7.0, 7.0]; 20];
    for grouping in all(&space(&constant), 3) {
        let grouping = grouping.unwrap();
        assert!(grouping.groups().iter().all(|group| group.len() >= 3));
        assert!(space(&constant).information_loss(&grouping).abs() < f64::EPSILON);
    }
}

#[test]
fn people_who_are_all_alike_k_times_over_lose_nothing() {
    let rows: Vec<Vec<f64>> = (0..30).map(|row| vec![f64::from(row / 3), f64::from(row % 30 / 3 * 7 % 11)]).collect();
    let grouping = mdav(&rows, 3);
    assert!(space(&rows).information_loss(&grouping) < 1e-12);
    let table = table(&rows);
    assert_eq!(column(&mask(&table, &grouping).unwrap(), "c0"), column(&table, "c0"));
}

#[test]
fn a_missing_number_is_named_by_row_and_column() {
    let columns = vec![
        numbers("age", Role::QuasiIdentifier, vec![1.0, 2.0, 3.0]),
        numbers("weight", Role::QuasiIdentifier, vec![1.0, f64::NAN, 3.0]),
    ];
    assert_eq!(Table::try_new(columns).unwrap_err(), TableError::NotANumber { row: 2, column: 2 });
    let same = vec![numbers("age", Role::KeptAsIs, vec![1.0]), numbers("age", Role::KeptAsIs, vec![1.0])];
    assert_eq!(Table::try_new(same).unwrap_err(), TableError::SameName("age".to_owned()));
    let none = Table::try_new(vec![numbers("age", Role::KeptAsIs, vec![1.0])]).unwrap();
    assert_eq!(none.space().unwrap_err(), TableError::NothingToAggregate);
}

#[test]
fn parameters_outside_their_range_are_refused() {
    assert!(Gamma::try_from(-0.1).is_err() && Gamma::try_from(f64::NAN).is_err() && Gamma::try_from(0.0).is_ok());
    assert!(NoiseLevel::try_from(0.0).is_err() && NoiseLevel::try_from(f64::INFINITY).is_err());
    assert!(NoiseLevel::try_from(0.1).is_ok());
}

#[test]
fn one_column_is_grouped_along_its_order() {
    let rows: Vec<Vec<f64>> = [5.0, 1.0, 9.0, 1.5, 5.5, 9.5].iter().map(|value| vec![*value]).collect();
    assert_eq!(mdav(&rows, 2).groups(), [vec![0, 4], vec![1, 3], vec![2, 5]]);
    let values: Vec<f64> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(univariate_optimal(&values, size(2), &mut Unwatched).unwrap(), mdav(&rows, 2));
}

#[test]
fn a_hundred_thousand_rows_are_grouped() {
    let rows = bell_shaped(100_000, 2);
    let grouping = mdav(&rows, 1000);
    assert_eq!(grouping.groups().len(), 100);
    assert!(grouping.groups().iter().all(|group| group.len() == 1000));
}

#[test]
fn a_hundred_thousand_rows_are_ranked_swapped_blurred_and_reported() {
    let rows = bell_shaped(100_000, 2);
    let table = table(&rows);
    let seed = || Seed::from_bytes([1; 32]);
    let different = |table: &Table, name: &str| {
        let mut values = column(table, name).to_vec();
        values.sort_by(f64::total_cmp);
        values.dedup();
        values
    };
    for (method, values) in [
        (Method::IndividualRanking(size(1000)), 100),
        (Method::RankSwapping(SwapRange::try_from(10.0).unwrap(), seed()), 100_000),
        (Method::AddNoise(Noise::Correlated, NoiseLevel::try_from(0.1).unwrap(), seed()), 100_000),
    ] {
        let masked = method.run(&table, &mut Unwatched).unwrap().masked;
        assert_eq!(different(&masked, "c0").len(), values);
        let report = Report::compare(&table, &masked, &mut Unwatched).unwrap();
        let rows: usize = report.reached.sizes.iter().map(|(size, sets)| size * sets).sum();
        assert_eq!(rows, 100_000);
        assert!((0.0..=100.0).contains(&report.linkage.own_group) && report.utility.information_loss > 0.0);
    }
}

#[test]
fn every_method_can_be_stopped_and_says_how_far_it_is() {
    let space = space(&bell_shaped(400, 2));
    let start = mdav_generic(&space, size(3), &mut Unwatched).unwrap();
    let seed = Seed::from_bytes([1; 32]);
    // Methods that are done sooner say less often how far they are: by column, or after some thousand rows, in one column too.
    let wide = table(&bell_shaped(40, 5));
    let long = table(&bell_shaped(20_000, 1));
    let some = table(&bell_shaped(1_200, 2));
    let masked = run(&some, 3).masked;
    let runs: [Run<'_>; 11] = [
        Box::new(|mut watch| mdav_generic(&space, size(3), &mut watch).map(drop)),
        Box::new(|mut watch| mdav_to_nearest(&space, size(3), &mut watch).map(drop)),
        Box::new(|mut watch| v_mdav(&space, size(3), gamma(0.2), &mut watch).map(drop)),
        Box::new(|mut watch| v_mdav_auto(&space, size(3), &mut watch).map(drop)),
        Box::new(|mut watch| univariate_optimal(column(&some, "c0"), size(3), &mut watch).map(drop)),
        Box::new(|mut watch| descend(&space, &start, size(3), &mut watch).map(drop)),
        Box::new(|mut watch| {
            local_search(&space, &start, size(3), &seed, Budget::Evaluations(50_000), &mut watch).map(drop)
        }),
        Box::new(|mut watch| individual_ranking(&wide, size(3), &mut watch).map(drop)),
        Box::new(|mut watch| rank_swapping(&long, SwapRange::try_from(10.0).unwrap(), &seed, &mut watch).map(drop)),
        Box::new(|mut watch| {
            add_noise(&long, Noise::Correlated, NoiseLevel::try_from(0.1).unwrap(), &seed, &mut watch).map(drop)
        }),
        Box::new(|mut watch| Report::compare(&some, &masked, &mut watch).map(drop)),
    ];
    for (number, run) in runs.iter().enumerate() {
        let mut shares = Vec::new();
        run(&mut |share| {
            shares.push(share);
            ControlFlow::Continue(())
        })
        .unwrap();
        assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "method {number}");
        assert!(shares.len() > 3 && *shares.last().unwrap() > 0.5, "method {number}: {shares:?}");
        let mut calls = 0;
        let stopped = run(&mut |_| {
            calls += 1;
            if calls == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!((stopped.unwrap_err(), calls), (AggregateError::Cancelled, 2), "method {number}");
    }
}

#[test]
fn a_search_ends_with_its_clock_even_within_a_descent() {
    let space = space(&bell_shaped(900, 3));
    let start = mdav_generic(&space, size(3), &mut Unwatched).unwrap();
    let seed = Seed::from_bytes([1; 32]);
    let search_until = |end: u32| {
        let mut asked = 0;
        let mut clock = || {
            asked += 1;
            f64::from(asked) / f64::from(end)
        };
        let budget = Budget::Spent(&mut clock);
        let found = local_search(&space, &start, size(3), &seed, budget, &mut Unwatched).unwrap();
        assert!(found.groups().iter().all(|group| (3..=5).contains(&group.len())));
        (found, asked)
    };
    // Over from the beginning: both directions of the descent, the search and the last descent each ask once.
    assert_eq!(search_until(1), (start.clone(), 4));
    // Over within the first descent: what it has gained until then stays.
    let (found, asked) = search_until(9);
    assert!(space.information_loss(&found) < space.information_loss(&start));
    assert!(asked <= 12, "{asked}");
    // A clock that never runs out in the descent ends in the search, and what it began with is kept at least.
    let (found, _) = search_until(2_000);
    let descended = descend(&space, &start, size(3), &mut Unwatched).unwrap();
    assert!(space.information_loss(&found) < space.information_loss(&descended));
}

#[test]
fn names_are_replaced_by_the_most_frequent_and_orders_by_the_middle() {
    let names = Categories::as_they_appear(["flu", "flu", "gout", "gout", "gout", "flu"]);
    let grades = ["mild", "moderate", "severe"].map(str::to_owned).to_vec();
    let grades = Categories::in_order(grades, ["mild", "mild", "severe", "severe", "moderate", "moderate"]).unwrap();
    let table = Table::try_new(vec![
        numbers("age", Role::QuasiIdentifier, vec![1.0, 2.0, 3.0, 71.0, 72.0, 73.0]),
        Column { name: "illness".to_owned(), role: Role::QuasiIdentifier, values: Values::Nominal(names) },
        Column { name: "grade".to_owned(), role: Role::QuasiIdentifier, values: Values::Ordinal(grades) },
    ])
    .unwrap();
    let outcome = run(&table, 3);
    let grouping = outcome.grouping.unwrap();
    assert_eq!(grouping.groups(), [[0, 1, 2], [3, 4, 5]]);
    let texts = |table: &Table, column: usize| -> Vec<String> {
        (0..table.rows()).map(|row| table.columns()[column].values.text(row)).collect()
    };
    assert_eq!(texts(&outcome.masked, 1), ["flu", "flu", "flu", "gout", "gout", "gout"]);
    assert_eq!(texts(&outcome.masked, 2), ["mild", "mild", "mild", "moderate", "moderate", "moderate"]);
    let counted = centroid_and_count_table(&table, &grouping).unwrap();
    assert_eq!(
        String::from_utf8(counted.to_csv(CsvForm::default())).unwrap(),
        "age,illness,grade,count\n2,flu,mild,3\n72,gout,moderate,3\n"
    );
    assert_eq!(centroid_table(&table, &grouping).unwrap().columns().len(), 3);
    let space = table.space().unwrap();
    let refined = descend(&space, &grouping, size(3), &mut Unwatched).unwrap();
    assert!(space.squares_within(&refined) <= space.squares_within(&grouping));
}

#[test]
fn rows_at_the_ends_of_names_alone_still_come_into_groups_of_k() {
    let letters = Categories::as_they_appear(["a", "b", "c", "a", "b", "c", "a", "b", "c", "a"]);
    let table = Table::try_new(vec![Column {
        name: "letter".to_owned(),
        role: Role::QuasiIdentifier,
        values: Values::Nominal(letters),
    }])
    .unwrap();
    for grouping in all(&table.space().unwrap(), 3) {
        assert!(grouping.unwrap().groups().iter().all(|group| group.len() >= 3));
    }
}

/// Grades of seven people, and nothing else.
fn grades() -> Table {
    let order = ["mild", "moderate", "severe"].map(str::to_owned).to_vec();
    let of_rows = ["severe", "mild", "moderate", "mild", "severe", "moderate", "mild"];
    only("grade", Values::Ordinal(Categories::in_order(order, of_rows).unwrap()))
}

fn only(name: &str, values: Values) -> Table {
    Table::try_new(vec![Column { name: name.to_owned(), role: Role::QuasiIdentifier, values }]).unwrap()
}

fn first_column(table: &Table) -> Vec<String> {
    (0..table.rows()).map(|row| table.columns()[0].values.text(row)).collect()
}

#[test]
fn orders_are_ranked_and_cut_by_their_order() {
    let table = grades();
    let groupings = individual_ranking(&table, size(3), &mut Unwatched).unwrap();
    // By rank the rows are 1 3 6 (mild), 2 5 (moderate), 0 4 (severe); the rest joins the last group.
    assert_eq!(groupings.len(), 1);
    assert_eq!(groupings[0].groups(), [vec![0, 2, 4, 5], vec![1, 3, 6]]);
    // The lower middle of two moderate and two severe is moderate.
    assert_eq!(
        first_column(&mask_each(&table, &groupings).unwrap()),
        ["moderate", "mild", "moderate", "mild", "moderate", "moderate", "mild"]
    );
}

#[test]
fn orders_are_swapped_with_those_of_like_rank() {
    let table = grades();
    let swapped = |percent: f64, seed: u8| {
        let range = SwapRange::try_from(percent).unwrap();
        rank_swapping(&table, range, &Seed::from_bytes([seed; 32]), &mut Unwatched).unwrap()
    };
    // One percent of seven rows is one rank: by rank 1 and 3, 6 and 2, 5 and 0 change places, and 4 stays.
    for seed in 0..4 {
        assert_eq!(
            first_column(&swapped(1.0, seed)),
            ["moderate", "mild", "mild", "mild", "severe", "severe", "moderate"]
        );
    }
    let ascending = |table: &Table| {
        let mut texts = first_column(table);
        texts.sort_unstable();
        texts
    };
    let far = swapped(100.0, 1);
    assert_eq!(ascending(&far), ascending(&table));
    let Values::Ordinal(categories) = &far.columns()[0].values else { unreachable!("orders stay orders") };
    assert_eq!(categories.labels(), ["mild", "moderate", "severe"]);
}

#[test]
fn below_2k_rows_each_column_is_one_group_when_ranked() {
    for rows in 5..10 {
        let groupings = individual_ranking(&table(&bell_shaped(rows, 2)), size(5), &mut Unwatched).unwrap();
        assert_eq!(groupings.len(), 2);
        for grouping in groupings {
            assert_eq!(grouping.groups(), [(0..rows).collect::<Vec<_>>()]);
        }
    }
}

#[test]
fn what_is_not_of_numbers_is_named_by_methods_that_cannot_take_it() {
    let illness = Categories::as_they_appear(["flu", "gout", "flu", "gout", "flu", "gout", "flu"]);
    let illness = only("illness", Values::Nominal(illness));
    let seed = Seed::from_bytes([1; 32]);
    let refused = |table: &Table, method: Method<'_>| method.run(table, &mut Unwatched).unwrap_err();
    let univariate = || Method::Groups(Grouper::UnivariateOptimal, size(3), Refinement::None);
    let noise = |noise| Method::AddNoise(noise, NoiseLevel::try_from(0.1).unwrap(), seed.clone());
    let not_numbers = |name: &str| AggregateError::NotNumbers(name.to_owned());
    for noise_kind in [Noise::Uncorrelated, Noise::Correlated, Noise::Restoring, Noise::Multiplicative] {
        assert_eq!(refused(&illness, noise(noise_kind)), not_numbers("illness"));
        assert_eq!(refused(&grades(), noise(noise_kind)), not_numbers("grade"));
    }
    assert_eq!(refused(&illness, univariate()), not_numbers("illness"));
    assert_eq!(refused(&grades(), univariate()), not_numbers("grade"));
    assert_eq!(refused(&illness, Method::IndividualRanking(size(3))), not_numbers("illness"));
    let swapping = Method::RankSwapping(SwapRange::try_from(5.0).unwrap(), seed.clone());
    assert_eq!(refused(&illness, swapping), not_numbers("illness"));
    let message = not_numbers("illness").to_string();
    assert_eq!(message, "this method cannot take the column illness, which is not of numbers");
}
