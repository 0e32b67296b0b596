//! Sessions and their live events.

mod log_out;
mod refresh_session;
mod stream_events;

pub(crate) use log_out::log_out;
pub(crate) use refresh_session::refresh_session;
pub(crate) use stream_events::stream_events;
