//! Ending sessions of one's own account from another one.

use super::{Done, body, endpoint};
use crate::id::SessionId;

endpoint!(
    /// Ends one session of the account, or all but the one that asks. One that has ended already stays so.
    EndSessionsEndpoint = Post "/api/v1/sessions/end" with session, EndSessionsRequest => Done
);

body! {
    /// Which.
    EndSessionsRequest {
        /// This one; all others where none is named.
        session: Option<SessionId>,
    }
}
