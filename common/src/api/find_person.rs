//! Finding a person by handle.

use super::{Person, body, endpoint};
use crate::id::Bytes;

endpoint!(
    /// Finds a person.
    FindPersonEndpoint = Post "/api/v1/people/find" with session, FindPersonRequest => Person
);

body! {
    /// Whom.
    FindPersonRequest {
        /// The whole handle: there is no search by parts.
        handle: String,
        /// The secret of an invitation, where the person gave one: it finds somebody who is unlisted, from then on without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        invitation: Option<Bytes>,
    }
}
