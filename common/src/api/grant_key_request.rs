//! Granting a request, and the list of grants.

use super::{Done, Page, PageQuery, body, endpoint, state};
use crate::id::Encoded;
use crate::sharing::{GrantKeyRequest, SignedAct, TakeBackGrant};

endpoint!(
    /// Grants a request.
    GrantKeyRequestEndpoint = Post "/api/v1/grants" with session, GrantKeyRequestRequest => Done
);
endpoint!(
    /// Lists grants by and to oneself, oldest first.
    ListGrantsEndpoint = Get "/api/v1/grants" with session, PageQuery => Page<StoredGrant>
);

body! {
    /// A grant.
    GrantKeyRequestRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<GrantKeyRequest>>,
    }
}

state! {
    /// How a grant stands.
    GrantState {
        /// An opening can be made.
        Live,
        /// Paused: no opening can be made until it goes on.
        Paused,
        /// All openings were used.
        UsedUp,
        /// Taken back.
        TakenBack,
        /// Past its end.
        Expired,
    }
}

body! {
    /// A grant as stored.
    StoredGrant {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<GrantKeyRequest>>,
        /// How it stands.
        state: GrantState,
        /// Openings that opened something; a burnt random key does not count.
        openings_used: u16,
        /// The take-back, where it was taken back.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Byte))]
        take_back: Option<Encoded<SignedAct<TakeBackGrant>>>,
    }
}
