//! Exports as other programs read them.

#![cfg(feature = "client")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

#[path = "export/audit_bundle.rs"]
mod audit_bundle;
