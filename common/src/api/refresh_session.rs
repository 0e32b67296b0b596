//! Sessions: a bearer token, rotated at each refresh. A rotated-out token used again ends the session family.

use super::{body, endpoint};
use crate::id::Bytes;

endpoint!(
    /// Exchanges the token for a new one; the old one works until the new one's first use.
    RefreshSessionEndpoint = Post "/api/v1/session/refresh" with session, () => SessionGranted
);

body! {
    /// A session.
    SessionGranted {
        /// 32 secret bytes, sent as `Authorization: Bearer <base64url>`; never in a URL.
        token: Bytes,
        /// When the token lapses, milliseconds since 1970 UTC; refresh before.
        expires_at: u64,
    }
}
