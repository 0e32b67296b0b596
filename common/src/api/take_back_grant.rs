//! Taking access back.

use super::{Done, body, endpoint};
use crate::id::Encoded;
use crate::sharing::{SignedAct, TakeBackGrant};

endpoint!(
    /// Ends a grant and every opening under it.
    TakeBackGrantEndpoint = Post "/api/v1/take-backs" with session, TakeBackGrantRequest => Done
);

body! {
    /// A take-back.
    TakeBackGrantRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<TakeBackGrant>>,
    }
}
