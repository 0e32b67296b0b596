//! Signing in and opening by code, both halves together: what each side learns, and what a lie gets.

#![cfg(all(feature = "client", not(target_arch = "wasm32")))]
#![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

use sesemr_common::crypto::opaque::*;
use sesemr_common::crypto::{DeviceMac, Kit, OpeningCode, derive_account_password};
use sesemr_common::id::{AccountId, KeyId, OpeningId};

const ACCOUNT: AccountId = AccountId::from_bytes([1; 16]);
const KEY: KeyId = KeyId([2; 32]);
const SERVER: [u8; 32] = [3; 32];

fn password(typed: &str) -> OpaquePassword {
    derive_account_password(typed, &DeviceMac::from_bytes([4; 32]))
}

fn register(setup: &ServerSetup, context: &OpaqueContext, password: &OpaquePassword) -> (OpaqueRecord, ExportKey) {
    let (attempt, request) = start_registration(password).unwrap();
    let response = setup.answer_registration(context, &request).unwrap();
    let registered = attempt.finish(context, &response, Some(&setup.public_key())).unwrap();
    (finish_registration(&registered.upload).unwrap(), registered.export_key)
}

fn log_in(
    setup: &ServerSetup,
    record: Option<&OpaqueRecord>,
    (at_server, at_client): (&OpaqueContext, &OpaqueContext),
    password: &OpaquePassword,
) -> Result<(SessionKey, LoggedIn), OpaqueError> {
    let (attempt, ke1) = start_log_in(password)?;
    let answer = setup.answer_log_in(at_server, record, &ke1)?;
    let logged_in = attempt.finish(at_client, &answer.ke2, Some(&setup.public_key()))?;
    Ok((finish_log_in(at_server, &answer.state, &logged_in.ke3)?, logged_in))
}

#[test]
fn both_sides_share_a_session_key_and_the_export_key_stays_the_same() {
    let (setup, context) = (ServerSetup::make(), OpaqueContext::log_in(ACCOUNT, KEY, SERVER));
    let (record, export_key) = register(&setup, &context, &password("correct horse"));
    let (session_key, first) = log_in(&setup, Some(&record), (&context, &context), &password("correct horse")).unwrap();
    assert_eq!(session_key, first.session_key);
    assert_eq!(first.export_key, export_key);
    let (second, _) = log_in(&setup, Some(&record), (&context, &context), &password("correct horse")).unwrap();
    assert_ne!(second, session_key, "every log-in has a session key of its own");

    let wrong = log_in(&setup, Some(&record), (&context, &context), &password("correct house"));
    assert_eq!(wrong.unwrap_err(), OpaqueError::WrongPassword);
    let other_device = derive_account_password("correct horse", &DeviceMac::from_bytes([5; 32]));
    let wrong = log_in(&setup, Some(&record), (&context, &context), &other_device);
    assert_eq!(wrong.unwrap_err(), OpaqueError::WrongPassword, "the password alone is not enough");
}

#[test]
fn one_record_used_in_another_place_opens_nothing() {
    let (setup, password) = (ServerSetup::make(), password("correct horse"));
    let context = OpaqueContext::log_in(ACCOUNT, KEY, SERVER);
    let (record, _) = register(&setup, &context, &password);
    for elsewhere in [
        OpaqueContext::recovery(ACCOUNT, KEY, SERVER),
        OpaqueContext::log_in(AccountId::from_bytes([9; 16]), KEY, SERVER),
        OpaqueContext::log_in(ACCOUNT, KeyId([9; 32]), SERVER),
        OpaqueContext::log_in(ACCOUNT, KEY, [9; 32]),
        OpaqueContext::opening(OpeningId::from_bytes([1; 16]), KEY, SERVER),
    ] {
        for contexts in [(&elsewhere, &elsewhere), (&context, &elsewhere)] {
            let outcome = log_in(&setup, Some(&record), contexts, &password);
            assert_eq!(outcome.unwrap_err(), OpaqueError::WrongPassword, "{elsewhere:?}");
        }
    }
}

#[test]
fn an_unknown_user_gets_an_answer_like_any_other_and_the_same_at_every_try() {
    let (setup, context) = (ServerSetup::make(), OpaqueContext::log_in(ACCOUNT, KEY, SERVER));
    let (attempt, ke1) = start_log_in(&password("correct horse")).unwrap();
    let answers = [0, 1].map(|_| setup.answer_log_in(&context, None, &ke1).unwrap().ke2);
    let evaluated = answers.map(|ke2| ke2.as_bytes().first_chunk::<32>().copied().unwrap());
    assert_eq!(evaluated.first(), evaluated.last(), "one OPRF key for one unknown user");
    for ke2 in &answers {
        assert_eq!(attempt.finish(&context, ke2, None).unwrap_err(), OpaqueError::WrongPassword);
    }
}

#[test]
fn another_servers_answer_is_refused() {
    let (setup, other) = (ServerSetup::make(), ServerSetup::make());
    let (context, password) = (OpaqueContext::log_in(ACCOUNT, KEY, SERVER), password("correct horse"));
    let (record, _) = register(&setup, &context, &password);
    let outcome = log_in(&other, Some(&record), (&context, &context), &password);
    assert_eq!(outcome.unwrap_err(), OpaqueError::WrongPassword);

    let (attempt, request) = start_registration(&password).unwrap();
    let response = other.answer_registration(&context, &request).unwrap();
    let outcome = attempt.finish(&context, &response, Some(&setup.public_key()));
    assert_eq!(outcome.unwrap_err(), OpaqueError::WrongServer);
}

#[test]
fn a_replayed_ke2_and_a_ke3_of_another_attempt_are_refused() {
    let (setup, code) = (ServerSetup::make(), OpeningCode::make().to_password());
    let context = OpaqueContext::opening(OpeningId::from_bytes([1; 16]), KEY, SERVER);
    let (record, _) = register(&setup, &context, &code);
    let (first, ke1) = start_log_in(&code).unwrap();
    let answer = setup.answer_log_in(&context, Some(&record), &ke1).unwrap();
    let (second, second_ke1) = start_log_in(&code).unwrap();
    assert_eq!(second.finish(&context, &answer.ke2, None).unwrap_err(), OpaqueError::WrongPassword);
    let second_answer = setup.answer_log_in(&context, Some(&record), &second_ke1).unwrap();
    let logged_in = first.finish(&context, &answer.ke2, None).unwrap();
    let foreign = finish_log_in(&context, &second_answer.state, &logged_in.ke3);
    assert_eq!(foreign.unwrap_err(), OpaqueError::WrongPassword);
}

#[test]
fn a_malformed_message_is_told_from_a_wrong_password() {
    let setup = ServerSetup::make();
    let context = OpaqueContext::recovery(ACCOUNT, KEY, SERVER);
    let malformed = Some(OpaqueError::Malformed);
    assert_eq!(setup.answer_registration(&context, &RegistrationRequest::ZERO).err(), malformed);
    assert_eq!(setup.answer_log_in(&context, None, &Ke1([0xFF; 96])).err(), malformed);
    assert_eq!(finish_registration(&RegistrationUpload([0xFF; 192])).err(), malformed);
    let (attempt, _) = start_log_in(&Kit::make().derive_recovery_password()).unwrap();
    assert_eq!(attempt.finish(&context, &Ke2([0xFF; 320]), None).err(), malformed);
    assert_eq!(ServerSetup::from_bytes(&[0; 128]).err(), malformed);
}

#[test]
fn a_setup_reads_back_and_serves_the_records_made_with_it() {
    let (setup, context) = (ServerSetup::make(), OpaqueContext::recovery(ACCOUNT, KEY, SERVER));
    let password = Kit::make().derive_recovery_password();
    let (record, export_key) = register(&setup, &context, &password);
    let restored = ServerSetup::from_bytes(&setup.to_bytes()).unwrap();
    let (_, logged_in) = log_in(&restored, Some(&record), (&context, &context), &password).unwrap();
    assert_eq!(logged_in.export_key, export_key);
}

#[test]
fn a_password_beyond_what_opaque_takes_is_named() {
    assert_eq!(start_log_in(&password(&"x".repeat(70_000))).err(), Some(OpaqueError::PasswordTooLong));
}
