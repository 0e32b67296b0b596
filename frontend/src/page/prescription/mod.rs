//! Prescriptions.

pub mod write_prescription;
