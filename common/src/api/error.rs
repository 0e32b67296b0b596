//! Errors as the wire carries them: `application/problem+json` (RFC 9457) with a code for programs.

use serde::{Deserialize, Serialize};

use super::state;

state! {
    /// What went wrong, for programs. The words for people are the application's.
    ErrorCode {
        /// The request is not what the endpoint takes; `field` says where.
        BadRequest,
        /// No session, or one that has ended.
        NotSignedIn,
        /// Wrong name, password, kit or device; which of them is not said.
        WrongCredentials,
        /// This is not yours to do or see.
        NotPermitted,
        /// This person cannot be asked now; why is not said.
        CannotAsk,
        /// There is no such thing, or not for you.
        NotFound,
        /// Somebody has this handle.
        HandleTaken,
        /// It changed since you read it: read again.
        Conflict,
        /// Sealed for a portion card that has been replaced: re-wrap and retry.
        OldEpoch,
        /// A signature does not fit.
        BadSignature,
        /// The act's counter is not the next; `expected` says which is.
        WrongCounter,
        /// The opening's one attempt has been made.
        RandomKeyUsed,
        /// The grant or opening was taken back.
        TakenBack,
        /// The grant is paused.
        Paused,
        /// It is past its time.
        Expired,
        /// Its patient deleted it.
        Deleted,
        /// The opening is not open.
        NotOpen,
        /// All openings of the grant are used.
        NoOpeningsLeft,
        /// More than the server takes; `detail` names the limit.
        TooLarge,
        /// The patient's space is used up; `detail` says how much it is.
        QuotaFull,
        /// Too many tries; wait for `retry_after` seconds.
        TooManyRequests,
        /// The server or its database is away; wait for `retry_after` seconds.
        Unavailable,
        /// A fault of the server.
        Internal,
    }
}

/// A problem (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[error("{detail}")]
pub struct ApiError {
    /// What went wrong, for programs.
    pub code: ErrorCode,
    /// What went wrong and what to do, for developers.
    pub detail: String,
    /// Which field, where one is at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// In how many seconds to try again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// The counter that the server expects next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<u64>,
}

impl ApiError {
    /// An error of this code with a text for developers.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), field: None, retry_after: None, expected: None }
    }
}
