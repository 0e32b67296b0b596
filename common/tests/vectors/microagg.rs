//! Cohort micro-aggregation: groups, losses and drawn values, bit for bit the same natively and in WebAssembly.

use serde_json::{Value, json};
use sesemr_common::microagg::{
    Budget, Categories, Column, Gamma, GroupSize, Grouping, Noise, NoiseLevel, Report, Role, Seed, Space, SwapRange,
    Table, Unwatched, Values, add_noise, descend, individual_ranking, local_search, mask, mask_each, mdav_generic,
    mdav_to_nearest, rank_swapping, univariate_optimal, v_mdav, v_mdav_auto,
};
use sha2::{Digest as _, Sha256};

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

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn three_thousand_rows_of_numbers_come_into_these_groups_and_get_these_values() {
    assert_eq!(cases_of_generated("numbers"), 14);
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn three_thousand_rows_with_orders_and_names_come_into_these_groups_and_get_these_values() {
    assert_eq!(cases_of_generated("mixed"), 7);
    assert_eq!(cases_of_generated("ordered"), 2);
}

/// How many cases there are; stops where one of them comes out otherwise.
fn cases_of_generated(columns: &str) -> usize {
    let file = parse(FILE);
    let (mut seen, mut others) = (0, Vec::new());
    let table = with_secret(generated(columns));
    for vector in Vector(&file).list("generated") {
        if vector.text("columns") != columns {
            continue;
        }
        for case in vector.list("groups") {
            let (grouping, loss) = group(&table, &case);
            let mut found = case.0.clone();
            (found["sha256"], found["loss"]) = (json!(digest_of_groups(&grouping)), json!(loss));
            others.extend((found != *case.0).then(|| format!("{columns}: {found}")));
            seen += 1;
        }
        for case in vector.list("masked") {
            let mut found = case.0.clone();
            found["sha256"] = json!(digest_of_values(&masked(&table, &case)));
            others.extend((found != *case.0).then(|| format!("{columns}: {found}")));
            seen += 1;
        }
    }
    say_others(&others);
    seen
}

/// Columns of 3,000 rows, more than two blocks of a pass, from a linear congruence (Knuth's MMIX): ten of numbers below 10,000;
/// or `mixed`, seven of numbers below 50, so that ties are common, one of an order and two of names, 7 and 300 of them; or
/// `ordered`, the same without the names.
fn generated(columns: &str) -> Vec<Values> {
    const ROWS: usize = 3_000;
    let mut state = 1_u64;
    let mut below = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % bound).unwrap()
    };
    let mut column = |bound: u64| (0..ROWS).map(|_| below(bound)).collect::<Vec<u32>>();
    let numbers = |column: Vec<u32>| Values::Numbers(column.into_iter().map(f64::from).collect());
    let texts = |column: Vec<u32>| column.into_iter().map(|number| number.to_string()).collect::<Vec<String>>();
    if columns == "numbers" {
        return (0..10).map(|_| numbers(column(10_000))).collect();
    }
    let mut typed: Vec<Values> = (0..7).map(|_| numbers(column(50))).collect();
    let (grades, order) = (texts(column(5)), texts((0..5).collect()));
    typed.push(Values::Ordinal(Categories::in_order(order, grades.iter().map(String::as_str)).unwrap()));
    if columns == "mixed" {
        for different in [7, 300] {
            let names = texts(column(different));
            typed.push(Values::Nominal(Categories::as_they_appear(names.iter().map(String::as_str))));
        }
    }
    typed
}

/// Of the number of rows and the rows of each group, four bytes each, the last first.
fn digest_of_groups(grouping: &Grouping) -> String {
    let mut hash = Sha256::new();
    for group in grouping.groups() {
        for number in core::iter::once(group.len()).chain(group.iter().copied()) {
            hash.update(u32::try_from(number).unwrap().to_le_bytes());
        }
    }
    base16ct::lower::encode_string(&hash.finalize())
}

/// Column by column of the bits of each number, the last first, or of each category's text and a zero.
fn digest_of_values(table: &Table) -> String {
    let mut hash = Sha256::new();
    for column in table.columns() {
        match &column.values {
            Values::Numbers(numbers) => numbers.iter().for_each(|number| hash.update(number.to_bits().to_le_bytes())),
            categories => (0..table.rows()).for_each(|row| hash.update(format!("{}\0", categories.text(row)))),
        }
    }
    base16ct::lower::encode_string(&hash.finalize())
}

/// Stops where something else came out than the file says, with the lines as they would stand in it: for a table that is new
/// there. What is frozen is not changed to make this pass.
fn say_others(others: &[String]) {
    assert!(others.is_empty(), "other results than frozen, in the file's form:\n{}", others.join("\n"));
}

/// All columns are aggregated; the last is also there as a confidential one, of numbers rounded down.
fn table(columns: &Value) -> Table {
    with_secret(columns.as_array().unwrap().iter().map(typed).collect())
}

fn with_secret(columns: Vec<Values>) -> Table {
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
