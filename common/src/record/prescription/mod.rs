//! Prescriptions: what a clinician types, what it says once every field is right, and its FHIR R4 `MedicationRequest`.
//!
//! ```text
//!  PrescriptionDraft ── check ──▶ Prescription ── into_record ──▶ MedicalRecord of `medications`
//!   (as typed)        every field   │    ▲
//!                     that is wrong └────┘ from_medication_request
//! ```
//!
//! A later one makes an earlier one void: a [`Correction`] takes its place, a [`PrescriptionWithdrawal`] leaves nothing in it.
//!
//! What the patient reads is written by the page, in the language that the page speaks, and kept with it: [`PatientWords`].

mod check_prescription;
mod draft;
mod field_error;
mod medication_request;
mod parts;
mod read_medication_request;
mod route;
mod schedule;
mod voided;
mod withdrawal;

pub use draft::PrescriptionDraft;
pub use field_error::{FieldError, FieldProblem, PrescriptionField};
pub use parts::{Amount, Course, Dose, Line, MedicineCode, PatientWords, Prescription, Supply};
pub use read_medication_request::ReadPrescriptionError;
pub use route::Route;
pub use schedule::{Frequency, Schedule, Span, TimeUnit};
pub use voided::{Correction, PriorPrescription, VoidKind, VoidedPrescription};
pub use withdrawal::PrescriptionWithdrawal;
