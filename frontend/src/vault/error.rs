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
            FlowError::Invalid(reason) => return not_possible(reason),
            FlowError::Away | FlowError::NothingKept => ErrorCode::ServerAway,
            FlowError::Untrustworthy("the record index" | "the vault's version" | "the server's restore epoch")
            | FlowError::Vault(VaultError::RolledBack) => ErrorCode::ServerWentBack,
            FlowError::Untrustworthy(_) => ErrorCode::NotTrusted,
            FlowError::KeyChanged { .. } => ErrorCode::KeyChanged,
            FlowError::WrongPassword => ErrorCode::WrongPassword,
            FlowError::KitNeeded => ErrorCode::KitNeeded,
            FlowError::KitReplaced => ErrorCode::KitReplaced,
            FlowError::WrongRandomKey => ErrorCode::BurntKey,
            FlowError::Vault(VaultError::Damaged) | FlowError::AlteredOrDamaged => ErrorCode::Altered,
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
        api::ErrorCode::CannotAsk => ErrorCode::CannotAsk,
        api::ErrorCode::Paused => ErrorCode::AccessPaused,
        api::ErrorCode::NotFound => ErrorCode::NotFound,
        api::ErrorCode::HandleTaken => ErrorCode::HandleTaken,
        api::ErrorCode::Conflict | api::ErrorCode::OldEpoch | api::ErrorCode::WrongCounter => ErrorCode::Conflict,
        api::ErrorCode::BadSignature => ErrorCode::NotTrusted,
        api::ErrorCode::RandomKeyUsed => ErrorCode::BurntKey,
        api::ErrorCode::TakenBack => ErrorCode::TakenBack,
        api::ErrorCode::Expired => ErrorCode::Expired,
        api::ErrorCode::Deleted => ErrorCode::Deleted,
        api::ErrorCode::NotOpen => ErrorCode::Closed,
        api::ErrorCode::NoOpeningsLeft => ErrorCode::NoOpeningLeft,
        api::ErrorCode::TooLarge => ErrorCode::TooLarge,
        api::ErrorCode::QuotaFull => ErrorCode::QuotaFull,
        api::ErrorCode::TooManyRequests => ErrorCode::TooManyTries,
        api::ErrorCode::Unavailable => ErrorCode::ServerAway,
        api::ErrorCode::Internal => ErrorCode::Defect,
    };
    let mut error = AppError::new(code).because(problem.detail);
    error.field = problem.field;
    error.retry_after = problem.retry_after;
    error
}

/// What does not make sense, by the core's own words for it: a code, and the field of the form that it is about.
fn not_possible(reason: &'static str) -> AppError {
    let (code, field) = match reason {
        "Choose at least one thing to give access to." => (ErrorCode::NothingChosen, Some("scope")),
        "Choose how many times it may be opened." => (ErrorCode::NothingChosen, Some("openings")),
        "Choose an end that lies in the future." => (ErrorCode::EndPassed, Some("length")),
        "Choose what you need to see." => (ErrorCode::NothingChosen, Some("portions")),
        "The message is too long: use at most 2,000 letters." => (ErrorCode::MessageTooLong, Some("message")),
        "This access has ended. Ask for a new request." => (ErrorCode::AccessEnded, None),
        "This access is paused. Let it go on first." => (ErrorCode::AccessPaused, None),
        "There is nothing in what you granted." => (ErrorCode::NothingGranted, None),
        "Everything that you granted is hidden." => (ErrorCode::AllHidden, None),
        "Compare fingerprints with this person first." => (ErrorCode::FingerprintNotCompared, None),
        "This random key is used up. Make a new one." => (ErrorCode::KeyGone, None),
        "This opening is for reading only." => (ErrorCode::ReadOnly, None),
        "Find this person first." | "There is no such record." => (ErrorCode::NotFound, None),
        "Only patients keep records."
        | "This is you."
        | "Only whoever wrote a prescription corrects or withdraws it." => (ErrorCode::NotAllowed, None),
        "A handle has 3 to 32 small letters, digits, dots, dashes or underscores, and begins with a letter or digit." => {
            (ErrorCode::BadHandle, Some("handle"))
        }
        "Write your name, in at most 100 characters." => (ErrorCode::BadName, Some("display_name")),
        "Write where you work in at most 100 characters." => (ErrorCode::BadOrganisation, Some("organisation")),
        "Write your name in characters that are seen." => (ErrorCode::HiddenInName, Some("display_name")),
        "Write where you work in characters that are seen." => (ErrorCode::HiddenInOrganisation, Some("organisation")),
        "Use a password of at least 12 characters. Three or four words are good." => {
            (ErrorCode::PasswordTooShort, Some("password"))
        }
        "Use a password of at most 1,000 characters." | "The password is too long: use at most 1,000 characters." => {
            (ErrorCode::PasswordTooLong, Some("password"))
        }
        "Add fewer records at a time."
        | "Add between 1 and 2,000 records at a time."
        | "Add between 1 and 65,536 records at a time." => (ErrorCode::TooManyRecords, None),
        "This is too large to store." => (ErrorCode::TooLarge, None),
        "This browser cannot hold the file." => (ErrorCode::NoStorage, None),
        "This browser gives no AES. Update it and try again." => (ErrorCode::OldBrowser, None),
        _ => (ErrorCode::BadField, None),
    };
    let error = AppError::new(code).because(reason);
    match field {
        Some(field) => error.in_field(field),
        None => error,
    }
}

/// A typed code that is not one: which group, or that the length is wrong.
pub(super) fn mistyped_code(mistyped: CodeError) -> AppError {
    let error = AppError::new(ErrorCode::MistypedCode).because(mistyped);
    match mistyped {
        CodeError::WrongCharacter { group } => error.in_group(u8::try_from(group).unwrap_or(u8::MAX)),
        CodeError::WrongLength { .. } => error,
    }
}

// A browser has no files to read.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use std::{fs, path::Path};

    use super::*;

    /// Every reason that a flow gives, from the sources of the core.
    fn reasons_in(folder: &Path) -> Vec<String> {
        let mut reasons = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                reasons.extend(reasons_in(&path));
                continue;
            }
            let source = fs::read_to_string(path).unwrap();
            // A long one stands on a line of its own.
            let found = source.split("Invalid(").filter_map(|rest| rest.trim_start().strip_prefix('"'));
            reasons.extend(found.map(|rest| rest.split_once('"').unwrap().0.to_owned()));
        }
        reasons
    }

    #[test]
    fn every_reason_of_a_flow_has_a_code_of_its_own() {
        let reasons = reasons_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../common/src/flow"));
        assert!(reasons.len() > 15, "the reasons were found");
        for reason in reasons {
            let error = not_possible(reason.clone().leak());
            assert_ne!(error.code, ErrorCode::BadField, "{reason}");
        }
    }

    #[test]
    fn a_full_account_is_not_told_as_something_too_large() {
        let told = |code| AppError::from(FlowError::Refused(ApiError::new(code, "a limit"))).code;
        assert_eq!(told(api::ErrorCode::QuotaFull), ErrorCode::QuotaFull);
        assert_eq!(told(api::ErrorCode::TooLarge), ErrorCode::TooLarge);
    }

    #[test]
    fn a_reason_names_the_field_it_is_about() {
        let error = AppError::from(FlowError::Invalid("Write your name, in at most 100 characters."));
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::BadName, Some("display_name")));
    }
}
