//! Vaults are written by compare-and-set.

use reqwest::StatusCode;
use sesemr_common::{
    api::{ErrorCode, ReadVaultEndpoint, WriteVaultEndpoint, WriteVaultRequest},
    id::Bytes,
};

use crate::{
    member::{Member, bearer, send},
    support::Running,
};

fn vault(version: u64, fill: u8) -> WriteVaultRequest {
    WriteVaultRequest { version, sealed: Bytes(vec![fill; 64]) }
}

#[tokio::test]
async fn of_two_devices_writing_at_once_one_wins_and_the_other_is_told() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    member.call::<WriteVaultEndpoint>(&servers, &vault(2, 7)).await;
    let (status, refusal) = member.refusal::<WriteVaultEndpoint>(&servers, &vault(2, 8)).await;
    assert_eq!((status, refusal.code), (StatusCode::CONFLICT, ErrorCode::Conflict));
    let stored = member.call::<ReadVaultEndpoint>(&servers, &()).await;
    assert_eq!((stored.version, stored.vault.sealed), (2, vault(2, 7).sealed));
}

#[tokio::test]
async fn the_same_write_again_is_fine() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    member.call::<WriteVaultEndpoint>(&servers, &vault(2, 7)).await;
    member.call::<WriteVaultEndpoint>(&servers, &vault(2, 7)).await;
}

#[tokio::test]
async fn the_entity_tag_is_the_version_and_a_write_has_to_name_one() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let read = send::<ReadVaultEndpoint>(&servers, Some(&member.token), &()).await;
    assert_eq!(read.headers()["etag"], "\"1\"");
    let blind = servers.http.put(format!("{}/api/v1/vault", servers.url));
    let blind = blind.header("authorization", bearer(&member.token)).json(&vault(2, 7)).send().await.unwrap();
    assert_eq!(blind.status(), StatusCode::BAD_REQUEST);
    assert!(blind.text().await.unwrap().contains("if-match"));
}
