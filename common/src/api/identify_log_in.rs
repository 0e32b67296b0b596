//! What a client needs before it can blind a password. Unknown handles get stable answers of the same form.

use super::{body, endpoint};
use crate::id::{AccountId, KeyId, KitTag};

endpoint!(
    /// Tells account id, key id and kit tag behind a handle; for an unknown handle, a PRF of it.
    IdentifyLogInEndpoint = Post "/api/v1/log-in/identify", IdentifyLogInRequest => IdentifyLogInResponse
);

body! {
    /// Whose.
    IdentifyLogInRequest {
        /// The handle.
        handle: String,
    }
}

body! {
    /// What the OPAQUE records are bound to.
    IdentifyLogInResponse {
        /// The account.
        account: AccountId,
        /// Its identity key.
        key: KeyId,
        /// Its kit.
        kit_tag: KitTag,
    }
}
