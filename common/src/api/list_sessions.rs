//! The sign-ins of one's own account that still count.

use super::{body, endpoint};
use crate::id::{DeviceId, SessionId};

endpoint!(
    /// Lists the account's sessions, the last used first.
    ListSessionsEndpoint = Get "/api/v1/sessions" with session, () => ListSessionsResponse
);

body! {
    /// A session. What its device is called lies sealed in the vault.
    ListedSession {
        /// Which.
        session: SessionId,
        /// On which device.
        device: DeviceId,
        /// When it began, milliseconds since 1970 UTC.
        started_at: u64,
        /// When it was last used, to the minute; milliseconds since 1970 UTC.
        last_used_at: u64,
        /// Whether it is the one that asks.
        current: bool,
    }
}

body! {
    /// The sessions.
    ListSessionsResponse {
        /// Those that have not ended, the last used first.
        sessions: Vec<ListedSession>,
    }
}
