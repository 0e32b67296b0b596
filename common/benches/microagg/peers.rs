//! Beside the Python packages that do the same work, on the same rows in the same run: `SESEMR_PEERS` names the Python that has
//! them, which `script/bench` installs. Without it nothing is compared.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{io::Write as _, process::Command, time::Instant};

use sesemr_common::microagg::{
    GroupSize, Grouping, NumericTable, Space, Unwatched, optimal_partition, univariate_optimal,
};

use crate::{figure::figure, tables::bell_shaped, textbook::z_scores};

const ROWS: usize = 100_000;

pub(crate) fn beside_the_peers() {
    let Ok(python) = std::env::var("SESEMR_PEERS") else { return };
    for k in [3, 10] {
        let size = GroupSize::try_from(k).unwrap();
        let name = format!("univariate optimal, {ROWS}, k = {k}");
        compare(&python, "microagg1d", &name, size, 1, |table| {
            univariate_optimal(&table.columns()[0], size, &mut Unwatched).unwrap()
        });
        let name = format!("optimal partition in order, {ROWS} × 10, k = {k}");
        compare(&python, "microaggregation", &name, size, 10, |table| optimal_partition(table, size).unwrap());
    }
}

/// Both get z-scores and must reach the same squares within groups.
fn compare(
    python: &str,
    package: &str,
    name: &str,
    size: GroupSize,
    columns: usize,
    ours: impl Fn(&NumericTable) -> Grouping,
) {
    let rows = z_scores(&bell_shaped(ROWS, columns));
    let table =
        NumericTable::try_new((0..columns).map(|column| rows.iter().map(|row| row[column]).collect()).collect());
    let table = table.unwrap();
    let peer = ask(python, package, size, &rows);
    let mut best = f64::INFINITY;
    let mut groups = None;
    for _ in 0..3 {
        let start = Instant::now();
        groups = Some(ours(&table));
        best = best.min(start.elapsed().as_secs_f64());
    }
    let squares = Space::from(&table).squares_within(&groups.unwrap());
    let theirs = peer["squares_within"].as_f64().unwrap();
    assert!((squares - theirs).abs() < 1e-6 * theirs, "{name}: {squares}, and {theirs} by {package}");
    let seconds = peer["seconds"].as_f64().unwrap();
    println!("{}", figure(&format!("{name}, {package}"), "native", seconds * 1e3, "ms", ""));
    println!("{}", figure(name, "native", best * 1e3, "ms", ""));
    println!("{}", figure(&format!("{name}, times {package}'s speed"), "native", seconds / best, "", "1"));
}

fn ask(python: &str, package: &str, size: GroupSize, rows: &[Vec<f64>]) -> serde_json::Value {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    for number in rows.iter().flatten() {
        file.write_all(&number.to_le_bytes()).unwrap();
    }
    file.flush().unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/microagg/peers.py");
    let (least, columns) = (size.least().to_string(), rows[0].len().to_string());
    let output = Command::new(python).args([script, package, &least, &columns]).arg(file.path()).output().unwrap();
    assert!(output.status.success(), "{package}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}
