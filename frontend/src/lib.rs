//! The SeSEMR application: a page that draws and asks, a worker that holds the keys, and one that computes on tables.
//!
//! ```text
//!  bin/app   app ─ inside ─ page ─ component ─ model         bin/vault   vault ─ sesemr_common::flow
//!                       ├─ api ──────────────── message ───────────────────┤
//!                       │                                   bin/research  research ─ sesemr_common::microagg
//!                       └─ viewer ── sesemr_viewer::message ── a worker without keys, for what others made
//! ```
//!
//! A page asks through [`api`] and decides nothing; a component draws; a decision lives in `sesemr_common::flow`,
//! or in [`model`] where it is about showing. The page never sees a key, the worker never draws.

// What leptos' view types nest to is deeper than the compiler's default.
#![recursion_limit = "512"]

pub mod act;
pub mod api;
pub mod app;
pub mod camera;
pub mod component;
pub mod inside;
pub mod language;
pub mod leaving;
pub mod message;
pub mod model;
pub mod page;
pub mod place;
pub mod research;
pub mod route;
pub mod service_worker;
pub mod session;
pub mod text;
pub mod vault;
pub mod viewer;
pub mod way_in;

/// The texts of `locales/`, with keys checked when this is compiled. Used through [`text`].
#[expect(
    dead_code,
    deprecated,
    missing_docs,
    unreachable_pub,
    unused_imports,
    unused_qualifications,
    clippy::default_trait_access,
    clippy::expect_used,
    clippy::ignored_unit_patterns,
    clippy::match_same_arms,
    clippy::single_match_else,
    clippy::used_underscore_binding,
    reason = "generated from the texts; its plurals would ship the rules of every language"
)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(clippy::large_stack_arrays, reason = "all texts of a language; only tests read them")
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}
