//! Exports as other programs read them.

#![cfg(feature = "client")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

#[cfg(not(target_arch = "wasm32"))]
#[path = "export/archive.rs"]
mod archive;
#[path = "export/audit_bundle.rs"]
mod audit_bundle;
