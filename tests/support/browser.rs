//! People in front of the finished application: windows of headless Chromium, and the steps that stories are told in.

mod checks;
mod driver;
mod steps;
mod window;

pub use driver::Driver;
pub use steps::{
    PASSWORD, add_records, ask, ask_for, confirm_kit, enter_key, go_to_enter_key, grant, lend, log_in, log_in_with_kit,
    patient_and_doctor, patient_with_records, read_random_key, register, sample_file,
};
pub use window::{DESK, PHONE, Window};
