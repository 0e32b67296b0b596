//! Cohort micro-aggregation: published figures, the textbook beside the application's groups, what peers get wrong, edges,
//! the report, and the command line. For the series summary see `record`, for bits in the browser `vectors`.
#![cfg(all(feature = "client", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a test stops where an assumption fails, and counts few rows"
)]
#![expect(clippy::print_stdout, reason = "a test without its sample says so")]

#[path = "microagg/census.rs"]
mod census;
#[path = "microagg/command.rs"]
mod command;
#[path = "microagg/defects.rs"]
mod defects;
#[path = "microagg/edges.rs"]
mod edges;
#[path = "../examples/microaggregate.rs"]
#[expect(dead_code, reason = "its main is the command's")]
mod microaggregate;
#[path = "microagg/mixed.rs"]
mod mixed;
#[path = "microagg/properties.rs"]
mod properties;
#[path = "microagg/report.rs"]
mod report;
#[path = "microagg/sheet.rs"]
mod sheet;
#[path = "microagg/support.rs"]
mod support;
#[path = "../benches/microagg/tables.rs"]
mod tables;
#[path = "../benches/microagg/textbook.rs"]
mod textbook;
