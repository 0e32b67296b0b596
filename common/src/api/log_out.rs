//! Signing out, here or everywhere.

use super::{Done, body, endpoint};

endpoint!(
    /// Ends this session family, or all of the account's.
    LogOutEndpoint = Post "/api/v1/session/end" with session, LogOutRequest => Done
);

body! {
    /// How far.
    LogOutRequest {
        /// All devices, this one included.
        everywhere: bool,
    }
}
