//! SeSEMR's core: records, envelopes and the sharing protocol, without I/O.
//!
//! ```text
//!  patient's browser                 SAS and SRS                      clinician's browser
//!  record ─ microagg ─ envelope ──▶  sealed envelopes
//!                                    key request      ◀────────────── request_key
//!  grant_key_request ─────────────▶  grant
//!  issue_random_key ──────────────▶  opening (one attempt)
//!  the code, in person ─────────────────────────────────────────────▶ open_record
//!                                    fragments, releases ───────────▶ plaintext
//!                                    sealed prescription  ◀────────── write_prescription
//!                                    receipt          ◀────────────── close_opening
//!  roll_portion_key ──────────────▶  next epoch
//! ```
//!
//! Without features this is the wire contract and the halves of the protocol that servers run; feature
//! `client` adds everything that sees plaintext or keys, so a server cannot even name a key.
//! Values in, requests and values out: network, clock and storage come from [`flow`]'s `Host`.

pub mod codec;
pub mod id;
pub mod portion;
pub mod visible_text;

pub mod api;

#[cfg(feature = "client")]
pub mod language;
#[cfg(feature = "client")]
pub mod microagg;
#[cfg(feature = "client")]
pub mod record;

pub mod crypto;
pub mod envelope;
pub mod pre;
pub mod sharing;

#[cfg(feature = "client")]
pub mod export;
#[cfg(feature = "client")]
pub mod flow;
#[cfg(feature = "client")]
pub mod vault;

#[cfg(all(test, feature = "client"))]
mod hpke_vectors;
