//! What people wait for, through the whole stack: the real servers and a real Postgres, natively and from the finished page
//! in headless Chromium, beside a bare client that writes the same rows.
//!
//! Runs all parts, or those that are named: `cargo bench -p sesemr-tests -- memory`. Prints lines for script/bench: `figure<TAB>what<TAB>where<TAB>value<TAB>unit<TAB>goal`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::large_futures,
    clippy::cast_precision_loss,
    reason = "a bench stops where an assumption fails, prints, and counts little"
)]

#[path = "../../common/benches/envelope/argon2id.rs"]
mod argon2id;
#[path = "stack/bare_client.rs"]
mod bare_client;
#[path = "stack/browser.rs"]
mod browser;
#[path = "../../common/benches/envelope/figure.rs"]
mod figure;
#[path = "stack/memory.rs"]
mod memory;
#[path = "stack/native.rs"]
mod native;
#[path = "stack/research.rs"]
mod research;
#[path = "stack/stopwatch.rs"]
mod stopwatch;
#[path = "../../common/benches/microagg/tables.rs"]
mod tables;

use sesemr_tests::Backend;
use tokio::runtime;

/// The large file.
const LARGE: usize = 100_000_000;
/// The largest file that is stored.
const LARGEST: usize = 200_000_000;

fn main() {
    let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let backend = Backend::start().await;
        if wants("native") {
            native::run(&backend).await;
        }
        if wants("browser") {
            browser::run(&backend).await;
        }
        if wants("research") {
            research::run(&backend).await;
        }
        if wants("memory") {
            browser::hold_little(&backend).await;
        }
    });
}

/// Whether a part was named, or none.
fn wants(part: &str) -> bool {
    // Cargo adds `--bench`.
    let mut named = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).peekable();
    named.peek().is_none() || named.any(|name| name == part)
}
