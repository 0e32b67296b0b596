//! Sessions: tokens are rotated, and one that was rotated out and is shown again ends them all.

use std::time::Duration;

use futures_util::future::join_all;
use reqwest::StatusCode;
use sesemr_common::api::{LogOutEndpoint, LogOutRequest, ReadVaultEndpoint, RefreshSessionEndpoint, SessionGranted};

use crate::{
    member::{Member, send},
    support::Running,
};

/// How long a token that was rotated out may have been on its way.
const GRACE: Duration = Duration::from_secs(10);

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
async fn the_old_token_works_until_the_new_ones_first_use_and_a_moment_longer() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let new = refresh(&servers, &member).await;
    assert!(is_signed_in(&servers, &granted(&member)).await);
    assert!(is_signed_in(&servers, &new).await);
    assert!(is_signed_in(&servers, &granted(&member)).await, "it may have been on its way");
    servers.clock.advance(GRACE);
    assert!(!is_signed_in(&servers, &granted(&member)).await);
}

#[tokio::test]
async fn calls_at_once_across_a_refresh_all_go_through_and_leave_the_sign_in_whole() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let (old, new) = (granted(&member), refresh(&servers, &member).await);
    let calls = (0..12).map(|number| is_signed_in(&servers, if number % 3 == 0 { &old } else { &new }));
    assert!(join_all(calls).await.into_iter().all(|signed_in| signed_in));
    servers.clock.advance(GRACE);
    assert!(is_signed_in(&servers, &new).await);
}

#[tokio::test]
async fn a_late_first_use_of_a_token_does_not_rotate_a_newer_one_out() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let second = refresh(&servers, &member).await;
    servers.clock.advance(Duration::from_secs(1));
    let third = refresh(&servers, &member).await;
    assert!(is_signed_in(&servers, &second).await);
    servers.clock.advance(GRACE);
    assert!(is_signed_in(&servers, &third).await);
}

#[tokio::test]
async fn a_rotated_out_token_shown_again_ends_the_whole_sign_in() {
    let servers = Running::start().await;
    let member = Member::patient(&servers).await;
    let new = refresh(&servers, &member).await;
    assert!(is_signed_in(&servers, &new).await);
    servers.clock.advance(GRACE);
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
