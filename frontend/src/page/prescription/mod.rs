//! Prescriptions.

pub mod back_to_opening;
pub mod correct_prescription;
pub mod print_prescription;
pub mod what_is_known;
pub mod withdraw_prescription;
pub mod write_prescription;
