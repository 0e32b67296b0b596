//! Asking for access, and the list of who asked.

use super::{Done, Page, PageQuery, body, endpoint, state};
use crate::id::Encoded;
use crate::sharing::{RefuseKeyRequest, RequestKey, SignedAct};

endpoint!(
    /// Asks a patient for access.
    RequestKeyEndpoint = Post "/api/v1/key-requests" with session, RequestKeyRequest => Done
);
endpoint!(
    /// Lists requests to and from oneself, oldest first.
    ListKeyRequestsEndpoint = Get "/api/v1/key-requests" with session, PageQuery => Page<StoredKeyRequest>
);

body! {
    /// A request.
    RequestKeyRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<RequestKey>>,
    }
}

state! {
    /// How a request stands.
    KeyRequestState {
        /// Nobody has answered.
        Waiting,
        /// Granted; see the grants.
        Granted,
        /// Refused.
        Refused,
        /// It lapsed unanswered.
        Lapsed,
    }
}

body! {
    /// A request as stored.
    StoredKeyRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<RequestKey>>,
        /// How it stands.
        state: KeyRequestState,
        /// The refusal, where it was refused.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Byte))]
        refusal: Option<Encoded<SignedAct<RefuseKeyRequest>>>,
    }
}
