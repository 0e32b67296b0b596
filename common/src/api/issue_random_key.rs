//! Storing a signed opening, handing its code over in the app, and the list of openings.

use super::{BatchWithSlots, Done, Page, PageQuery, body, endpoint, state};
use crate::id::{Encoded, OpeningId};
use crate::sharing::{Opening, SealedMessage, SignedAct};

endpoint!(
    /// Stores a signed opening with its opening batches.
    IssueRandomKeyEndpoint = Post "/api/v1/openings" with session, IssueRandomKeyRequest => Done
);
endpoint!(
    /// Lists openings by and for oneself, oldest first.
    ListOpeningsEndpoint = Get "/api/v1/openings" with session, PageQuery => Page<StoredOpening>
);
endpoint!(
    /// Hands the random key over in the app, sealed to the clinician.
    SendRandomKeyEndpoint = Post "/api/v1/openings/message" with session, SendRandomKeyRequest => Done
);

body! {
    /// An opening.
    IssueRandomKeyRequest {
        /// The signed act, the same bytes that the SRS gets.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<Opening>>,
        /// Batches made for this opening alone.
        batches: Vec<BatchWithSlots>,
    }
}

body! {
    /// A random key on its way in the app.
    SendRandomKeyRequest {
        /// The opening.
        opening: OpeningId,
        /// The code, sealed to the clinician.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        message: Encoded<SealedMessage>,
    }
}

state! {
    /// How an opening stands.
    OpeningState {
        /// Its random key has not been tried.
        Pending,
        /// Tried; whether it opened is not known yet.
        Attempted,
        /// Open.
        Opened,
        /// Burnt without opening anything.
        Failed,
        /// Taken back.
        TakenBack,
        /// Past its end.
        Expired,
        /// Closed by the clinician.
        Closed,
        /// Closed by the server.
        ClosedByServer,
    }
}

body! {
    /// An opening as stored.
    StoredOpening {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<Opening>>,
        /// How it stands.
        state: OpeningState,
        /// The code sealed to the clinician, where it was handed over in the app.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Byte))]
        message: Option<Encoded<SealedMessage>>,
        /// Whether the SRS's signed receipt of the end has arrived.
        end_confirmed: bool,
        /// When it was last used, milliseconds since 1970 UTC.
        active_at: u64,
    }
}
