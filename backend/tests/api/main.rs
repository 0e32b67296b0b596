//! The servers from outside: one file per resource, a database per test on one private Postgres that goes with the process.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where an assumption fails"
)]

mod account;
mod database;
mod events;
mod key_request;
mod member;
mod operations;
mod pages;
mod problems;
mod session;
mod srs;
mod srs_key;
mod support;
mod upload;
mod vault;
