//! The Research page at the size of a phone: a large table, from the press to what came of it, and whether the page stalls.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sesemr_tests::Backend;
use sesemr_tests::browser::{Driver, PHONE, register};

use crate::stopwatch::{longest_task, median, print_milliseconds, time_in_page, watch_main_thread};
use crate::tables::bell_shaped;

const PLACE: &str = "Chromium";
const ROUNDS: u32 = 3;
const ROWS: usize = 10_000;
const COLUMNS: usize = 10;
/// What is said of groups that are as large as was asked.
const VERDICT: &str = "In the aggregated columns nobody stands alone";
/// In which the browser tells of the last long task.
const SETTLED: Duration = Duration::from_millis(500);

pub(crate) async fn run(backend: &Backend) {
    let driver = Driver::start();
    let folder = tempfile::tempdir().unwrap();
    let adaeze = driver.open(backend.url(), PHONE).await;
    adaeze.driver().set_script_timeout(Duration::from_mins(5)).await.unwrap();
    register(&adaeze, "Dr Adaeze Obi", "adaeze", Some("Lagos General")).await;
    adaeze.press("Research").await;
    adaeze.heading("Research").await;
    let (mut taken, mut longest) = (Vec::new(), Duration::ZERO);
    for round in 0..ROUNDS {
        // Another table takes away what came of the last.
        adaeze.choose_file(&table(folder.path(), round)).await;
        adaeze.read(&format!("{ROWS} rows, {COLUMNS} columns")).await;
        adaeze.wait_until_gone(VERDICT).await;
        watch_main_thread(&adaeze).await;
        taken.push(time_in_page(&adaeze, "Aggregate the table", VERDICT).await);
        tokio::time::sleep(SETTLED).await;
        longest = longest.max(longest_task(&adaeze).await);
    }
    let what = format!("MDAV-generic, {ROWS} × {COLUMNS}, k = 3, to the page, phone");
    print_milliseconds(&what, PLACE, median(taken), "");
    print_milliseconds("longest task of the main thread meanwhile, phone", PLACE, longest, "100");
    adaeze.close().await;
}

fn table(folder: &Path, round: u32) -> PathBuf {
    let mut text = (0..COLUMNS).map(|column| format!("c{column}")).collect::<Vec<_>>().join(",");
    for row in bell_shaped(ROWS, COLUMNS) {
        let cells: Vec<String> = row.iter().map(f64::to_string).collect();
        write!(text, "\n{}", cells.join(",")).unwrap();
    }
    let path = folder.join(format!("cohort-{round}.csv"));
    std::fs::write(&path, text).unwrap();
    path
}
