//! Micro-aggregation: numbers in groups of at least k. Pure and deterministic, natively and in WebAssembly alike.
//!
//! ```text
//!  one patient   NumericTable ── optimal_partition ──▶ Grouping ── information_loss
//!                (rows in time order)                  (runs)
//!
//!  many people   Sheet ──▶ Table ── space ──▶ Space ── mdav_generic, … ──▶ Grouping ── mask ──▶ Table ── Report
//!                (CSV)     (roles)            (points)  descend            (rows)               (masked)
//! ```
//!
//! Two uses, never confused: the *series summary* of one patient ([`optimal_partition`] on rows in time order, see
//! [`crate::record::SeriesSummary`]), which compresses and hides detail but is not anonymity; and *cohort*
//! micro-aggregation of many people's rows: [`MethodName`] lists the methods, [`Method`] runs them, [`Report`] says what it
//! lost and what is still at risk. docs/MICROAGGREGATION.md has the definitions.
//!
//! Arithmetic is plain `f64`: fixed summation order, no fused multiply-add, logarithms and powers from the `libm` crate
//! instead of the machine's, ties by the total order (distance, row), so that every machine makes bit-identical groups.

mod aggregate_error;
mod boxes;
mod budget;
mod centres;
mod clusters;
mod correlation;
mod csv_form;
mod descent;
mod free_ranks;
mod gamma;
mod group_size;
mod grouping;
mod individual_ranking;
mod local_search;
mod loss;
mod masked;
mod mdav;
mod mdav_generic;
mod mdav_to_nearest;
mod method_name;
mod monitor;
mod names;
mod noise;
mod noise_level;
mod numeric_table;
mod optimal_partition;
mod plan;
mod points;
mod principal_components;
mod rank_swapping;
mod report;
mod restructure;
mod running_centre;
mod seed;
mod sheet;
mod space;
mod standardise;
mod swap_range;
mod table;
mod univariate_optimal;
mod v_mdav;

pub use aggregate_error::AggregateError;
pub use budget::Budget;
pub use csv_form::CsvForm;
pub use descent::descend;
pub use gamma::{Gamma, GammaError};
pub use group_size::{GroupSize, GroupSizeError};
pub use grouping::Grouping;
pub use individual_ranking::individual_ranking;
pub use local_search::local_search;
pub use loss::information_loss;
pub use masked::{centroid_and_count_table, centroid_table, mask, mask_each};
pub use mdav_generic::mdav_generic;
pub use mdav_to_nearest::mdav_to_nearest;
pub use method_name::{MethodName, UnknownMethod};
pub use monitor::{Monitor, Unwatched};
pub use noise::{Noise, add_noise};
pub use noise_level::{NoiseLevel, NoiseLevelError};
pub use numeric_table::{NumericTable, TableError};
pub use optimal_partition::{PartitionError, optimal_partition};
pub use plan::{Grouper, Method, Outcome, Refinement};
pub use principal_components::PrincipalComponents;
pub use rank_swapping::rank_swapping;
pub use report::{
    Closeness, ColumnDisclosure, ColumnUtility, Disclosure, Diversity, GroupReport, Linkage, Report, Utility,
};
pub use seed::Seed;
pub use sheet::{CellProblem, Kind, Sheet, SheetError};
pub use space::Space;
pub use swap_range::{SwapRange, SwapRangeError};
pub use table::{Categories, Column, Role, Table, Values};
pub use univariate_optimal::univariate_optimal;
pub use v_mdav::{v_mdav, v_mdav_auto};
