//! Research: tables about many people, micro-aggregated, with what is lost and what is still at risk.

pub mod aggregate_table;
