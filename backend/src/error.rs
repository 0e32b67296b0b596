//! What goes wrong, and the only file that knows HTTP statuses: refusals and faults as `application/problem+json`
//! (RFC 9457). A fault's cause goes to the log; what goes out names it only as a fault.

use std::time::Duration;

use actix_web::{
    HttpResponse, ResponseError,
    error::JsonPayloadError,
    http::{StatusCode, header},
};
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use sesemr_common::{
    api::{ApiError, ErrorCode},
    codec::DecodeError,
    crypto::{SignatureError, opaque::OpaqueError},
    sharing::KeyCardError,
};

/// How long to wait before trying again while the database is away.
const AWAY_WAIT_SECONDS: u32 = 2;

/// Why a request got no answer of its own.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request is refused, and may know why.
    #[error("{0}")]
    Refused(Box<ApiError>),
    /// The database cannot be reached.
    #[error("the database is away: {0}")]
    Away(String),
    /// A fault of this server; the words are for its log.
    #[error("{0}")]
    Fault(String),
}

/// The result of anything that may be refused.
pub type Outcome<T> = Result<T, Error>;

impl Error {
    /// A refusal with a text for developers.
    pub fn refused(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self::Refused(Box::new(ApiError::new(code, detail)))
    }

    /// A request with a fault in one field.
    pub fn bad_field(field: &str, detail: impl Into<String>) -> Self {
        let error = ApiError { field: Some(field.to_owned()), ..ApiError::new(ErrorCode::BadRequest, detail) };
        Self::Refused(Box::new(error))
    }

    /// How a step of OPAQUE is refused whose message stood in `field`.
    pub(crate) fn of_opaque(field: &'static str) -> impl FnOnce(OpaqueError) -> Self {
        move |error| match error {
            OpaqueError::WrongPassword | OpaqueError::WrongServer => {
                Self::refused(ErrorCode::WrongCredentials, "wrong name, password, kit or device")
            }
            OpaqueError::Malformed | OpaqueError::PasswordTooLong => {
                Self::bad_field(field, "an OPAQUE message is malformed")
            }
        }
    }

    /// Nothing is there, or not for whoever asks.
    pub fn not_found(what: &str) -> Self {
        Self::refused(ErrorCode::NotFound, format!("there is no such {what}, or it is not yours"))
    }

    /// Not for whoever asks.
    pub fn not_permitted(detail: impl Into<String>) -> Self {
        Self::refused(ErrorCode::NotPermitted, detail)
    }

    /// An act whose counter is not the next one.
    pub fn wrong_counter(expected: u64) -> Self {
        let detail = format!("the next act of this device has counter {expected}");
        Self::Refused(Box::new(ApiError { expected: Some(expected), ..ApiError::new(ErrorCode::WrongCounter, detail) }))
    }

    /// Too many tries.
    pub fn too_many(wait: Duration) -> Self {
        let seconds = to_seconds(wait);
        Self::too_many_of(format!("too many tries: wait {seconds} seconds"), wait)
    }

    /// Too many of something else than tries.
    pub fn too_many_of(detail: impl Into<String>, wait: Duration) -> Self {
        let error = ApiError::new(ErrorCode::TooManyRequests, detail);
        Self::Refused(Box::new(ApiError { retry_after: Some(to_seconds(wait)), ..error }))
    }

    /// A fault of this server; `what` goes to the log and not out.
    pub fn internal(what: impl Into<String>) -> Self {
        Self::Fault(what.into())
    }

    fn api_error(&self) -> ApiError {
        match self {
            Self::Refused(error) => (**error).clone(),
            Self::Away(_) => ApiError {
                retry_after: Some(AWAY_WAIT_SECONDS),
                ..ApiError::new(ErrorCode::Unavailable, "the server is busy or its database is away: try again")
            },
            Self::Fault(_) => ApiError::new(ErrorCode::Internal, "a fault of the server; its log says more"),
        }
    }
}

/// Whole seconds, never too few.
fn to_seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1)
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        status(self.api_error().code)
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Refused(_) => {}
            Self::Away(cause) => tracing::warn!(cause, "the database is away"),
            Self::Fault(cause) => tracing::error!(cause, "a fault"),
        }
        let error = self.api_error();
        let mut response = HttpResponse::build(status(error.code));
        response.insert_header((header::CONTENT_TYPE, "application/problem+json"));
        if let Some(seconds) = error.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        response.json(&error)
    }
}

const fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::BadRequest => StatusCode::BAD_REQUEST,
        ErrorCode::NotSignedIn | ErrorCode::WrongCredentials => StatusCode::UNAUTHORIZED,
        ErrorCode::NotPermitted | ErrorCode::BadSignature | ErrorCode::CannotAsk => StatusCode::FORBIDDEN,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::HandleTaken
        | ErrorCode::Conflict
        | ErrorCode::OldEpoch
        | ErrorCode::WrongCounter
        | ErrorCode::NoOpeningsLeft
        | ErrorCode::Paused
        | ErrorCode::NotOpen => StatusCode::CONFLICT,
        ErrorCode::RandomKeyUsed | ErrorCode::TakenBack | ErrorCode::Expired | ErrorCode::Deleted => StatusCode::GONE,
        ErrorCode::TooLarge | ErrorCode::QuotaFull => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorCode::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<actix_web::Error> for Error {
    /// What the framework refuses by itself while it reads a body.
    fn from(error: actix_web::Error) -> Self {
        match error.as_response_error().status_code() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::refused(ErrorCode::TooLarge, "the body is larger than this takes"),
            _ => Self::bad_field("body", "the body could not be read"),
        }
    }
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        match error {
            // Serialisation failures and broken connections pass: whoever asked may simply ask again.
            DieselError::DatabaseError(
                DatabaseErrorKind::UnableToSendCommand
                | DatabaseErrorKind::ClosedConnection
                | DatabaseErrorKind::SerializationFailure
                | DatabaseErrorKind::ReadOnlyTransaction,
                cause,
            ) => Self::Away(cause.message().to_owned()),
            DieselError::DatabaseError(_, cause) if passes(cause.message()) => Self::Away(cause.message().to_owned()),
            // What the checks of a request let through is refused by the tables. No value is quoted.
            DieselError::DatabaseError(
                kind @ (DatabaseErrorKind::CheckViolation
                | DatabaseErrorKind::NotNullViolation
                | DatabaseErrorKind::UniqueViolation),
                cause,
            ) => {
                tracing::warn!(?kind, constraint = cause.constraint_name(), "a table refused a request");
                refuse_violation(kind, cause.column_name().or(cause.table_name()))
            }
            DieselError::DatabaseError(_, cause) if cause.message().contains("invalid byte sequence") => {
                Self::bad_field("body", "a text holds a zero byte")
            }
            DieselError::BrokenTransactionManager => Self::Away("a transaction broke off".to_owned()),
            // A constraint's name says what failed; the database's detail line quotes values and is left out.
            DieselError::DatabaseError(kind, cause) => {
                Self::Fault(format!("{kind:?} at {:?}: {}", cause.constraint_name(), cause.message()))
            }
            other => Self::Fault(other.to_string()),
        }
    }
}

fn refuse_violation(kind: DatabaseErrorKind, place: Option<&str>) -> Error {
    match kind {
        DatabaseErrorKind::UniqueViolation => {
            Error::refused(ErrorCode::Conflict, "something with this id or number exists")
        }
        _ => Error::bad_field(place.unwrap_or("body"), "a value is out of the range that is stored"),
    }
}

/// Postgres says these words when it stops, restarts or runs out of connections, and when a statement waited too long or
/// for another that waited for it (SQLSTATE classes 57, 53 and 40). Diesel hands the words on and not the SQLSTATE.
fn passes(message: &str) -> bool {
    [
        "terminating connection",
        "the database system is",
        "too many clients",
        "remaining connection slots",
        "canceling statement due to",
        "deadlock detected",
    ]
    .iter()
    .any(|words| message.contains(words))
}

impl From<SignatureError> for Error {
    fn from(_: SignatureError) -> Self {
        Self::refused(ErrorCode::BadSignature, "a signature does not fit")
    }
}

impl From<KeyCardError> for Error {
    fn from(error: KeyCardError) -> Self {
        match error {
            KeyCardError::Missing => Self::bad_field("key_cards", "send the key cards of the actor, oldest first"),
            KeyCardError::AnotherAccount => {
                Self::refused(ErrorCode::BadSignature, "the key cards are another account's than the one named")
            }
            KeyCardError::Signature(error) => error.into(),
        }
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        let field = if let DecodeError::OutOfRange(field) = error { field } else { "body" };
        Self::bad_field(field, error.to_string())
    }
}

impl From<JsonPayloadError> for Error {
    fn from(error: JsonPayloadError) -> Self {
        match error {
            JsonPayloadError::Overflow { limit } | JsonPayloadError::OverflowKnownLength { limit, .. } => {
                Self::refused(ErrorCode::TooLarge, format!("a JSON body takes at most {limit} bytes"))
            }
            JsonPayloadError::ContentType => Self::bad_field("content-type", "send application/json"),
            JsonPayloadError::Deserialize(error) => {
                Self::bad_field("body", format!("this is not JSON (line {}, column {})", error.line(), error.column()))
            }
            _ => Self::bad_field("body", "the body could not be read"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_table_refuses_is_no_fault_and_quotes_nothing() {
        let table = [
            (DatabaseErrorKind::CheckViolation, ErrorCode::BadRequest),
            (DatabaseErrorKind::NotNullViolation, ErrorCode::BadRequest),
            (DatabaseErrorKind::UniqueViolation, ErrorCode::Conflict),
            (DatabaseErrorKind::SerializationFailure, ErrorCode::Unavailable),
        ];
        for (kind, code) in table {
            let error = DieselError::DatabaseError(kind, Box::new("a row with ada".to_owned()));
            let refusal = Error::from(error).api_error();
            assert_eq!(refusal.code, code);
            assert!(!refusal.detail.contains("ada"));
        }
    }

    #[test]
    fn of_two_statements_that_wait_for_each_other_one_is_to_be_tried_again() {
        let error = DieselError::DatabaseError(DatabaseErrorKind::Unknown, Box::new("deadlock detected".to_owned()));
        assert_eq!(Error::from(error).api_error().code, ErrorCode::Unavailable);
    }

    #[test]
    fn a_fault_keeps_its_cause_to_itself() {
        assert!(!Error::internal("relation sas.vault is gone").api_error().detail.contains("vault"));
    }
}
