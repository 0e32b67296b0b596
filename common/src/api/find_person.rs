//! Finding a person by handle.

use super::{Person, body, endpoint};

endpoint!(
    /// Finds a person.
    FindPersonEndpoint = Post "/api/v1/people/find" with session, FindPersonRequest => Person
);

body! {
    /// Whom.
    FindPersonRequest {
        /// The whole handle: there is no search by parts.
        handle: String,
    }
}
