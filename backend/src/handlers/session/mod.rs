//! Sessions and their live events.

mod end_sessions;
mod list_sessions;
mod log_out;
mod refresh_session;
mod stream_events;

pub(crate) use end_sessions::end_sessions;
pub(crate) use list_sessions::list_sessions;
pub(crate) use log_out::log_out;
pub(crate) use refresh_session::refresh_session;
pub(crate) use stream_events::stream_events;
