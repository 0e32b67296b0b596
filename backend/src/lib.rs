//! The servers of SeSEMR: the Storage Aggregation Server (SAS), which stores what it cannot read, and the Setup and
//! Re-encryption Server (SRS), which re-encrypts what it does not store. One program plays either or both.
//!
//! ```text
//! routes ─▶ handlers ─▶ sas, srs (what may happen, in which order) ─▶ db (rows) ─▶ Postgres
//!                        └─ access (rules without I/O)
//! ```
//! Both are built without `sesemr-common`'s feature `client`: they cannot name a key of a person's.

pub mod access;
pub mod auth;
pub mod client_address;
pub mod clock;
pub mod db;
pub mod embedded_postgres;
pub mod endpoint;
pub mod error;
pub mod events;
pub mod extract;
pub mod limits;
pub mod openapi;
pub mod routes;
pub mod sas;
pub mod settings;
pub mod srs;
pub mod startup;
pub mod telemetry;

mod assets;
mod cors;
mod handlers;
mod health;
mod hex;
mod parts;
mod schema;
mod schema_srs;
mod security_headers;
mod tls;
