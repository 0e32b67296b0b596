//! Prescriptions: what a clinician types, what it says once every field is right, and its FHIR R4 `MedicationRequest`.
//!
//! ```text
//!  PrescriptionDraft ── check ──▶ Prescription ── into_record ──▶ MedicalRecord of `medications`
//!   (as typed)        every field   │    ▲
//!                     that is wrong └────┘ sentence; from_medication_request
//! ```

mod check_prescription;
mod draft;
mod medication_request;
mod parts;
mod read_medication_request;
mod sentence;

pub use check_prescription::{FieldError, FieldProblem, PrescriptionField};
pub use draft::PrescriptionDraft;
pub use parts::{
    Amount, Course, Dose, Frequency, Line, MedicineCode, Prescription, Route, Schedule, Span, Supply, TimeUnit,
};
pub use read_medication_request::ReadPrescriptionError;
