//! Live events reach whoever listens, on whichever process.

use std::time::Duration;

use futures_util::StreamExt as _;
use sesemr_common::{
    api::{
        ApiError, ErrorCode, Event, EventKind, LogOutEndpoint, LogOutRequest, RequestKeyEndpoint, RequestKeyRequest,
        StreamEventsEndpoint,
    },
    id::KeyRequestId,
    portion::Portion,
    sharing::{PurposeOfUse, RequestKey},
};
use uuid::Uuid;

use crate::{
    member::{Member, send},
    support::{Running, make_database},
};

/// A stream that has begun.
struct Listening(std::pin::Pin<Box<dyn futures_util::Stream<Item = String> + Send>>);

impl Listening {
    async fn to(servers: &Running, member: &Member) -> Self {
        let response = send::<StreamEventsEndpoint>(servers, Some(&member.token), &()).await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let chunks = response.bytes_stream().filter_map(async |chunk| chunk.ok());
        let mut listening = Self(Box::pin(chunks.map(|chunk| String::from_utf8(chunk.to_vec()).unwrap())));
        assert!(listening.0.next().await.unwrap().starts_with(':'), "a comment says that it is open");
        listening
    }

    /// The next event, or nothing where the stream ends or stays silent.
    async fn next(&mut self) -> Option<Event> {
        let chunk = tokio::time::timeout(Duration::from_secs(5), self.0.next()).await.ok()??;
        Some(serde_json::from_str(chunk.trim().strip_prefix("data: ").unwrap()).unwrap())
    }
}

async fn ask(servers: &Running, patient: &Member, doctor: &Member) -> KeyRequestId {
    let body = RequestKey {
        request: KeyRequestId(Uuid::now_v7()),
        patient_key: patient.person.key_id(),
        portions: vec![Portion::Allergies],
        purpose: PurposeOfUse::Treatment,
        duration: 60,
        write_back: false,
        expires_at: servers.clock.now().get() + 60_000,
        message: None,
    };
    let request = body.request;
    doctor.call::<RequestKeyEndpoint>(servers, &RequestKeyRequest { act: doctor.sign(patient.account(), body) }).await;
    request
}

#[tokio::test]
async fn two_processes_on_one_database_both_deliver() {
    let database = make_database().await;
    let (here, there) = (Running::start_on(&database, &[]).await, Running::start_on(&database, &[]).await);
    let (alice, bob) = (Member::patient(&here).await, Member::doctor(&there).await);
    let (mut at_home, mut abroad) = (Listening::to(&here, &alice).await, Listening::to(&there, &alice).await);
    let request = ask(&there, &alice, &bob).await;
    for listening in [&mut at_home, &mut abroad] {
        let event = listening.next().await.unwrap();
        assert_eq!((event.kind, event.subject), (EventKind::KeyRequested, request.0));
    }
}

#[tokio::test]
async fn nobody_hears_of_anothers() {
    let servers = Running::start().await;
    let (alice, bob) = (Member::patient(&servers).await, Member::doctor(&servers).await);
    let mallory = Member::patient(&servers).await;
    let mut listening = Listening::to(&servers, &mallory).await;
    ask(&servers, &alice, &bob).await;
    // Her own event comes first, so the other never came.
    ask(&servers, &mallory, &Member::doctor(&servers).await).await;
    let event = listening.next().await.unwrap();
    assert_eq!(event.kind, EventKind::KeyRequested);
    assert!(listening.next().await.is_none());
}

#[tokio::test]
async fn the_end_of_the_session_is_the_streams_last_event() {
    let servers = Running::start().await;
    let alice = Member::patient(&servers).await;
    let mut listening = Listening::to(&servers, &alice).await;
    alice.call::<LogOutEndpoint>(&servers, &LogOutRequest { everywhere: false }).await;
    assert_eq!(listening.next().await.unwrap().kind, EventKind::SessionEnded);
    assert!(listening.0.next().await.is_none());
}

#[tokio::test]
async fn an_account_holds_so_many_streams_and_no_more() {
    let servers = Running::start_on(&make_database().await, &["--event-streams", "1"]).await;
    let alice = Member::patient(&servers).await;
    let _first = Listening::to(&servers, &alice).await;
    let response = send::<StreamEventsEndpoint>(&servers, Some(&alice.token), &()).await;
    assert!(response.headers().contains_key("retry-after"));
    assert_eq!(response.json::<ApiError>().await.unwrap().code, ErrorCode::TooManyRequests);
}

#[tokio::test]
async fn a_stopping_server_does_not_wait_for_streams() {
    let servers = Running::start().await;
    let alice = Member::patient(&servers).await;
    let mut listening = Listening::to(&servers, &alice).await;
    tokio::time::timeout(Duration::from_secs(10), servers.stop()).await.unwrap();
    assert!(listening.0.next().await.is_none());
}
