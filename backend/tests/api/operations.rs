//! What operators see: health, readiness, figures; a database that goes away and comes back; a private Postgres.

use std::time::Duration;

use clap::Parser as _;
use reqwest::StatusCode;
use sesemr_backend::{
    embedded_postgres::{EmbeddedPostgres, EmbeddedPostgresError},
    settings::Settings,
};
use sesemr_common::api::{ApiError, ErrorCode};

use crate::support::Running;

#[tokio::test]
async fn health_readiness_and_figures_are_told_on_an_address_of_their_own() {
    let servers = Running::start().await;
    servers.fetch("/api/v1/server").await;
    for path in ["healthz", "readyz"] {
        for url in [&servers.url, &servers.operators_url] {
            let response = servers.http.get(format!("{url}/{path}")).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::OK, "{url}/{path}");
        }
    }
    let figures = servers.http.get(format!("{}/metrics", servers.operators_url)).send().await.unwrap();
    assert!(figures.text().await.unwrap().contains("route=\"/api/v1/server\""));
    assert_eq!(servers.fetch("/metrics").await.headers()["content-type"], "text/html; charset=utf-8");
}

#[tokio::test]
async fn made_up_methods_are_one_figure() {
    let servers = Running::start().await;
    for method in ["BREW", "WHEN"] {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        servers.http.request(method, format!("{}/api/v1/server", servers.url)).send().await.unwrap();
    }
    let figures = servers.http.get(format!("{}/metrics", servers.operators_url)).send().await.unwrap();
    let figures = figures.text().await.unwrap();
    assert!(figures.contains("method=\"other\"") && !figures.contains("BREW") && !figures.contains("WHEN"));
}

#[tokio::test]
async fn a_database_that_is_away_is_said_so_and_comes_back_by_itself() {
    let folder = tempfile::tempdir_in("/tmp").unwrap();
    let postgres = EmbeddedPostgres::start(folder.path()).await.unwrap();
    let owner = postgres.owner_config("postgres");
    let servers = Running::start_on(&owner, &[]).await;
    let identify = async || servers.post("/api/v1/log-in/identify", &serde_json::json!({"handle": "ada"})).await;
    assert_eq!(identify().await.status(), StatusCode::OK);

    postgres.stop().await;
    let away = identify().await;
    assert_eq!(away.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(away.headers().contains_key("retry-after"));
    assert_eq!(away.json::<ApiError>().await.unwrap().code, ErrorCode::Unavailable);
    let ready = servers.http.get(format!("{}/readyz", servers.operators_url)).send().await.unwrap();
    assert_eq!(ready.status(), StatusCode::SERVICE_UNAVAILABLE);

    let again = EmbeddedPostgres::start(folder.path()).await.unwrap();
    let mut tries = 0;
    while identify().await.status() != StatusCode::OK {
        tries += 1;
        assert!(tries < 50, "it never came back");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    servers.stop().await;
    again.stop().await;
}

#[tokio::test]
async fn without_a_database_the_servers_keep_one_of_their_own_and_what_is_in_it() {
    let folder = tempfile::tempdir_in("/tmp").unwrap();
    let settings = || {
        let data = folder.path().to_str().unwrap();
        let usual =
            ["sesemr", "--address", "127.0.0.1:0", "--metrics-address", "127.0.0.1:0", "--shutdown-seconds", "1"];
        Settings::try_parse_from(usual.iter().copied().chain(["--data-dir", data])).unwrap()
    };
    let first = Running::start_with(settings()).await;
    let described = first.fetch("/api/v1/server").await.text().await.unwrap();
    let in_use = EmbeddedPostgres::start(folder.path()).await.unwrap_err();
    assert!(matches!(in_use, EmbeddedPostgresError::InUse(_)), "{in_use}");
    first.stop().await;

    // A lock file whose process is gone, or is somebody else by now, is no obstacle.
    let stale = folder.path().join("postgres/postmaster.pid");
    std::fs::write(stale, "1\n/nowhere\n").unwrap();
    let second = Running::start_with(settings()).await;
    assert_eq!(second.fetch("/api/v1/server").await.text().await.unwrap(), described);
    second.stop().await;
}

#[tokio::test]
async fn a_self_signed_certificate_serves_over_tls() {
    let servers = Running::start_on(&crate::support::make_database().await, &["--tls-self-signed"]).await;
    assert!(servers.url.starts_with("https://"));
    let trusting = reqwest::Client::builder().danger_accept_invalid_certs(true).build().unwrap();
    let response = trusting.get(format!("{}/healthz", servers.url)).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers().contains_key("strict-transport-security"));
}
