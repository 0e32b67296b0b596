//! Accounts: registering, signing in, settings.

pub mod kept_form;
pub mod log_in;
pub mod log_in_with_kit;
pub mod lost_device;
pub mod recover;
pub mod register;
pub mod settings;
pub mod start;
