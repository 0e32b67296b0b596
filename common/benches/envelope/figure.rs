//! The lines that script/bench lays out as a table.

/// One line of it.
pub(crate) fn figure(what: &str, place: &str, value: f64, unit: &str, goal: &str) -> String {
    format!("figure\t{what}\t{place}\t{value:.1}\t{unit}\t{goal}")
}

/// Megabytes a second.
#[expect(clippy::cast_precision_loss, reason = "bodies are far below 2^52 bytes")]
pub(crate) fn megabytes_a_second(bytes: usize, seconds: f64) -> f64 {
    bytes as f64 / seconds / 1e6
}
