//! Natively; besides what both places measure, what refinement reaches on Census where it is beside the clone.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::time::Instant;

use sesemr_common::microagg::{
    Budget, GroupSize, Kind, Role, Seed, Sheet, Space, Unwatched, descend, local_search, mdav_generic,
};

use crate::{
    figure::figure,
    measure::{beside_the_textbook, methods_and_growth},
    peers::beside_the_peers,
};

/// Seconds that a search on Census may take.
const ALLOWED: f64 = 10.0;

pub(crate) fn run() {
    let start = Instant::now();
    let now = || start.elapsed().as_secs_f64();
    let print = |line: String| println!("{line}");
    beside_the_textbook("native", &now, &print);
    methods_and_growth("native", &now, &print);
    beside_the_peers();
    if let Some(space) = census() {
        refinement(&space);
    }
}

fn refinement(space: &Space) {
    for (k, descent_goal, search_goal) in
        [(3, "5.252", "4.784"), (4, "6.779", "6.209"), (5, "8.073", "7.453"), (10, "12.374", "11.511")]
    {
        let size = GroupSize::try_from(k).unwrap();
        let start = mdav_generic(space, size, &mut Unwatched).unwrap();
        let begin = Instant::now();
        let descended = descend(space, &start, size, &mut Unwatched).unwrap();
        let seconds = begin.elapsed().as_secs_f64();
        percent(&format!("descent on Census loses, k = {k}"), space.information_loss(&descended), descent_goal);
        println!("{}", figure(&format!("descent on Census, k = {k}"), "native", seconds * 1e3, "ms", "1000"));
        let begin = Instant::now();
        let mut spent = || begin.elapsed().as_secs_f64() / ALLOWED;
        let seed = Seed::from_bytes([1; 32]);
        let found = local_search(space, &start, size, &seed, Budget::Spent(&mut spent), &mut Unwatched).unwrap();
        percent(&format!("10 s search on Census loses, k = {k}"), space.information_loss(&found), search_goal);
    }
}

/// To three decimals, where other figures have one.
fn percent(what: &str, value: f64, goal: &str) {
    println!("figure\t{what}\tnative\t{value:.3}\t%\t{goal}");
}

fn census() -> Option<Space> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/microdata/census.csv");
    let sheet = Sheet::read(&std::fs::read(path).ok()?).ok()?;
    let choices: Vec<_> =
        sheet.names().iter().map(|name| (name.clone(), Role::QuasiIdentifier, Kind::Numbers)).collect();
    sheet.table(&choices).ok()?.space().ok()
}
