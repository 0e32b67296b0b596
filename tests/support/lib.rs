//! What the tests of whole stories stand on: the real servers on a private Postgres, people who call `common::flow` as
//! the browser does, a spy that records all that the servers saw, and hosts that lie, die or lose answers.
//!
//! ```text
//! Person ─ Member<H> ─ H: Host ─┬─ TestHost ─ HTTP ─▶ Backend (SAS, SRS) ─▶ Database (one of a shared Postgres)
//!                               ├─ LyingHost<H>      └─ Spy
//!                               └─ MortalHost<H>
//! ```
//! With the feature `servers` off there is nothing but people: that is what the demonstration needs.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test stops where an assumption fails"
)]

#[cfg(feature = "servers")]
mod backend;
#[cfg(feature = "browser")]
pub mod browser;
mod clock;
#[cfg(feature = "servers")]
mod database;
mod device;
mod event_stream;
#[cfg(feature = "servers")]
mod log_lines;
mod lying_host;
mod mortal_host;
mod person;
mod records;
mod secrets;
mod spy;
mod test_host;
mod watch;

#[cfg(feature = "servers")]
pub use backend::Backend;
pub use clock::Clock;
#[cfg(feature = "servers")]
pub use database::Database;
pub use device::Device;
pub use event_stream::EventStream;
#[cfg(feature = "servers")]
pub use log_lines::LogLines;
pub use lying_host::LyingHost;
pub use mortal_host::MortalHost;
pub use person::{Person, decision, profile, whole};
pub use records::{
    SHARED_BUNDLES, draft_prescription, import, import_with_summaries, noise, note, noted, prescription, sample,
    sample_bundle, shared_bundle,
};
pub use secrets::{Find, Needles};
pub use spy::{Exchange, Spy};
pub use test_host::TestHost;
pub use watch::Watch;

use std::fmt::Write as _;
use std::time::Duration;

use sesemr_common::crypto::fill_random;

/// Waits until `check` gives something, for at most ten seconds: what one server tells the other takes a moment.
pub async fn eventually<T>(check: impl AsyncFn() -> Option<T>) -> T {
    for _ in 0..400 {
        if let Some(found) = check().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("waited for ten seconds in vain")
}

/// Sixteen letters and digits that nobody else has.
fn make_suffix() -> String {
    let mut random = [0; 8];
    fill_random(&mut random);
    hex(&random)
}

/// Hexadecimal, in small letters.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
