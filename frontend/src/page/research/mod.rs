//! Research: tables about many people, aggregated so that nobody stands alone.

pub mod aggregate_table;
