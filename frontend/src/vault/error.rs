//! From what stopped a flow to what the page says about it.

use sesemr_common::{
    api::{self, ApiError},
    crypto::crockford::CodeError,
    flow::FlowError,
    vault::VaultError,
};

use super::{person::view_changed_person, state::SignedIn};
use crate::message::{AppError, ErrorCode};

impl From<FlowError> for AppError {
    fn from(error: FlowError) -> Self {
        let detail = error.to_string();
        let code = match error {
            FlowError::Refused(problem) => return refused(problem),
            FlowError::MistypedCode(mistyped) => return mistyped_code(mistyped),
            FlowError::Away => ErrorCode::ServerAway,
            FlowError::Untrustworthy("the record index" | "the vault's version" | "the server's restore epoch")
            | FlowError::Vault(VaultError::RolledBack) => ErrorCode::ServerWentBack,
            FlowError::Untrustworthy(_) => ErrorCode::NotTrusted,
            FlowError::KeyChanged { .. } => ErrorCode::KeyChanged,
            FlowError::WrongPassword => ErrorCode::WrongPassword,
            FlowError::KitNeeded => ErrorCode::KitNeeded,
            FlowError::KitReplaced => ErrorCode::KitReplaced,
            FlowError::WrongRandomKey => ErrorCode::BurntKey,
            FlowError::Vault(VaultError::Damaged) | FlowError::AlteredOrDamaged => ErrorCode::Altered,
            FlowError::Invalid(_) => ErrorCode::BadField,
            FlowError::SourceChanged => ErrorCode::SourceChanged,
            FlowError::Cancelled => ErrorCode::Cancelled,
            FlowError::Storage(_) => ErrorCode::NoStorage,
        };
        Self::new(code).because(detail)
    }
}

/// The same, with both fingerprints where a known person's key has changed.
pub(super) fn explain(member: &SignedIn, error: FlowError) -> AppError {
    let FlowError::KeyChanged { account, shown, .. } = error else { return error.into() };
    let mut explained = AppError::new(ErrorCode::KeyChanged);
    explained.person = member.vault().contact(account).map(|known| Box::new(view_changed_person(known, shown)));
    explained
}

fn refused(problem: ApiError) -> AppError {
    let code = match problem.code {
        api::ErrorCode::BadRequest => ErrorCode::BadField,
        api::ErrorCode::NotSignedIn => ErrorCode::SessionEnded,
        api::ErrorCode::WrongCredentials => ErrorCode::WrongPassword,
        api::ErrorCode::NotPermitted => ErrorCode::NotAllowed,
        api::ErrorCode::NotFound => ErrorCode::NotFound,
        api::ErrorCode::HandleTaken => ErrorCode::HandleTaken,
        api::ErrorCode::Conflict | api::ErrorCode::OldEpoch | api::ErrorCode::WrongCounter => ErrorCode::Conflict,
        api::ErrorCode::BadSignature => ErrorCode::NotTrusted,
        api::ErrorCode::RandomKeyUsed => ErrorCode::BurntKey,
        api::ErrorCode::TakenBack => ErrorCode::TakenBack,
        api::ErrorCode::Expired => ErrorCode::Expired,
        api::ErrorCode::NotOpen => ErrorCode::Closed,
        api::ErrorCode::NoOpeningsLeft => ErrorCode::NoOpeningLeft,
        api::ErrorCode::TooLarge => ErrorCode::TooLarge,
        api::ErrorCode::TooManyRequests => ErrorCode::TooManyTries,
        api::ErrorCode::Unavailable => ErrorCode::ServerAway,
        api::ErrorCode::Internal => ErrorCode::Defect,
    };
    let mut error = AppError::new(code).because(problem.detail);
    error.field = problem.field;
    error.retry_after = problem.retry_after;
    error
}

/// A typed code that is not one: which group, or that the length is wrong.
pub(super) fn mistyped_code(mistyped: CodeError) -> AppError {
    let error = AppError::new(ErrorCode::MistypedCode).because(mistyped);
    match mistyped {
        CodeError::WrongCharacter { group } => error.in_group(u8::try_from(group).unwrap_or(u8::MAX)),
        CodeError::WrongLength { .. } => error,
    }
}
