//! Prescriptions: what a clinician types, what it says once every field is right, and its FHIR R4 `MedicationRequest`.
//!
//! ```text
//!  PrescriptionDraft ── check ──▶ Prescription ── into_record ──▶ MedicalRecord of `medications`
//!   (as typed)        every field   │    ▲
//!                     that is wrong └────┘ sentence; from_medication_request
//! ```

mod check_prescription;
mod draft;
mod field_error;
mod medication_request;
mod parts;
mod read_medication_request;
mod route;
mod schedule;
mod sentence;

pub use draft::PrescriptionDraft;
pub use field_error::{FieldError, FieldProblem, PrescriptionField};
pub use parts::{Amount, Course, Dose, Line, MedicineCode, Prescription, Supply};
pub use read_medication_request::ReadPrescriptionError;
pub use route::Route;
pub use schedule::{Frequency, Schedule, Span, TimeUnit};
