//! Memory grows with rows alone: no matrix of distances, and no column for each different name. In a program of its own, where
//! no other test takes memory; Linux tells how much there was at most.
#![cfg(all(feature = "client", target_os = "linux"))]
#![expect(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a test stops where an assumption fails")]

use sesemr_common::microagg::{
    Budget, Categories, Column, Gamma, GroupSize, Grouper, Method, Noise, NoiseLevel, Refinement, Report, Role, Seed,
    SwapRange, Table, Unwatched, Values,
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

/// What stands beside a column of numbers.
#[derive(Clone, Copy)]
enum Beside {
    Nothing,
    /// A name that nobody else has.
    Names,
    /// A place in an order that nobody else has.
    Orders,
}

fn people(rows: usize, beside: Beside) -> Table {
    let numbers = tables::bell_shaped(rows, 1).into_iter().flatten().collect();
    let names: Vec<String> = (0..rows).map(|row| format!("person {row}")).collect();
    let texts = || names.iter().map(String::as_str);
    let beside = match beside {
        Beside::Nothing => None,
        Beside::Names => Some(Values::Nominal(Categories::as_they_appear(texts()))),
        Beside::Orders => Some(Values::Ordinal(Categories::in_order(names.clone(), texts()).unwrap())),
    };
    let column = |name: &str, values| Column { name: name.to_owned(), role: Role::QuasiIdentifier, values };
    let columns = [("weight", Some(Values::Numbers(numbers))), ("name", beside)];
    let columns = columns.into_iter().filter_map(|(name, values)| Some(column(name, values?)));
    Table::try_new(columns.collect()).unwrap()
}

#[test]
fn memory_grows_with_rows_alone() {
    let seed = || Seed::from_bytes([1; 32]);
    let size = |k: u32| GroupSize::try_from(k).unwrap();
    let groups = |grouper, k| Method::Groups(grouper, size(k), Refinement::None);
    let gamma = Grouper::VMdav(Gamma::try_from(0.2).unwrap());
    let search = Refinement::LocalSearch(seed(), Budget::Evaluations(8192));
    let swapping = Method::RankSwapping(SwapRange::try_from(50.0).unwrap(), seed());
    let noise = Method::AddNoise(Noise::Correlated, NoiseLevel::try_from(0.1).unwrap(), seed());
    // With the least group that is promised.
    let cases = [
        ("MDAV-generic", 6_000, Beside::Names, 500, groups(Grouper::MdavGeneric, 500)),
        ("MDAV", 6_000, Beside::Names, 500, groups(Grouper::MdavToNearest, 500)),
        ("MDAV on orders", 6_000, Beside::Orders, 500, groups(Grouper::MdavToNearest, 500)),
        ("V-MDAV", 6_000, Beside::Names, 500, groups(gamma, 500)),
        ("V-MDAV auto", 2_000, Beside::Names, 20, groups(Grouper::VMdavAuto, 20)),
        ("univariate", 6_000, Beside::Nothing, 500, groups(Grouper::UnivariateOptimal, 500)),
        ("descent and search", 2_000, Beside::Names, 5, Method::Groups(Grouper::MdavGeneric, size(5), search)),
        ("individual ranking", 6_000, Beside::Orders, 1, Method::IndividualRanking(size(3))),
        ("rank swapping", 6_000, Beside::Orders, 1, swapping),
        ("noise", 6_000, Beside::Nothing, 1, noise),
    ];
    for (name, rows, beside, least, method) in cases {
        let table = people(rows, beside);
        let before = peak();
        let masked = method.run(&table, &mut Unwatched).unwrap().masked;
        let report = Report::compare(&table, &masked, &mut Unwatched).unwrap();
        assert!(report.reached.group_size_min >= least, "{name}");
        let taken = peak().saturating_sub(before);
        assert!(taken < CEILING, "{name} takes {taken} KiB for {rows} rows");
    }
}
