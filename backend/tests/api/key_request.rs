//! Asking and answering, and the counters of signed acts.

use std::time::Duration;

use sesemr_common::{
    api::{
        ErrorCode, GrantKeyRequestEndpoint, GrantKeyRequestRequest, GrantState, KeyRequestState, ListGrantsEndpoint,
        ListKeyRequestsEndpoint, PageQuery, RefreshSessionEndpoint, RefuseKeyRequestEndpoint, RefuseKeyRequestRequest,
        RequestKeyEndpoint, RequestKeyRequest, TakeBackGrantEndpoint, TakeBackGrantRequest,
    },
    id::{Encoded, GrantId, KeyRequestId},
    portion::Portion,
    sharing::{GrantKeyRequest, PurposeOfUse, RefuseKeyRequest, RequestKey, Scope, SignedAct, TakeBackGrant},
};
use uuid::Uuid;

use crate::{member::Member, support::Running};

const HOUR: u64 = 60 * 60 * 1000;

fn request(servers: &Running, patient: &Member, doctor: &Member) -> RequestKeyRequest {
    let body = RequestKey {
        request: KeyRequestId(Uuid::now_v7()),
        patient_key: patient.person.key_id(),
        portions: vec![Portion::Allergies, Portion::Medications],
        purpose: PurposeOfUse::Treatment,
        duration: 3600,
        write_back: true,
        expires_at: servers.clock.now().get() + HOUR,
        message: None,
    };
    RequestKeyRequest { act: doctor.sign(patient.account(), body) }
}

fn grant(servers: &Running, asked: &SignedAct<RequestKey>) -> GrantKeyRequest {
    GrantKeyRequest {
        grant: GrantId(Uuid::now_v7()),
        request: asked.body.request,
        request_hash: asked.hash(),
        clinician: asked.header.actor,
        clinician_key: asked.header.actor_key,
        scope: Scope { portions: vec![Portion::Allergies], records: Vec::new() },
        expires_at: servers.clock.now().get() + HOUR,
        openings: 1,
        write_back: false,
    }
}

#[tokio::test]
async fn a_request_is_in_both_lists_and_in_nobody_elses() {
    let servers = Running::start().await;
    let (alice, bob) = (Member::patient(&servers).await, Member::doctor(&servers).await);
    let mallory = Member::doctor(&servers).await;
    let asked = request(&servers, &alice, &bob);
    bob.call::<RequestKeyEndpoint>(&servers, &asked).await;
    for member in [&alice, &bob] {
        let listed = member.call::<ListKeyRequestsEndpoint>(&servers, &PageQuery::default()).await;
        assert_eq!(listed.items[0].act, asked.act);
        assert_eq!(listed.items[0].state, KeyRequestState::Waiting);
    }
    assert!(mallory.call::<ListKeyRequestsEndpoint>(&servers, &PageQuery::default()).await.items.is_empty());
}

#[tokio::test]
async fn an_unanswered_request_lapses_and_cannot_be_granted_any_more() {
    let servers = Running::start().await;
    let (alice, bob) = (Member::patient(&servers).await, Member::doctor(&servers).await);
    let mut asked = request(&servers, &alice, &bob);
    let body = RequestKey { expires_at: servers.clock.now().get() + HOUR / 4, ..asked.act.0.body.clone() };
    asked.act = Encoded(bob.person.sign_numbered(alice.account(), 1, body));
    bob.call::<RequestKeyEndpoint>(&servers, &asked).await;
    servers.clock.advance(Duration::from_millis(HOUR / 4));
    let listed = alice.call::<ListKeyRequestsEndpoint>(&servers, &PageQuery::default()).await;
    assert_eq!(listed.items[0].state, KeyRequestState::Lapsed);
    let act = alice.sign(alice.account(), grant(&servers, &asked.act.0));
    let refused = alice.refusal::<GrantKeyRequestEndpoint>(&servers, &GrantKeyRequestRequest { act }).await;
    assert_eq!(refused.1.code, ErrorCode::Expired);
}

#[tokio::test]
async fn a_grant_is_for_whoever_asked_and_no_more_than_they_asked() {
    let servers = Running::start().await;
    let (alice, bob) = (Member::patient(&servers).await, Member::doctor(&servers).await);
    let mallory = Member::doctor(&servers).await;
    let asked = request(&servers, &alice, &bob);
    bob.call::<RequestKeyEndpoint>(&servers, &asked).await;
    let good = grant(&servers, &asked.act.0);
    let wrong = [
        GrantKeyRequest { clinician: mallory.account(), ..good.clone() },
        GrantKeyRequest { clinician_key: mallory.person.key_id(), ..good.clone() },
        GrantKeyRequest { scope: Scope { portions: vec![Portion::History], records: Vec::new() }, ..good.clone() },
        GrantKeyRequest { openings: 0, ..good.clone() },
        GrantKeyRequest { expires_at: 1, ..good.clone() },
    ];
    for body in wrong {
        let act = alice.sign(alice.account(), body);
        let refused = alice.refusal::<GrantKeyRequestEndpoint>(&servers, &GrantKeyRequestRequest { act }).await;
        assert_eq!(refused.1.code, ErrorCode::BadRequest);
    }
    let act = alice.sign(alice.account(), good);
    alice.call::<GrantKeyRequestEndpoint>(&servers, &GrantKeyRequestRequest { act }).await;
    let granted = bob.call::<ListGrantsEndpoint>(&servers, &PageQuery::default()).await;
    assert_eq!(granted.items[0].state, GrantState::Live);
}

#[tokio::test]
async fn a_stolen_token_alone_grants_nothing() {
    let servers = Running::start().await;
    let (alice, bob) = (Member::patient(&servers).await, Member::doctor(&servers).await);
    let asked = request(&servers, &alice, &bob);
    bob.call::<RequestKeyEndpoint>(&servers, &asked).await;
    // Everything is Alice's but the key that signs.
    let Encoded(mut act) = alice.sign(alice.account(), grant(&servers, &asked.act.0));
    act = SignedAct::sign(act.header, act.body, &bob.person.key);
    let refused =
        alice.refusal::<GrantKeyRequestEndpoint>(&servers, &GrantKeyRequestRequest { act: Encoded(act) }).await;
    assert_eq!(refused.1.code, ErrorCode::BadSignature);
}

#[tokio::test]
async fn the_same_signed_act_gets_the_same_answer() {
    let servers = Running::start().await;
    let (alice, bob) = (Member::patient(&servers).await, Member::doctor(&servers).await);
    let asked = request(&servers, &alice, &bob);
    for _ in 0..3 {
        bob.call::<RequestKeyEndpoint>(&servers, &asked).await;
    }
    assert_eq!(bob.call::<ListKeyRequestsEndpoint>(&servers, &PageQuery::default()).await.items.len(), 1);

    let refusal =
        RefuseKeyRequest { request: asked.act.0.body.request, request_hash: asked.act.0.hash(), reason: None };
    let refusal = RefuseKeyRequestRequest { act: alice.sign(alice.account(), refusal) };
    alice.call::<RefuseKeyRequestEndpoint>(&servers, &refusal).await;
    let grant = alice.sign(alice.account(), grant(&servers, &asked.act.0));
    let grant = GrantKeyRequestRequest { act: grant };
    let first = alice.refusal::<GrantKeyRequestEndpoint>(&servers, &grant).await;
    let second = alice.refusal::<GrantKeyRequestEndpoint>(&servers, &grant).await;
    assert_eq!(first.1.code, ErrorCode::Conflict);
    assert_eq!(first, second, "a refusal, too");
}

#[tokio::test]
async fn gaps_and_numbers_used_twice_are_refused_and_a_refused_act_uses_its_number_up() {
    let servers = Running::start().await;
    let (alice, bob) = (Member::patient(&servers).await, Member::doctor(&servers).await);
    let ask = |counter| {
        let RequestKeyRequest { act: Encoded(act) } = request(&servers, &alice, &bob);
        RequestKeyRequest { act: Encoded(bob.person.sign_numbered(alice.account(), counter, act.body)) }
    };
    let (_, gap) = bob.refusal::<RequestKeyEndpoint>(&servers, &ask(2)).await;
    assert_eq!((gap.code, gap.expected), (ErrorCode::WrongCounter, Some(1)));
    bob.call::<RequestKeyEndpoint>(&servers, &ask(1)).await;
    let (_, twice) = bob.refusal::<RequestKeyEndpoint>(&servers, &ask(1)).await;
    assert_eq!((twice.code, twice.expected), (ErrorCode::WrongCounter, Some(2)));

    let mut expired = ask(2);
    let body = RequestKey { expires_at: 1, ..expired.act.0.body };
    expired.act = Encoded(bob.person.sign_numbered(alice.account(), 2, body));
    assert_eq!(bob.refusal::<RequestKeyEndpoint>(&servers, &expired).await.1.code, ErrorCode::BadRequest);
    let (_, used) = bob.refusal::<RequestKeyEndpoint>(&servers, &ask(2)).await;
    assert_eq!((used.code, used.expected), (ErrorCode::WrongCounter, Some(3)));
    bob.call::<RequestKeyEndpoint>(&servers, &ask(3)).await;
}

#[tokio::test]
async fn a_grant_taken_back_says_so_to_both() {
    let servers = Running::start().await;
    let (alice, bob) = (Member::patient(&servers).await, Member::doctor(&servers).await);
    let asked = request(&servers, &alice, &bob);
    bob.call::<RequestKeyEndpoint>(&servers, &asked).await;
    let granted = alice.sign(alice.account(), grant(&servers, &asked.act.0));
    alice.call::<GrantKeyRequestEndpoint>(&servers, &GrantKeyRequestRequest { act: granted.clone() }).await;
    let body = TakeBackGrant { grant: granted.0.body.grant, grant_hash: granted.0.hash() };
    let take_back = alice.sign(alice.account(), body);
    alice.call::<TakeBackGrantEndpoint>(&servers, &TakeBackGrantRequest { act: take_back.clone() }).await;
    for member in [&alice, &bob] {
        let listed = member.call::<ListGrantsEndpoint>(&servers, &PageQuery::default()).await;
        assert_eq!(listed.items[0].state, GrantState::TakenBack);
        assert_eq!(listed.items[0].take_back.as_ref(), Some(&take_back));
    }
}

#[tokio::test]
async fn lists_come_in_pages() {
    let servers = Running::start().await;
    let (alice, bob) = (Member::patient(&servers).await, Member::doctor(&servers).await);
    for _ in 0..3 {
        bob.call::<RequestKeyEndpoint>(&servers, &request(&servers, &alice, &bob)).await;
    }
    let first = alice.call::<ListKeyRequestsEndpoint>(&servers, &PageQuery { cursor: None, limit: Some(2) }).await;
    let rest = alice
        .call::<ListKeyRequestsEndpoint>(&servers, &PageQuery { cursor: first.next.clone(), limit: Some(2) })
        .await;
    assert_eq!((first.items.len(), rest.items.len(), rest.next), (2, 1, None));
}

#[tokio::test]
async fn a_flood_of_requests_is_stopped() {
    let servers = Running::start_on(&crate::support::make_database().await, &["--key-request-tries", "2"]).await;
    let (alice, bob) = (Member::patient(&servers).await, Member::doctor(&servers).await);
    for _ in 0..2 {
        bob.call::<RequestKeyEndpoint>(&servers, &request(&servers, &alice, &bob)).await;
    }
    let refused = bob.refusal::<RequestKeyEndpoint>(&servers, &request(&servers, &alice, &bob)).await;
    assert_eq!(refused.1.code, ErrorCode::TooManyRequests);
}

#[tokio::test]
async fn what_came_too_often_is_taken_later_when_the_same_bytes_come_again() {
    let servers = Running::start_on(&crate::support::make_database().await, &["--key-request-tries", "1"]).await;
    let (alice, mut bob) = (Member::patient(&servers).await, Member::doctor(&servers).await);
    bob.call::<RequestKeyEndpoint>(&servers, &request(&servers, &alice, &bob)).await;
    let mut again = request(&servers, &alice, &bob);
    let body = RequestKey { expires_at: servers.clock.now().get() + 48 * HOUR, ..again.act.0.body.clone() };
    again.act = Encoded(bob.person.sign_numbered(alice.account(), 2, body));
    assert_eq!(bob.refusal::<RequestKeyEndpoint>(&servers, &again).await.1.code, ErrorCode::TooManyRequests);
    for _ in 0..25 {
        servers.clock.advance(Duration::from_mins(59));
        bob.token = bob.call::<RefreshSessionEndpoint>(&servers, &()).await.token;
    }
    bob.call::<RequestKeyEndpoint>(&servers, &again).await;
}

#[tokio::test]
async fn of_a_refused_act_its_answer_is_kept_and_not_its_bytes() {
    let database = crate::support::make_database().await;
    let servers = Running::start_on(&database, &[]).await;
    let (alice, bob) = (Member::patient(&servers).await, Member::doctor(&servers).await);
    let mut asked = request(&servers, &alice, &bob);
    let body = RequestKey { portions: Vec::new(), ..asked.act.0.body.clone() };
    asked.act = Encoded(bob.person.sign_numbered(alice.account(), 1, body));
    let first = bob.refusal::<RequestKeyEndpoint>(&servers, &asked).await;
    assert_eq!(bob.refusal::<RequestKeyEndpoint>(&servers, &asked).await, first);
    let client = crate::support::connect(&database).await;
    let kept = client.query("SELECT bytes IS NULL FROM sas.act WHERE refusal IS NOT NULL", &[]).await.unwrap();
    assert_eq!(kept.iter().map(|row| row.get::<_, bool>(0)).collect::<Vec<_>>(), [true]);
}
