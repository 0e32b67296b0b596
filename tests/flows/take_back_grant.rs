//! Taking access back: at both servers, at either alone, in the middle of a download.

use std::time::Duration;

use sesemr_common::api::srs::EndOpeningEndpoint;
use sesemr_common::api::{
    ChunkRange, ErrorCode, GrantState, OpeningState, ReadReleasedChunksEndpoint, ReadReleasedChunksRequest,
    TakeBackGrantEndpoint,
};
use sesemr_common::flow::{CallError, FlowError, Host, Portal, RandomKey};
use sesemr_common::portion::Portion;
use sesemr_tests::{Backend, LyingHost, Person, TestHost, decision, eventually, noise, note, whole};

struct Story {
    alice: Person<LyingHost>,
    dr_bob: Person<TestHost>,
    key: RandomKey,
}

async fn lent(backend: &Backend) -> Story {
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    Story { alice, dr_bob, key }
}

async fn take_back(alice: &Person<impl Host>) -> Result<(), FlowError> {
    let grant = alice.list_grants().await.unwrap().remove(0);
    alice.take_back_grant(&grant.act).await
}

/// What a reader gets who asks for everything once more.
async fn read_on(dr_bob: &Person<TestHost>, portal: &Portal) -> Option<FlowError> {
    let lent = match dr_bob.list_opened_records(portal).await {
        Err(error) => return Some(error),
        Ok(lent) => lent,
    };
    for record in &lent.records {
        if let Err(error) = dr_bob.read_lent(portal, record).await {
            return Some(error);
        }
    }
    None
}

#[tokio::test]
async fn a_random_key_of_a_grant_that_was_taken_back_opens_nothing() {
    let Story { alice, dr_bob, key } = lent(Backend::shared().await).await;
    let stale = dr_bob.find_opening(key.opening).await;
    take_back(&alice).await.unwrap();
    assert_eq!(dr_bob.find_opening(key.opening).await.state, OpeningState::TakenBack);
    assert_eq!(dr_bob.list_grants().await.unwrap()[0].state, GrantState::TakenBack);
    // What the list said before.
    let code = sesemr_common::crypto::OpeningCode::from_groups(&key.code).unwrap();
    let opened = dr_bob.open_record(&stale, &code).await;
    assert!(opened.is_err_and(|error| error.is_refusal(ErrorCode::TakenBack)));
    let grant = alice.list_grants().await.unwrap().remove(0);
    let issued = alice.issue_random_key(&grant).await.err();
    assert_eq!(issued, Some(FlowError::Invalid("This access has ended. Ask for a new request.")));
}

#[tokio::test]
async fn taking_back_ends_an_open_portal_and_is_confirmed_by_the_srs() {
    let Story { alice, dr_bob, key } = lent(Backend::shared().await).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(read_on(&dr_bob, &portal).await, None);
    take_back(&alice).await.unwrap();
    assert!(read_on(&dr_bob, &portal).await.is_some_and(|error| error.is_refusal(ErrorCode::TakenBack)));
    assert!(dr_bob.keep_open(&portal).await.is_err_and(|error| error.is_refusal(ErrorCode::TakenBack)));
    eventually(async || alice.find_opening(key.opening).await.end_confirmed.then_some(())).await;
    assert_eq!(alice.vault().rolls_due, [Portion::Allergies]);
    assert_eq!(alice.read_access_log().await.unwrap().problem, None);
}

#[tokio::test]
async fn the_sas_alone_stops_a_reader_where_the_srs_is_away_and_the_srs_is_told_later() {
    let Story { alice, dr_bob, key } = lent(Backend::shared().await).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(read_on(&dr_bob, &portal).await, None);
    alice.host().refuse::<EndOpeningEndpoint>(CallError::Away, 1);
    assert_eq!(take_back(&alice).await, Err(FlowError::Away));
    assert!(read_on(&dr_bob, &portal).await.is_some_and(|error| error.is_refusal(ErrorCode::TakenBack)));
    assert!(!alice.find_opening(key.opening).await.end_confirmed, "not yet confirmed");
    // Tried again, it is told and confirmed.
    assert_eq!(take_back(&alice).await, Ok(()));
    eventually(async || alice.find_opening(key.opening).await.end_confirmed.then_some(())).await;
}

#[tokio::test]
async fn the_srs_alone_stops_a_reader_where_the_sas_cannot_be_told() {
    let backend = Backend::start().await;
    let Story { alice, dr_bob, key } = lent(&backend).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    let lent = dr_bob.list_opened_records(&portal).await.unwrap();
    alice.host().refuse::<TakeBackGrantEndpoint>(CallError::Away, 1);
    assert_eq!(take_back(&alice).await, Err(FlowError::Away));
    assert!(dr_bob.keep_open(&portal).await.is_err_and(|error| error.is_refusal(ErrorCode::TakenBack)));
    eventually(async || dr_bob.read_lent(&portal, &lent.records[0]).await.err()).await;
    backend.let_pass(Duration::from_mins(6));
    assert!(read_on(&dr_bob, &portal).await.is_some());
}

#[tokio::test]
async fn the_srs_alone_stops_an_attempt_where_the_sas_cannot_be_told() {
    let Story { alice, dr_bob, key } = lent(Backend::shared().await).await;
    let stale = dr_bob.find_opening(key.opening).await;
    alice.host().refuse::<TakeBackGrantEndpoint>(CallError::Away, 1);
    assert_eq!(take_back(&alice).await, Err(FlowError::Away));
    let code = sesemr_common::crypto::OpeningCode::from_groups(&key.code).unwrap();
    let opened = dr_bob.open_record(&stale, &code).await;
    assert!(opened.is_err_and(|error| error.is_refusal(ErrorCode::TakenBack)));
}

#[tokio::test]
async fn a_running_download_stops_when_access_is_taken_back() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![noise("a long scan", 40 << 20)]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::ImagingDocuments]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    let lent = dr_bob.list_opened_records(&portal).await.unwrap();
    let fields = &lent.records[0].header.fields;
    let range = ChunkRange { record: fields.record, version: fields.version, from: 0, count: fields.layout.count() };
    let request = ReadReleasedChunksRequest { opening: key.opening, ranges: vec![range] };
    let token = dr_bob.token().await.unwrap();

    let mut download = dr_bob.host().begin_fetch::<ReadReleasedChunksEndpoint>(&request, &token).await.unwrap();
    let mut received = download.chunk().await.unwrap().unwrap().len() as u64;
    take_back(&alice).await.unwrap();
    let broken_off = loop {
        match download.chunk().await {
            Ok(Some(chunk)) => received += chunk.len() as u64,
            Ok(None) => break false,
            Err(_) => break true,
        }
    };
    let whole = fields.layout.sealed_length();
    assert!(broken_off && received < whole, "{received} of {whole} bytes came");
}
