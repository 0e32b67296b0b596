//! A sentence and a next step for every code: the only place where errors get words.

use super::{import_parts::refusal_text, when};
use crate::{
    message::{AppError, ErrorCode},
    text::{Texts, t},
};

/// What happened and what to do next.
pub fn error_text(texts: Texts, error: &AppError) -> String {
    match error.code {
        ErrorCode::MistypedCode => mistyped(texts, error.group),
        ErrorCode::KitNotConfirmed => not_confirmed(texts, error.group),
        ErrorCode::TooManyTries => too_many(texts, error.retry_after),
        ErrorCode::BurntKey => t!(texts, error.burnt_key, person = whom(texts, error)),
        ErrorCode::TakenBack => t!(texts, error.taken_back, person = whom(texts, error)),
        ErrorCode::Expired => t!(texts, error.expired, person = whom(texts, error)),
        ErrorCode::NoOpeningLeft => t!(texts, error.no_opening_left, person = whom(texts, error)),
        ErrorCode::KeyChanged => t!(texts, error.key_changed, person = whom(texts, error)),
        ErrorCode::QuotaFull => quota_full(texts, error),
        ErrorCode::FileRefused => file_refused(texts, error),
        ErrorCode::BadField => bad_field(texts, error.field.clone()),
        ErrorCode::Defect => t!(texts, error.defect, detail = error.detail.clone()),
        other => plain(texts, other).to_owned(),
    }
}

fn plain(texts: Texts, code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::WrongPassword => t!(texts, error.wrong_password),
        ErrorCode::WrongKitOrPassword => t!(texts, error.wrong_kit_or_password),
        ErrorCode::NotYourPassword => t!(texts, error.not_your_password),
        ErrorCode::BadName => t!(texts, error.bad_name),
        ErrorCode::BadOrganisation => t!(texts, error.bad_organisation),
        ErrorCode::HiddenInName => t!(texts, error.hidden_in_name),
        ErrorCode::HiddenInOrganisation => t!(texts, error.hidden_in_organisation),
        ErrorCode::PasswordTooLong => t!(texts, error.password_too_long),
        ErrorCode::KeyGone => t!(texts, error.key_gone),
        ErrorCode::AccessEnded => t!(texts, error.access_ended),
        ErrorCode::AccessPaused => t!(texts, error.access_paused),
        ErrorCode::CannotAsk => t!(texts, error.cannot_ask),
        ErrorCode::NothingGranted => t!(texts, error.nothing_granted),
        ErrorCode::AllHidden => t!(texts, error.all_hidden),
        ErrorCode::EndPassed => t!(texts, error.end_passed),
        ErrorCode::MessageTooLong => t!(texts, error.message_too_long),
        ErrorCode::ReadOnly => t!(texts, error.read_only),
        ErrorCode::TooManyRecords => t!(texts, error.too_many_records),
        ErrorCode::OldBrowser => t!(texts, error.old_browser),
        ErrorCode::KitNeeded => t!(texts, error.kit_needed),
        ErrorCode::KitReplaced => t!(texts, error.kit_replaced),
        ErrorCode::WrongKit => t!(texts, error.wrong_kit),
        ErrorCode::HandleTaken => t!(texts, error.handle_taken),
        ErrorCode::HandleTakenMeanwhile => t!(texts, error.handle_taken_meanwhile),
        ErrorCode::BadHandle => t!(texts, error.bad_handle),
        ErrorCode::PasswordTooShort => t!(texts, error.password_too_short),
        ErrorCode::PasswordNeeded => t!(texts, error.password_needed),
        ErrorCode::SessionEnded => t!(texts, error.session_ended),
        ErrorCode::Locked => t!(texts, error.locked),
        ErrorCode::PersonNotFound => t!(texts, error.person_not_found),
        ErrorCode::FingerprintNotCompared => t!(texts, error.fingerprint_not_compared),
        ErrorCode::NotFound => t!(texts, error.not_found),
        ErrorCode::AlreadyAnswered => t!(texts, error.already_answered),
        ErrorCode::Closed => t!(texts, error.closed),
        ErrorCode::NotTrusted => t!(texts, error.not_trusted),
        ErrorCode::NothingChosen => t!(texts, error.nothing_chosen),
        ErrorCode::Altered => t!(texts, error.altered),
        ErrorCode::BadNote => t!(texts, error.bad_note),
        ErrorCode::NotOneRecord => t!(texts, error.not_one_record),
        ErrorCode::Deleted => t!(texts, error.deleted),
        ErrorCode::SourceChanged => t!(texts, error.source_changed),
        ErrorCode::UnreadableFile => t!(texts, error.unreadable_file),
        ErrorCode::TooLarge => t!(texts, error.too_large),
        ErrorCode::Cancelled => t!(texts, error.cancelled),
        ErrorCode::ServerAway => t!(texts, error.server_away),
        ErrorCode::ServerWentBack => t!(texts, error.server_went_back),
        ErrorCode::Conflict => t!(texts, error.conflict),
        ErrorCode::NotAllowed => t!(texts, error.not_allowed),
        ErrorCode::NoStorage => t!(texts, error.no_storage),
        ErrorCode::WorkerStopped => t!(texts, error.worker_stopped),
        ErrorCode::UnknownVersion => t!(texts, error.unknown_version),
        // Those with something to fill in are above.
        ErrorCode::MistypedCode
        | ErrorCode::KitNotConfirmed
        | ErrorCode::TooManyTries
        | ErrorCode::BurntKey
        | ErrorCode::TakenBack
        | ErrorCode::Expired
        | ErrorCode::NoOpeningLeft
        | ErrorCode::KeyChanged
        | ErrorCode::QuotaFull
        | ErrorCode::FileRefused
        | ErrorCode::BadField
        | ErrorCode::Defect => "",
    }
}

fn bad_field(texts: Texts, field: Option<String>) -> String {
    match field {
        Some(field) => t!(texts, error.bad_field, field = field),
        None => t!(texts, error.bad_fields).to_owned(),
    }
}

fn mistyped(texts: Texts, group: Option<u8>) -> String {
    match group {
        Some(group) => t!(texts, error.mistyped_group, group = group),
        None => t!(texts, error.mistyped_length).to_owned(),
    }
}

fn not_confirmed(texts: Texts, group: Option<u8>) -> String {
    match group {
        Some(group) => t!(texts, error.kit_group_wrong, group = group),
        None => t!(texts, error.kit_not_confirmed).to_owned(),
    }
}

fn too_many(texts: Texts, retry_after: Option<u32>) -> String {
    match retry_after {
        Some(seconds) => t!(texts, error.too_many_wait, wait = when::duration(texts, seconds)),
        None => t!(texts, error.too_many).to_owned(),
    }
}

fn quota_full(texts: Texts, error: &AppError) -> String {
    match &error.person {
        Some(person) => t!(texts, error.quota_full_of, person = person.display_name.clone()),
        None => t!(texts, error.quota_full).to_owned(),
    }
}

fn file_refused(texts: Texts, error: &AppError) -> String {
    match &error.refusal {
        Some(refusal) => t!(texts, error.file_refused, why = refusal_text(texts, refusal)),
        None => t!(texts, error.unreadable_file).to_owned(),
    }
}

fn whom(texts: Texts, error: &AppError) -> String {
    match &error.person {
        Some(person) => person.display_name.clone(),
        None => t!(texts, error.the_patient).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sesemr_common::{
        id::{AccountId, KeyId},
        record::{RejectReason, SourceFile, import_records},
        sharing::Role,
    };

    use super::*;
    use crate::{
        model::{
            import::Refusal,
            person::{PersonView, Trust},
        },
        text::Locale,
    };

    fn amina() -> PersonView {
        PersonView {
            account: AccountId::from_bytes([1; 16]),
            handle: "amina".to_owned(),
            display_name: "Amina Yusuf".to_owned(),
            role: Role::Patient,
            organisation: String::new(),
            key: KeyId::ZERO,
            fingerprint: String::new(),
            trust: Trust::NotCompared,
        }
    }

    #[test]
    fn whoever_may_not_delete_is_told_whose_space_is_full() {
        let mut full = AppError::new(ErrorCode::QuotaFull);
        assert_eq!(error_text(Locale::en, &full), "Your space is used up. Remove something first.");
        full.person = Some(Box::new(amina()));
        for texts in [Locale::en, Locale::de] {
            let told = error_text(texts, &full);
            assert!(told.contains("Amina Yusuf") && !told.contains("Your") && !told.contains("Ihr "), "{told}");
        }
    }

    #[test]
    fn a_file_that_is_refused_says_why_in_the_words_of_adding_files() {
        let told = |refusal| error_text(Locale::en, &AppError::refusing(refusal));
        let duplicate = RejectReason::DuplicateKey { key: "code".to_owned(), path: "Observation".to_owned() };
        assert_eq!(
            told(Refusal::Rejected(duplicate)),
            "This file cannot go. code stands there twice, in Observation. Choose another file."
        );
        let two = br#"{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"a"},{"fullUrl":"b"}]}"#;
        let file = SourceFile { name: "two.json", declared_type: "", bytes: two };
        assert_eq!(
            told(Refusal::Entries(import_records(&file, &BTreeSet::new()).rejected)),
            "This file cannot go. Entry 1: It holds no record. Entry 2: It holds no record. Choose another file."
        );
    }
}
