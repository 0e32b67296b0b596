//! Vaults are written by compare-and-set.

use reqwest::StatusCode;
use sesemr_common::{
    api::{ErrorCode, ReadVaultEndpoint, WriteVaultEndpoint, WriteVaultRequest},
    id::Bytes,
    sharing::{WriteVault, WriteVaultFields, vault_hash},
};

use crate::{
    member::{Member, bearer, send},
    support::Running,
};

/// A vault of this member's, signed by `signer`.
fn signed_by(signer: &Member, member: &Member, version: u64, fill: u8) -> WriteVaultRequest {
    let sealed = Bytes(vec![fill; 64]);
    let fields = WriteVaultFields { account: member.account(), version, vault: vault_hash(&sealed) };
    let signature = WriteVault::sign(fields, &signer.person.key).signature;
    WriteVaultRequest { version, sealed, signature }
}

fn vault(member: &Member, version: u64, fill: u8) -> WriteVaultRequest {
    signed_by(member, member, version, fill)
}

#[tokio::test]
async fn of_two_devices_writing_at_once_one_wins_and_the_other_is_told() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    member.call::<WriteVaultEndpoint>(&servers, &vault(&member, 2, 7)).await;
    let (status, refusal) = member.refusal::<WriteVaultEndpoint>(&servers, &vault(&member, 2, 8)).await;
    assert_eq!((status, refusal.code), (StatusCode::CONFLICT, ErrorCode::Conflict));
    let stored = member.call::<ReadVaultEndpoint>(&servers, &()).await;
    assert_eq!((stored.version, stored.vault.sealed), (2, vault(&member, 2, 7).sealed));
}

#[tokio::test]
async fn the_same_write_again_is_fine() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    member.call::<WriteVaultEndpoint>(&servers, &vault(&member, 2, 7)).await;
    member.call::<WriteVaultEndpoint>(&servers, &vault(&member, 2, 7)).await;
}

#[tokio::test]
async fn the_entity_tag_is_the_version_and_a_write_has_to_name_one() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let read = send::<ReadVaultEndpoint>(&servers, Some(&member.token), &()).await;
    assert_eq!(read.headers()["etag"], "\"1\"");
    let blind = servers.http.put(format!("{}/api/v1/vault", servers.url));
    let blind = blind.header("authorization", bearer(&member.token)).json(&vault(&member, 2, 7)).send().await.unwrap();
    assert_eq!(blind.status(), StatusCode::BAD_REQUEST);
    assert!(blind.text().await.unwrap().contains("if-match"));
}

#[tokio::test]
async fn a_stolen_token_alone_replaces_no_vault() {
    let servers = Running::start().await;
    let (member, thief) = (Member::patient(&servers).await, Member::patient(&servers).await);
    let before = member.call::<ReadVaultEndpoint>(&servers, &()).await;
    let honest = vault(&member, 2, 7);
    let forged = [
        signed_by(&thief, &member, 2, 9),
        // Under the signature of another vault, of another version, of another account's.
        WriteVaultRequest { sealed: Bytes(vec![9; 64]), ..honest.clone() },
        WriteVaultRequest { version: 2, ..vault(&member, 3, 7) },
        vault(&thief, 2, 7),
    ];
    for request in forged {
        let (status, refusal) = member.refusal::<WriteVaultEndpoint>(&servers, &request).await;
        assert_eq!((status, refusal.code), (StatusCode::FORBIDDEN, ErrorCode::BadSignature));
    }
    assert_eq!(member.call::<ReadVaultEndpoint>(&servers, &()).await, before);
    member.call::<WriteVaultEndpoint>(&servers, &honest).await;
}
