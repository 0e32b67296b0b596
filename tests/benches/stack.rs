//! What people wait for, through the whole stack: the real servers and a real Postgres, natively and from the finished page
//! in headless Chromium, beside a bare client that writes the same rows.
//!
//! Prints lines for script/bench: `figure<TAB>what<TAB>where<TAB>value<TAB>unit<TAB>goal`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench stops where an assumption fails, and prints")]

#[path = "../../common/benches/envelope/argon2id.rs"]
mod argon2id;
#[path = "stack/bare_client.rs"]
mod bare_client;
#[path = "stack/browser.rs"]
mod browser;
#[path = "../../common/benches/envelope/figure.rs"]
mod figure;
#[path = "stack/native.rs"]
mod native;
#[path = "stack/stopwatch.rs"]
mod stopwatch;

use sesemr_tests::Backend;
use tokio::runtime;

/// The large file.
const LARGE: usize = 100_000_000;

fn main() {
    let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let backend = Backend::start().await;
        native::run(&backend).await;
        browser::run(&backend).await;
    });
}
