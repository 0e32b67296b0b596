//! Cohort micro-aggregation: groups, losses and drawn values, bit for bit the same natively and in WebAssembly.

use serde_json::{Value, json};
use sesemr_common::microagg::{
    Budget, Column, Gamma, GroupSize, Grouping, Noise, NoiseLevel, Report, Role, Seed, Space, SwapRange, Table,
    Unwatched, Values, add_noise, descend, individual_ranking, local_search, mask, mask_each, mdav_generic,
    mdav_to_nearest, rank_swapping, univariate_optimal, v_mdav, v_mdav_auto,
};

use crate::file::{Vector, parse};

const FILE: &str = include_str!("microagg.json");
/// Drawn methods of the vectors draw from this.
const SEED: Seed = Seed::from_bytes([7; 32]);

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn every_method_makes_these_groups() {
    let file = parse(FILE);
    let mut seen = 0;
    for vector in Vector(&file).list("vectors") {
        let table = table(&vector.0["columns"]);
        for case in vector.list("groups") {
            let (grouping, loss) = group(&table, &case);
            assert_eq!(json!(grouping.groups()), case.0["rows"], "{} {}", vector.text("name"), case.text("method"));
            assert_eq!(json!(loss), case.0["loss"], "{} {}", vector.text("name"), case.text("method"));
            seen += 1;
        }
    }
    assert_eq!(seen, 18);
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn every_method_makes_these_values() {
    let file = parse(FILE);
    let mut seen = 0;
    for vector in Vector(&file).list("vectors") {
        let table = table(&vector.0["columns"]);
        for case in vector.list("masked") {
            assert_eq!(values(&masked(&table, &case)), case.0["columns"], "{}", case.text("method"));
            seen += 1;
        }
    }
    assert_eq!(seen, 7);
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_report_says_this() {
    let file = parse(FILE);
    for vector in Vector(&file).list("vectors") {
        let table = table(&vector.0["columns"]);
        let grouping = mdav_generic(&table.space().unwrap(), GroupSize::DEFAULT, &mut Unwatched).unwrap();
        let report = Report::compare(&table, &mask(&table, &grouping).unwrap(), &mut Unwatched).unwrap();
        assert_eq!(serde_json::to_value(report).unwrap(), vector.0["report"], "{}", vector.text("name"));
    }
}

/// Columns of numbers, all aggregated; the last is also there as a confidential one.
fn table(columns: &Value) -> Table {
    let numbers = |column: &Value| column.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect();
    let columns: Vec<Vec<f64>> = columns.as_array().unwrap().iter().map(numbers).collect();
    let secret = columns.last().unwrap().iter().map(|value| value.floor()).collect();
    let column = |name, role, values| Column { name, role, values: Values::Numbers(values) };
    let aggregated = columns
        .into_iter()
        .zip(0..)
        .map(|(values, number)| column(format!("c{number}"), Role::QuasiIdentifier, values));
    let confidential = column("secret".to_owned(), Role::Confidential, secret);
    Table::try_new(aggregated.chain([confidential]).collect()).unwrap()
}

fn group(table: &Table, case: &Vector<'_>) -> (Grouping, f64) {
    let space = table.space().unwrap();
    let size = size(case);
    let start = |space: &Space| mdav_generic(space, size, &mut Unwatched).unwrap();
    let grouping = match case.text("method") {
        "mdav-generic" => start(&space),
        "mdav" => mdav_to_nearest(&space, size, &mut Unwatched).unwrap(),
        "v-mdav" => {
            v_mdav(&space, size, Gamma::try_from(case.0["gamma"].as_f64().unwrap()).unwrap(), &mut Unwatched).unwrap()
        }
        "v-mdav-auto" => v_mdav_auto(&space, size, &mut Unwatched).unwrap(),
        "descent" => descend(&space, &start(&space), size, &mut Unwatched).unwrap(),
        "search" => {
            let budget = Budget::Evaluations(case.number("evaluations"));
            local_search(&space, &start(&space), size, &SEED, budget, &mut Unwatched).unwrap()
        }
        "univariate" => {
            let Values::Numbers(numbers) = &table.columns()[0].values else { panic!("the first column is of numbers") };
            univariate_optimal(numbers, size, &mut Unwatched).unwrap()
        }
        other => panic!("no method is called {other}"),
    };
    let loss = space.information_loss(&grouping);
    (grouping, loss)
}

fn masked(table: &Table, case: &Vector<'_>) -> Table {
    let noise = |noise| add_noise(table, noise, NoiseLevel::try_from(0.1).unwrap(), &SEED, &mut Unwatched).unwrap();
    match case.text("method") {
        "mdav-generic" => {
            let grouping = mdav_generic(&table.space().unwrap(), size(case), &mut Unwatched).unwrap();
            mask(table, &grouping).unwrap()
        }
        "individual-ranking" => {
            mask_each(table, &individual_ranking(table, size(case), &mut Unwatched).unwrap()).unwrap()
        }
        "rank-swapping" => rank_swapping(table, SwapRange::try_from(10.0).unwrap(), &SEED, &mut Unwatched).unwrap(),
        "noise-uncorrelated" => noise(Noise::Uncorrelated),
        "noise-correlated" => noise(Noise::Correlated),
        "noise-restoring" => noise(Noise::Restoring),
        "noise-multiplicative" => noise(Noise::Multiplicative),
        other => panic!("no method is called {other}"),
    }
}

fn size(case: &Vector<'_>) -> GroupSize {
    GroupSize::try_from(u32::try_from(case.number("k")).unwrap()).unwrap()
}

fn values(table: &Table) -> Value {
    let numbers = |column: &Column| match &column.values {
        Values::Numbers(numbers) => json!(numbers),
        Values::Ordinal(_) | Values::Nominal(_) => Value::Null,
    };
    table.columns().iter().map(numbers).collect()
}
