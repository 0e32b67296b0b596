//! Memory grows with rows alone: no matrix of distances, and no column for each different name. In a program of its own, where
//! no other test takes memory; Linux tells how much there was at most.
#![cfg(all(feature = "client", target_os = "linux"))]
#![expect(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a test stops where an assumption fails")]

use sesemr_common::microagg::{
    Budget, Categories, Column, Gamma, GroupSize, Grouper, Method, Refinement, Report, Role, Seed, Table, Unwatched,
    Values,
};

#[path = "../benches/microagg/tables.rs"]
mod tables;

/// In KiB, above the table itself. What follows needs a few MiB; one number for each pair of the rows below would be 275 MiB
/// or, for the smaller tables, 30 MiB.
const CEILING: u64 = 24 * 1024;

/// The most memory that this program has had so far, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

/// Numbers, and with them a name that nobody else has.
fn people(rows: usize, with_names: bool) -> Table {
    let numbers = tables::bell_shaped(rows, 1).into_iter().flatten().collect();
    let names: Vec<String> = (0..rows).map(|row| format!("person {row}")).collect();
    let names = Values::Nominal(Categories::as_they_appear(names.iter().map(String::as_str)));
    let column = |name: &str, values| Column { name: name.to_owned(), role: Role::QuasiIdentifier, values };
    let columns = [("weight", Some(Values::Numbers(numbers))), ("name", with_names.then_some(names))];
    let columns = columns.into_iter().filter_map(|(name, values)| Some(column(name, values?)));
    Table::try_new(columns.collect()).unwrap()
}

#[test]
fn memory_grows_with_rows_alone() {
    let gamma = Grouper::VMdav(Gamma::try_from(0.2).unwrap());
    let search = Refinement::LocalSearch(Seed::from_bytes([1; 32]), Budget::Evaluations(8192));
    let cases = [
        ("MDAV-generic", 6_000, 500_u32, Grouper::MdavGeneric, Refinement::None),
        ("MDAV", 6_000, 500, Grouper::MdavToNearest, Refinement::None),
        ("V-MDAV", 6_000, 500, gamma, Refinement::None),
        ("V-MDAV auto", 2_000, 20, Grouper::VMdavAuto, Refinement::None),
        ("univariate", 6_000, 500, Grouper::UnivariateOptimal, Refinement::None),
        ("descent and search", 2_000, 5, Grouper::MdavGeneric, search),
    ];
    for (name, rows, k, grouper, refinement) in cases {
        let table = people(rows, grouper != Grouper::UnivariateOptimal);
        let before = peak();
        let method = Method::Groups(grouper, GroupSize::try_from(k).unwrap(), refinement);
        let masked = method.run(&table, &mut Unwatched).unwrap().masked;
        let report = Report::compare(&table, &masked, &mut Unwatched).unwrap();
        assert!(report.reached.group_size_min >= usize::try_from(k).unwrap(), "{name}");
        let taken = peak().saturating_sub(before);
        assert!(taken < CEILING, "{name} takes {taken} KiB for {rows} rows");
    }
}
