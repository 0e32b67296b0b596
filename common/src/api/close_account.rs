//! Closing one's account.

use super::{Done, body, endpoint};
use crate::id::Encoded;
use crate::sharing::{CloseAccount, SignedAct};

endpoint!(
    /// Deletes what the account keeps and ends all its sessions, this one too. The handle is given to nobody again.
    CloseAccountEndpoint = Post "/api/v1/account/close" with session, CloseAccountRequest => Done
);

body! {
    /// A closing.
    CloseAccountRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<CloseAccount>>,
    }
}
