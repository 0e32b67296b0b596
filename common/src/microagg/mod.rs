//! Micro-aggregation: numbers in groups of at least k. Pure and deterministic, natively and in WebAssembly alike.
//!
//! ```text
//!  NumericTable ── standardise ──▶ z-scores ── optimal_partition ──▶ Grouping ── information_loss
//!     (columns)                                (rows in time order)   (rows)       100·SSE/SST
//! ```
//!
//! Two uses, never confused: the *series summary* of one patient ([`optimal_partition`] on rows in time order, see
//! [`crate::record::SeriesSummary`]), which compresses and hides detail but is not anonymity; and *cohort*
//! micro-aggregation of many people's rows, of which [`univariate_optimal`] is the first method.
//!
//! Arithmetic is plain `f64`: fixed summation order, no fused multiply-add, ties by the total order (loss, rows), so
//! that every machine makes bit-identical groups.

mod group_size;
mod grouping;
mod loss;
mod numeric_table;
mod optimal_partition;
mod standardise;
mod univariate_optimal;

pub use group_size::{GroupSize, GroupSizeError};
pub use grouping::Grouping;
pub use loss::information_loss;
pub use numeric_table::{NumericTable, TableError};
pub use optimal_partition::{PartitionError, optimal_partition};
pub use univariate_optimal::{UnivariateError, univariate_optimal};
