//! Ceilings of the intake, so that a hostile file costs little before it is refused. What a refusal says is in
//! `rejected_entry`.

/// The largest file that is read as FHIR, in bytes: it has to stand in memory whole. Other files are streamed.
pub const MAX_FHIR_BYTES: u64 = 64 * 1024 * 1024;
/// The most entries taken from one file, nested bundles and attachments included.
pub const MAX_ENTRIES: usize = 50_000;
/// The deepest nesting of arrays and objects within one entry.
pub const MAX_DEPTH: usize = 64;
/// Bundles within bundles.
pub(super) const MAX_NESTED_BUNDLES: usize = 4;
/// How many first bytes `classify_file` wants to see at most; more do no harm.
pub const HEAD_BYTES: usize = 64 * 1024;
