//! Access logs.

mod read_access_log;

pub(crate) use read_access_log::read_access_log;
