//! Registering, and what the server tells about people whom it knows or does not.

use std::time::Duration;

use futures_util::future::join_all;
use reqwest::StatusCode;
use sesemr_common::{
    api::{
        AfterQuery, ApiError, ErrorCode, FindPersonEndpoint, FindPersonRequest, FinishRegisterEndpoint,
        IdentifyLogInEndpoint, IdentifyLogInRequest, IdentifyLogInResponse, LogInPurpose, ReadAccessLogEndpoint,
        StartLogInEndpoint, StartLogInRequest,
    },
    id::Encoded,
    sharing::{LogHead, LogKind, Role, verify_log},
};

use crate::{
    member::{Member, expect, make_registration, make_registration_of, read, send},
    srs::{person::Person, second_client::try_code},
    support::Running,
};

#[tokio::test]
async fn the_same_registration_again_gets_another_session_for_the_same_account() {
    let servers = Running::start().await;
    let (_, request) = make_registration(&servers, Role::Patient).await;
    let first = expect::<FinishRegisterEndpoint>(&servers, None, &request).await;
    let second = expect::<FinishRegisterEndpoint>(&servers, None, &request).await;
    assert_ne!(first.token, second.token);
}

#[tokio::test]
async fn a_registration_opens_sessions_for_some_minutes_and_not_for_ever() {
    let servers = Running::start().await;
    let (_, request) = make_registration(&servers, Role::Patient).await;
    expect::<FinishRegisterEndpoint>(&servers, None, &request).await;
    servers.clock.advance(Duration::from_mins(10));
    let late = send::<FinishRegisterEndpoint>(&servers, None, &request).await;
    assert_eq!(late.status(), StatusCode::CONFLICT);
}

#[tokio::test]
async fn somebody_elses_public_act_of_registering_opens_no_session() {
    let servers = Running::start().await;
    let (_, request) = make_registration(&servers, Role::Patient).await;
    expect::<FinishRegisterEndpoint>(&servers, None, &request).await;
    let (_, mut forged) = make_registration(&servers, Role::Patient).await;
    (forged.act, forged.key_card) = (request.act, request.key_card);
    (forged.portion_cards, forged.device) = (request.portion_cards, request.device);
    let response = send::<FinishRegisterEndpoint>(&servers, None, &forged).await;
    assert_eq!(response.status(), StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_card_of_another_key_registers_nobody() {
    let servers = Running::start().await;
    let (_, mut request) = make_registration(&servers, Role::Patient).await;
    let (_, other) = make_registration(&servers, Role::Patient).await;
    request.key_card = other.key_card;
    assert_eq!(send::<FinishRegisterEndpoint>(&servers, None, &request).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_strangers_card_for_somebodys_account_registers_nobody() {
    let servers = Running::start().await;
    let victim = Person::new();
    let (_, request) = make_registration_of(&servers, Person::posing_as(victim.account), Role::Patient).await;
    assert_eq!(send::<FinishRegisterEndpoint>(&servers, None, &request).await.status(), StatusCode::FORBIDDEN);
    let (_, request) = make_registration_of(&servers, victim, Role::Patient).await;
    expect::<FinishRegisterEndpoint>(&servers, None, &request).await;
}

#[tokio::test]
async fn a_profile_in_which_something_hides_registers_nobody_and_its_field_is_named() {
    let servers = Running::start().await;
    let long = "x".repeat(101);
    let table = [
        ("Dr Bello\u{200B}", "", Some("display_name")),
        ("\u{202E}olleB rD", "", Some("display_name")),
        ("Dr\u{A0}Bello", "", Some("display_name")),
        ("Dr  Bello", "", Some("display_name")),
        ("Dr Bello\u{E0020}", "", Some("display_name")),
        ("Dr\nBello", "", Some("display_name")),
        (" ", "", Some("display_name")),
        ("", "", Some("display_name")),
        (&*long, "", Some("display_name")),
        ("Dr Bello", "Clinic\u{2028}", Some("organisation")),
        ("Dr Bello", &*long, Some("organisation")),
        ("محمد\u{200C}رضا", "", None),
        ("മോഹന\u{D4D}\u{200D}", "山田病院", None),
    ];
    for (display_name, organisation, field) in table {
        let (person, mut request) = make_registration(&servers, Role::Doctor).await;
        let mut body = request.act.0.body.clone();
        (body.profile.display_name, body.profile.organisation) = (display_name.to_owned(), organisation.to_owned());
        request.act = Encoded(person.sign_numbered(person.account, 1, body));
        let response = send::<FinishRegisterEndpoint>(&servers, None, &request).await;
        let Some(field) = field else {
            assert!(response.status().is_success(), "{display_name:?}");
            continue;
        };
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{display_name:?} {organisation:?}");
        let refusal: ApiError = response.json().await.unwrap();
        assert_eq!((refusal.code, refusal.field.as_deref()), (ErrorCode::BadRequest, Some(field)));
        assert!(!refusal.detail.contains("Bello"), "what was sent is not echoed");
    }
}

#[tokio::test]
async fn a_person_is_found_with_the_signatures_that_make_their_profile_theirs() {
    let servers = Running::start().await;
    let (patient, doctor) = (Member::patient(&servers).await, Member::doctor(&servers).await);
    let found = doctor
        .call::<FindPersonEndpoint>(&servers, &FindPersonRequest { handle: patient.handle.clone(), invitation: None })
        .await;
    assert_eq!(found.register.0.header.actor, patient.account());
    found.register.0.verify(&found.key_cards[0].0.fields.signing_key).unwrap();
    let nobody = FindPersonRequest { handle: "nobody-at-all".to_owned(), invitation: None };
    assert_eq!(doctor.refusal::<FindPersonEndpoint>(&servers, &nobody).await.1.code, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_handle_that_nobody_has_is_answered_like_one_that_somebody_has() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let known = identify(&servers, &member.handle).await;
    let (unknown, again) = (identify(&servers, "nobody-at-all").await, identify(&servers, "nobody-at-all").await);
    assert_eq!(known.account, member.account());
    assert_eq!(unknown, again, "an answer that changes would tell that it is made up");
    for account in [known.account, unknown.account] {
        assert_eq!((account.0.get_version_num(), account.0.get_variant()), (8, uuid::Variant::RFC4122));
        assert!(account.0.get_timestamp().is_none(), "no id tells when somebody registered");
    }
    assert_ne!(unknown.account, identify(&servers, "nobody-either").await.account);
    for handle in [member.handle.as_str(), "nobody-at-all"] {
        let ke1 = try_code(b"a guess").ke1;
        let request = StartLogInRequest { handle: handle.to_owned(), purpose: LogInPurpose::LogIn, ke1 };
        expect::<StartLogInEndpoint>(&servers, None, &request).await;
    }
}

#[tokio::test]
async fn too_many_sign_ins_wait_and_say_for_how_long() {
    let servers = Running::start_on(&crate::support::make_database().await, &["--sign-in-tries", "2"]).await;
    let request = |handle: &str| StartLogInRequest {
        handle: handle.to_owned(),
        purpose: LogInPurpose::Recovery,
        ke1: try_code(b"a guess").ke1,
    };
    for _ in 0..2 {
        expect::<StartLogInEndpoint>(&servers, None, &request("grace")).await;
    }
    let refused = send::<StartLogInEndpoint>(&servers, None, &request("grace")).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers()["retry-after"].to_str().unwrap().parse::<u32>().unwrap() > 800);
    expect::<StartLogInEndpoint>(&servers, None, &request("ada")).await;
    servers.clock.advance(Duration::from_mins(15));
    expect::<StartLogInEndpoint>(&servers, None, &request("grace")).await;
}

#[tokio::test]
async fn sign_ins_tried_at_once_are_counted_one_by_one() {
    let servers = Running::start_on(&crate::support::make_database().await, &["--sign-in-tries", "3"]).await;
    let requests: Vec<_> = (0..12)
        .map(|_| StartLogInRequest {
            handle: "grace".to_owned(),
            purpose: LogInPurpose::Recovery,
            ke1: try_code(b"a guess").ke1,
        })
        .collect();
    let tries = requests.iter().map(|request| send::<StartLogInEndpoint>(&servers, None, request));
    let let_through = join_all(tries).await.into_iter().filter(|answer| answer.status() == StatusCode::OK).count();
    assert_eq!(let_through, 3);
}

#[tokio::test]
async fn a_log_begins_with_the_signed_registration() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let log = member.call::<ReadAccessLogEndpoint>(&servers, &AfterQuery { after: 0 }).await;
    let entries: Vec<_> = log.entries.iter().map(|row| row.entry.0.clone()).collect();
    assert_eq!(entries[0].kind, LogKind::Registered);
    assert!(log.entries[0].object.is_some());
    verify_log(LogHead::EMPTY, &entries).unwrap();
}

#[tokio::test]
async fn a_session_is_asked_for_wherever_the_contract_says_so() {
    let servers = Running::start().await;
    let response =
        send::<FindPersonEndpoint>(&servers, None, &FindPersonRequest { handle: "ada".to_owned(), invitation: None })
            .await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

async fn identify(servers: &Running, handle: &str) -> IdentifyLogInResponse {
    let request = IdentifyLogInRequest { handle: handle.to_owned() };
    read(send::<IdentifyLogInEndpoint>(servers, None, &request).await).await
}
