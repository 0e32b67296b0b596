//! The access log.

pub mod read_access_log;
