//! What malformed input gets: a problem that names the field, never a fault, never an echo.

use reqwest::{Response, StatusCode};
use serde_json::json;
use sesemr_common::{
    api::{
        ApiError, Endpoint as _, ErrorCode, FindPersonEndpoint, FindPersonRequest, FinishRegisterEndpoint,
        IdentifyLogInEndpoint, IdentifyLogInRequest, LogInPurpose, PutChunksEndpoint, SendRandomKeyEndpoint,
        SendRandomKeyRequest, StartLogInEndpoint, StartLogInRequest, WriteVaultEndpoint, WriteVaultRequest,
    },
    crypto::{KemCiphertext, Signature, opaque::Ke1},
    id::{Bytes, Encoded, OpeningId},
    sharing::{Role, SealedMessage},
};
use uuid::Uuid;

use crate::{
    member::{Member, bearer, make_registration, send},
    srs::second_client::try_code,
    support::Running,
};

async fn problem(response: Response) -> (StatusCode, ApiError) {
    let status = response.status();
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    (status, response.json().await.unwrap())
}

#[tokio::test]
async fn a_malformed_body_is_answered_with_the_field_at_fault() {
    let servers = Running::start().await;
    let table = [
        (json!({}), "handle"),
        (json!({"handle": 7}), "handle"),
        (json!({"handle": "ada", "extra": true}), "extra"),
        (json!([]), "body"),
    ];
    for (body, field) in table {
        let (status, refusal) = problem(servers.post("/api/v1/log-in/identify", &body).await).await;
        assert_eq!((status, refusal.code), (StatusCode::BAD_REQUEST, ErrorCode::BadRequest), "{body}");
        assert_eq!(refusal.field.as_deref(), Some(field), "{body}");
    }
}

#[tokio::test]
async fn what_is_malformed_deep_in_a_body_is_named_with_the_way_to_it() {
    let servers = Running::start().await;
    let (_, registration) = make_registration(&servers, Role::Patient).await;
    let honest = serde_json::to_value(&registration).unwrap();
    let table = [
        ("/act", json!("AAAA"), "act"),
        ("/portion_cards/1", json!("AAAA"), "portion_cards[1]"),
        ("/log_in_upload", json!("AAAA"), "log_in_upload"),
        ("/vault/sealed", json!("not base64url"), "vault.sealed"),
        ("/vault", json!({}), "vault.sealed"),
    ];
    for (pointer, wrong, field) in table {
        let mut body = honest.clone();
        *body.pointer_mut(pointer).unwrap() = wrong;
        let (status, refusal) = problem(servers.post(FinishRegisterEndpoint::PATH, &body).await).await;
        assert_eq!((status, refusal.field.as_deref()), (StatusCode::BAD_REQUEST, Some(field)), "{pointer}");
    }
}

#[tokio::test]
async fn bytes_that_are_no_message_of_a_sign_in_and_no_chunks_are_named() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let ke1 = Ke1([0xFF; 96]);
    let start = StartLogInRequest { handle: member.handle.clone(), purpose: LogInPurpose::LogIn, ke1 };
    let (status, refusal) = problem(send::<StartLogInEndpoint>(&servers, None, &start).await).await;
    assert_eq!((status, refusal.field.as_deref()), (StatusCode::BAD_REQUEST, Some("ke1")));
    let path = format!("{}{}?upload={}", servers.url, PutChunksEndpoint::PATH, Uuid::now_v7());
    let request = servers.http.put(path).header("authorization", bearer(&member.token)).body("no chunk");
    let (status, refusal) = problem(request.send().await.unwrap()).await;
    assert_eq!((status, refusal.field.as_deref()), (StatusCode::BAD_REQUEST, Some("body")));
}

#[tokio::test]
async fn a_handle_that_no_database_can_hold_is_named_wherever_it_is_looked_up() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let handle = "ada\0".to_owned();
    let ke1 = try_code(b"a guess").ke1;
    let identify = IdentifyLogInRequest { handle: handle.clone() };
    let start = StartLogInRequest { handle: handle.clone(), purpose: LogInPurpose::LogIn, ke1 };
    let answers = [
        send::<IdentifyLogInEndpoint>(&servers, None, &identify).await,
        send::<StartLogInEndpoint>(&servers, None, &start).await,
        send::<FindPersonEndpoint>(&servers, Some(&member.token), &FindPersonRequest { handle, invitation: None })
            .await,
    ];
    for answer in answers {
        let (status, refusal) = problem(answer).await;
        assert_eq!((status, refusal.field.as_deref()), (StatusCode::BAD_REQUEST, Some("handle")));
    }
}

#[tokio::test]
async fn sealed_bytes_of_a_length_that_cannot_be_are_named() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let (_, registration) = make_registration(&servers, Role::Patient).await;
    let table = [("sealed", 47), ("log_in_wrap", 0), ("log_in_wrap", 4097), ("recovery_wrap", 0)];
    for (field, length) in table {
        let mut request = registration.clone();
        let vault = &mut request.vault;
        let bytes = match field {
            "sealed" => &mut vault.sealed,
            "log_in_wrap" => &mut vault.log_in_wrap,
            _ => &mut vault.recovery_wrap,
        };
        *bytes = Bytes(vec![1; length]);
        let (status, refusal) = problem(send::<FinishRegisterEndpoint>(&servers, None, &request).await).await;
        assert_eq!((status, refusal.field.as_deref()), (StatusCode::BAD_REQUEST, Some(field)), "{length} bytes");
    }
    let vault = WriteVaultRequest { version: 2, sealed: Bytes(vec![1; 47]), signature: Signature([1; 64]) };
    let message = SealedMessage { kem_ciphertext: KemCiphertext([1; 1120]), ciphertext: Bytes(vec![1; 8192]) };
    let message = SendRandomKeyRequest { opening: OpeningId(Uuid::now_v7()), message: Encoded(message) };
    let answers = [
        ("sealed", send::<WriteVaultEndpoint>(&servers, Some(&member.token), &vault).await),
        ("message", send::<SendRandomKeyEndpoint>(&servers, Some(&member.token), &message).await),
    ];
    for (field, answer) in answers {
        let (status, refusal) = problem(answer).await;
        assert_eq!((status, refusal.field.as_deref()), (StatusCode::BAD_REQUEST, Some(field)));
    }
}

#[tokio::test]
async fn what_was_sent_is_never_echoed() {
    let servers = Running::start().await;
    let secret = "hunter2-hunter2-hunter2";
    let ke1 = try_code(b"a guess").ke1;
    for body in [
        json!({"handle": "ada", "purpose": "log_in", "ke1": secret}),
        json!({"handle": "ada", "purpose": secret, "ke1": ke1}),
        json!({"handle": "ada", "purpose": {secret: 1}, "ke1": ke1}),
        json!({"handle": "ada", "purpose": "log_in", "ke1": ke1, secret: 1}),
    ] {
        let response = servers.post("/api/v1/log-in/start", &body).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{body}");
        assert!(!response.text().await.unwrap().contains(secret), "{body}");
    }
    let not_json = servers.http.post(format!("{}/api/v1/log-in/start", servers.url)).body(secret).send().await.unwrap();
    assert!(!problem(not_json).await.1.detail.contains(secret));
}

#[tokio::test]
async fn a_body_over_the_limit_is_too_large() {
    let servers = Running::start_on(&crate::support::make_database().await, &["--json-limit", "100"]).await;
    let body = json!({"handle": "a".repeat(200)});
    let (status, refusal) = problem(servers.post("/api/v1/log-in/identify", &body).await).await;
    assert_eq!((status, refusal.code), (StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge));
}

#[tokio::test]
async fn an_endpoint_that_is_not_there_is_a_problem_too() {
    let servers = Running::start().await;
    for path in ["/api/v1/nothing", "/api/v2/server", "/srs/v1/nothing"] {
        assert_eq!(problem(servers.fetch(path).await).await.1.code, ErrorCode::NotFound, "{path}");
    }
}

#[tokio::test]
async fn a_malformed_query_is_answered_with_the_field_at_fault() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let table = [
        ("/api/v1/key-cards?account=hunter2", "account"),
        ("/api/v1/key-cards", "account"),
        ("/api/v1/grants?limit=hunter2", "limit"),
    ];
    for (path, field) in table {
        let request = servers.http.get(format!("{}{path}", servers.url));
        let request = request.header("authorization", bearer(&member.token));
        let (status, refusal) = problem(request.send().await.unwrap()).await;
        assert_eq!((status, refusal.field.as_deref()), (StatusCode::BAD_REQUEST, Some(field)), "{path}");
        assert!(!refusal.detail.contains("hunter2"), "{path}");
    }
}

#[tokio::test]
async fn a_flood_from_one_address_waits_and_says_for_how_long() {
    let servers = Running::start_on(&crate::support::make_database().await, &["--address-rate", "1"]).await;
    let mut refused = None;
    for _ in 0..20 {
        let response = servers.fetch("/api/v1/server").await;
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(response);
        }
    }
    let refused = refused.unwrap();
    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(problem(refused).await.1.code, ErrorCode::TooManyRequests);
}

#[tokio::test]
async fn only_the_applications_origin_may_call_an_srs_of_another_origin() {
    let flags =
        ["--role", "srs", "--courier-secret", "0123456789abcdef0123456789abcdef", "--app-origin", "https://app"];
    let servers = Running::start_on(&crate::support::make_database().await, &flags).await;
    for (origin, allowed) in [("https://app", true), ("https://evil", false)] {
        let preflight = servers.http.request(reqwest::Method::OPTIONS, format!("{}/srs/v1/attempts", servers.url));
        let answer = preflight.header("origin", origin).send().await.unwrap();
        assert_eq!(answer.headers().get("access-control-allow-origin").is_some(), allowed, "{origin}");
        assert_eq!(answer.status() == StatusCode::NO_CONTENT, allowed, "{origin}");
    }
}

#[tokio::test]
async fn the_whole_outbox_is_read_by_its_sas_alone() {
    let flags = ["--role", "srs", "--courier-secret", "0123456789abcdef0123456789abcdef"];
    let servers = Running::start_on(&crate::support::make_database().await, &flags).await;
    let feed = format!("{}/courier/v1/outbox?after=0&limit=1", servers.url);
    assert_eq!(servers.http.get(&feed).send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    let wrong = servers.http.get(&feed).bearer_auth("f123456789abcdef0123456789abcdef").send().await.unwrap();
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    let right = servers.http.get(&feed).bearer_auth("0123456789abcdef0123456789abcdef").send().await.unwrap();
    assert_eq!(right.status(), StatusCode::OK);
}
