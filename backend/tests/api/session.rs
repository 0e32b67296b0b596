//! Sessions: tokens are rotated, and one that was rotated out and is shown again ends them all.

use std::time::Duration;

use reqwest::StatusCode;
use sesemr_common::api::{LogOutEndpoint, LogOutRequest, ReadVaultEndpoint, RefreshSessionEndpoint, SessionGranted};

use crate::{
    member::{Member, send},
    support::Running,
};

async fn refresh(servers: &Running, member: &Member) -> SessionGranted {
    member.call::<RefreshSessionEndpoint>(servers, &()).await
}

async fn is_signed_in(servers: &Running, granted: &SessionGranted) -> bool {
    match send::<ReadVaultEndpoint>(servers, Some(&granted.token), &()).await.status() {
        StatusCode::OK => true,
        StatusCode::UNAUTHORIZED => false,
        other => panic!("{other}"),
    }
}

fn granted(member: &Member) -> SessionGranted {
    SessionGranted { token: member.token.clone(), expires_at: 0 }
}

#[tokio::test]
async fn the_old_token_works_until_the_new_ones_first_use() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let new = refresh(&servers, &member).await;
    assert!(is_signed_in(&servers, &granted(&member)).await);
    assert!(is_signed_in(&servers, &new).await);
    assert!(!is_signed_in(&servers, &granted(&member)).await);
}

#[tokio::test]
async fn a_rotated_out_token_shown_again_ends_the_whole_sign_in() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let new = refresh(&servers, &member).await;
    assert!(is_signed_in(&servers, &new).await);
    assert!(!is_signed_in(&servers, &granted(&member)).await, "the thief's or the owner's, who knows");
    assert!(!is_signed_in(&servers, &new).await, "so neither goes on");
}

#[tokio::test]
async fn a_refresh_whose_answer_got_lost_is_asked_for_again() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let lost = refresh(&servers, &member).await;
    let new = refresh(&servers, &member).await;
    assert_ne!(lost.token, new.token);
    assert!(is_signed_in(&servers, &new).await);
}

#[tokio::test]
async fn a_token_lapses() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    servers.clock.advance(Duration::from_hours(1));
    assert!(!is_signed_in(&servers, &granted(&member)).await);
}

#[tokio::test]
async fn signing_out_ends_this_session_and_everywhere_ends_all() {
    let servers = Running::start().await;
    let (alice, bob) = (Member::patient(&servers).await, Member::patient(&servers).await);
    for everywhere in [false, true] {
        let member = if everywhere { &alice } else { &bob };
        member.call::<LogOutEndpoint>(&servers, &LogOutRequest { everywhere }).await;
        assert!(!is_signed_in(&servers, &granted(member)).await);
    }
}

#[tokio::test]
async fn tokens_lie_in_the_database_as_hashes_alone() {
    let database = crate::support::make_database().await;
    let servers = Running::start_on(&database, &[]).await;
    let member = Member::patient(&servers).await;
    let client = crate::support::connect(&database).await;
    let rows = client.query("SELECT token_hash FROM sas.session_token", &[]).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_ne!(rows[0].get::<_, Vec<u8>>(0), member.token.0);
}
