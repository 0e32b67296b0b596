//! Cohort micro-aggregation: groups, losses and drawn values, bit for bit the same natively and in WebAssembly.

use serde_json::{Value, json};
use sesemr_common::microagg::{
    Budget, Categories, Column, Gamma, GroupSize, Grouping, Noise, NoiseLevel, Report, Role, Seed, Space, SwapRange,
    Table, Unwatched, Values, add_noise, descend, individual_ranking, local_search, mask, mask_each, mdav_generic,
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
    let (mut seen, mut others) = (0, Vec::new());
    for vector in Vector(&file).list("vectors") {
        let table = table(&vector.0["columns"]);
        for case in vector.list("groups") {
            let (grouping, loss) = group(&table, &case);
            let mut found = case.0.clone();
            (found["rows"], found["loss"]) = (json!(grouping.groups()), json!(loss));
            others.extend((found != *case.0).then(|| format!("{}: {found}", vector.text("name"))));
            seen += 1;
        }
    }
    say_others(&others);
    assert_eq!(seen, 23);
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn every_method_makes_these_values() {
    let file = parse(FILE);
    let (mut seen, mut others) = (0, Vec::new());
    for vector in Vector(&file).list("vectors") {
        let table = table(&vector.0["columns"]);
        for case in vector.list("masked") {
            let mut found = case.0.clone();
            found["columns"] = values(&masked(&table, &case));
            others.extend((found != *case.0).then(|| format!("{}: {found}", vector.text("name"))));
            seen += 1;
        }
    }
    say_others(&others);
    assert_eq!(seen, 8);
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_report_says_this() {
    let file = parse(FILE);
    let mut others = Vec::new();
    for vector in Vector(&file).list("vectors") {
        let table = table(&vector.0["columns"]);
        let grouping = mdav_generic(&table.space().unwrap(), GroupSize::DEFAULT, &mut Unwatched).unwrap();
        let report = Report::compare(&table, &mask(&table, &grouping).unwrap(), &mut Unwatched).unwrap();
        let found = serde_json::to_value(report).unwrap();
        let differs = found != vector.0["report"];
        others.extend(differs.then(|| format!("{}: \"report\": {found}", vector.text("name"))));
    }
    say_others(&others);
}

/// Stops where something else came out than the file says, with the lines as they would stand in it: for a table that is new
/// there. What is frozen is not changed to make this pass.
fn say_others(others: &[String]) {
    assert!(others.is_empty(), "other results than frozen, in the file's form:\n{}", others.join("\n"));
}

/// All columns are aggregated; the last is also there as a confidential one, of numbers rounded down.
fn table(columns: &Value) -> Table {
    let columns: Vec<Values> = columns.as_array().unwrap().iter().map(typed).collect();
    let secret = match columns.last().unwrap() {
        Values::Numbers(numbers) => Values::Numbers(numbers.iter().map(|value| value.floor()).collect()),
        categories => categories.clone(),
    };
    let column = |name, role, values| Column { name, role, values };
    let aggregated = columns
        .into_iter()
        .zip(0..)
        .map(|(values, number)| column(format!("c{number}"), Role::QuasiIdentifier, values));
    let confidential = column("secret".to_owned(), Role::Confidential, secret);
    Table::try_new(aggregated.chain([confidential]).collect()).unwrap()
}

/// A list of numbers; or the categories of each row, in an order where there is one.
fn typed(column: &Value) -> Values {
    if let Some(numbers) = column.as_array() {
        return Values::Numbers(numbers.iter().map(|value| value.as_f64().unwrap()).collect());
    }
    let texts = |name: &str| column[name].as_array().unwrap().iter().map(|text| text.as_str().unwrap());
    if column.get("order").is_some() {
        let order = texts("order").map(str::to_owned).collect();
        Values::Ordinal(Categories::in_order(order, texts("rows")).unwrap())
    } else {
        Values::Nominal(Categories::as_they_appear(texts("rows")))
    }
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
    let of_column = |column: &Column| match &column.values {
        Values::Numbers(numbers) => json!(numbers),
        categories => (0..table.rows()).map(|row| categories.text(row)).collect(),
    };
    table.columns().iter().map(of_column).collect()
}
