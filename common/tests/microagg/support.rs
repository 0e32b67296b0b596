//! Tables and parameters in few words.

use sesemr_common::microagg::{
    Column, Gamma, GroupSize, Grouper, Grouping, Method, NumericTable, Outcome, Refinement, Role, Sheet, Space, Table,
    Unwatched, Values, mdav_generic,
};

pub(crate) fn size(k: u32) -> GroupSize {
    GroupSize::try_from(k).unwrap()
}

pub(crate) fn gamma(number: f64) -> Gamma {
    Gamma::try_from(number).unwrap()
}

/// The columns of rows.
pub(crate) fn columns(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    (0..rows[0].len()).map(|column| rows.iter().map(|row| row[column]).collect()).collect()
}

pub(crate) fn space(rows: &[Vec<f64>]) -> Space {
    Space::from(&NumericTable::try_new(columns(rows)).unwrap())
}

/// A table of aggregated columns `c0`, `c1` and so on.
pub(crate) fn table(rows: &[Vec<f64>]) -> Table {
    let column = |(number, values)| numbers(&format!("c{number}"), Role::QuasiIdentifier, values);
    Table::try_new(columns(rows).into_iter().enumerate().map(column).collect()).unwrap()
}

pub(crate) fn numbers(name: &str, role: Role, values: Vec<f64>) -> Column {
    Column { name: name.to_owned(), role, values: Values::Numbers(values) }
}

pub(crate) fn mdav(rows: &[Vec<f64>], k: u32) -> Grouping {
    mdav_generic(&space(rows), size(k), &mut Unwatched).unwrap()
}

/// MDAV-generic from outside.
pub(crate) fn run(table: &Table, k: u32) -> Outcome {
    Method::Groups(Grouper::MdavGeneric, size(k), Refinement::None).run(table, &mut Unwatched).unwrap()
}

/// The numbers of a column.
pub(crate) fn column<'a>(table: &'a Table, name: &str) -> &'a [f64] {
    let column = table.columns().iter().find(|column| column.name == name).unwrap();
    let Values::Numbers(numbers) = &column.values else { return &[] };
    numbers
}

/// Groups in the order of their first rows, rows ascending.
pub(crate) fn sorted(mut groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_unstable();
    groups
}

/// The reference set, where it is beside the clone.
pub(crate) fn census() -> Option<Sheet> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/microdata/census.csv");
    let Ok(bytes) = std::fs::read(path) else {
        println!("skipped: ../shared/data/microdata/census.csv is not there");
        return None;
    };
    Some(Sheet::read(&bytes).unwrap())
}
