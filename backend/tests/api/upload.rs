//! Uploads: resumable, idempotent, and unseen until they are published.

use reqwest::StatusCode;
use sesemr_common::{
    api::{
        ApiError, ErrorCode, ListRecordsEndpoint, PageQuery, PublishRecordsEndpoint, PublishRecordsRequest,
        ReadUploadEndpoint, ReadUploadQuery, StartUploadEndpoint, StartUploadRequest, UploadRecord, frame::Frame,
        frame::MOST_CHUNK,
    },
    codec::Encoder,
    id::{Encoded, Hash, RecordId, UploadId},
    portion::Portion,
    sharing::{IndexEntry, IndexHead, IndexKind, PublishRecords, PublishedRecord, extend_index},
};
use uuid::Uuid;

use crate::{
    member::{Member, bearer},
    support::Running,
};

const LAST: usize = 100;

fn two_chunks(patient: &Member) -> StartUploadRequest {
    let record =
        UploadRecord { record: RecordId(Uuid::now_v7()), version: 1, chunks: 2, bytes: (MOST_CHUNK + LAST) as u64 };
    StartUploadRequest {
        upload: UploadId(Uuid::now_v7()),
        patient: patient.account(),
        opening: None,
        records: vec![record],
    }
}

async fn put(
    servers: &Running,
    member: &Member,
    upload: &StartUploadRequest,
    index: u32,
    fill: u8,
) -> reqwest::Response {
    let length = if index == 1 { LAST } else { MOST_CHUNK };
    put_bytes(servers, member, upload, index, vec![fill; length]).await
}

async fn put_bytes(
    servers: &Running,
    member: &Member,
    upload: &StartUploadRequest,
    index: u32,
    bytes: Vec<u8>,
) -> reqwest::Response {
    let mut encoder = Encoder::default();
    Frame { record: upload.records[0].record, version: 1, index, bytes }.write(&mut encoder);
    let request = servers.http.put(format!("{}/api/v1/uploads/chunks?upload={}", servers.url, upload.upload));
    let request = request.header("authorization", bearer(&member.token)).body(encoder.finish());
    request.send().await.unwrap()
}

#[tokio::test]
async fn publishing_deletes_no_record() {
    let servers = Running::start().await;
    let alice = Member::patient(&servers).await;
    let (record, header) = (RecordId(Uuid::now_v7()), Hash([7; 32]));
    let portion = Portion::History;
    let entry = IndexEntry { sequence: 1, kind: IndexKind::Delete, record, version: 1, portion, header };
    let act = PublishRecords {
        upload: UploadId(Uuid::now_v7()),
        records: vec![PublishedRecord { record, version: 1, portion, header }],
        batches: Vec::new(),
        index_before: IndexHead::EMPTY,
        index_after: extend_index(&IndexHead::EMPTY, &entry).unwrap(),
    };
    let act = alice.sign(alice.account(), act);
    let request = PublishRecordsRequest { act, batches: Vec::new(), headers: Vec::new(), index: vec![Encoded(entry)] };
    let (status, refusal) = alice.refusal::<PublishRecordsEndpoint>(&servers, &request).await;
    assert_eq!((status, refusal.code), (StatusCode::BAD_REQUEST, ErrorCode::BadRequest));
    assert_eq!(refusal.field.as_deref(), Some("index"));
}

#[tokio::test]
async fn an_interrupted_upload_says_what_is_held_and_is_not_listed() {
    let servers = Running::start().await;
    let alice = Member::patient(&servers).await;
    let upload = two_chunks(&alice);
    alice.call::<StartUploadEndpoint>(&servers, &upload).await;
    assert_eq!(put(&servers, &alice, &upload, 1, 5).await.status(), StatusCode::OK);
    let state = alice.call::<ReadUploadEndpoint>(&servers, &ReadUploadQuery { upload: upload.upload }).await;
    assert_eq!((state.records[0].held.as_slice(), state.published), ([1].as_slice(), false));
    assert_eq!(alice.call::<StartUploadEndpoint>(&servers, &upload).await, state, "announced again");
    assert!(alice.call::<ListRecordsEndpoint>(&servers, &PageQuery::default()).await.items.is_empty());
}

#[tokio::test]
async fn the_same_chunk_again_is_fine_and_another_in_its_place_is_not() {
    let servers = Running::start().await;
    let alice = Member::patient(&servers).await;
    let upload = two_chunks(&alice);
    alice.call::<StartUploadEndpoint>(&servers, &upload).await;
    for _ in 0..2 {
        assert_eq!(put(&servers, &alice, &upload, 0, 5).await.status(), StatusCode::OK);
    }
    let refused = put(&servers, &alice, &upload, 0, 6).await;
    assert_eq!(refused.json::<ApiError>().await.unwrap().code, ErrorCode::Conflict);
}

#[tokio::test]
async fn a_chunk_of_the_wrong_length_or_place_is_refused() {
    let servers = Running::start().await;
    let alice = Member::patient(&servers).await;
    let upload = two_chunks(&alice);
    alice.call::<StartUploadEndpoint>(&servers, &upload).await;
    for (index, length) in [(0, LAST), (1, LAST + 1), (2, LAST)] {
        let refused = put_bytes(&servers, &alice, &upload, index, vec![0; length]).await;
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST, "chunk {index} of {length} bytes");
    }
}

#[tokio::test]
async fn a_record_version_is_announced_once() {
    let servers = Running::start().await;
    let alice = Member::patient(&servers).await;
    let mut upload = two_chunks(&alice);
    upload.records.extend(upload.records.clone());
    let (status, refusal) = alice.refusal::<StartUploadEndpoint>(&servers, &upload).await;
    assert_eq!((status, refusal.field.as_deref()), (StatusCode::BAD_REQUEST, Some("records")));
}

#[tokio::test]
async fn as_many_records_are_announced_at_once_as_the_limits_say() {
    let servers = Running::start().await;
    let alice = Member::patient(&servers).await;
    let record = || UploadRecord { record: RecordId(Uuid::now_v7()), version: 1, chunks: 1, bytes: LAST as u64 };
    let records = (0..10_000).map(|_| record()).collect();
    let upload = StartUploadRequest { records, ..two_chunks(&alice) };
    assert_eq!(alice.call::<StartUploadEndpoint>(&servers, &upload).await.records.len(), 10_000);
}

#[tokio::test]
async fn nobody_else_touches_an_upload() {
    let servers = Running::start().await;
    let (alice, mallory) = (Member::patient(&servers).await, Member::patient(&servers).await);
    let upload = two_chunks(&alice);
    alice.call::<StartUploadEndpoint>(&servers, &upload).await;
    assert_eq!(put(&servers, &mallory, &upload, 0, 5).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(mallory.refusal::<StartUploadEndpoint>(&servers, &upload).await.1.code, ErrorCode::Conflict);
    let into_alices = StartUploadRequest { upload: UploadId(Uuid::now_v7()), ..upload };
    assert_eq!(mallory.refusal::<StartUploadEndpoint>(&servers, &into_alices).await.1.code, ErrorCode::NotPermitted);
}

#[tokio::test]
async fn a_quota_is_kept() {
    let servers = Running::start_on(&crate::support::make_database().await, &["--quota", "300000"]).await;
    let alice = Member::patient(&servers).await;
    alice.call::<StartUploadEndpoint>(&servers, &two_chunks(&alice)).await;
    let (status, refusal) = alice.refusal::<StartUploadEndpoint>(&servers, &two_chunks(&alice)).await;
    assert_eq!((status, refusal.code), (StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::QuotaFull));
}

#[tokio::test]
async fn a_record_over_the_limit_is_not_taken_for_a_full_account() {
    let servers = Running::start_on(&crate::support::make_database().await, &["--record-limit", "262144"]).await;
    let alice = Member::patient(&servers).await;
    let (status, refusal) = alice.refusal::<StartUploadEndpoint>(&servers, &two_chunks(&alice)).await;
    assert_eq!((status, refusal.code), (StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge));
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_as_such() {
    let servers = Running::start().await;
    let alice = Member::patient(&servers).await;
    let request = servers.http.put(format!("{}/api/v1/uploads/chunks?upload={}", servers.url, Uuid::now_v7()));
    let request = request.header("authorization", bearer(&alice.token)).body(vec![0; 6 << 20]);
    let refused = request.send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(refused.json::<ApiError>().await.unwrap().code, ErrorCode::TooLarge);
}
