//! The application's pages, the headers on every answer, and the description of the interface.

use reqwest::{Response, StatusCode};
use sesemr_backend::openapi;

use crate::support::Running;

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers()[name].to_str().unwrap()
}

#[tokio::test]
async fn every_answer_carries_the_strict_policy_refusals_too() {
    let servers = Running::start().await;
    let mut answers = Vec::new();
    for path in ["/", "/records", "/api/v1/server", "/api/v1/nothing", "/nothing.js", "/api/v1/docs"] {
        answers.push((path, servers.fetch(path).await));
    }
    answers.push(("a flood", flood().await));
    for (path, response) in answers {
        assert!(response.headers().contains_key("x-request-id"), "{path}");
        let policy = header(&response, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline"));
        for (name, value) in [
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("permissions-policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"),
        ] {
            assert_eq!(header(&response, name), value, "{path}");
        }
    }
}

/// The answer to one request too many.
async fn flood() -> Response {
    let servers = Running::start_on(&crate::support::make_database().await, &["--address-rate", "1"]).await;
    loop {
        let response = servers.fetch("/api/v1/server").await;
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            return response;
        }
    }
}

#[tokio::test]
async fn a_route_of_the_application_gets_its_first_page_and_a_missing_file_does_not() {
    let servers = Running::start().await;
    for path in ["/", "/records", "/people/ada/records"] {
        let response = servers.fetch(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
    }
    assert_eq!(servers.fetch("/app-0123456789abcdef.js").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(servers.fetch("/../Cargo.toml").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_first_page_is_asked_for_again_and_not_sent_twice() {
    let servers = Running::start().await;
    let first = servers.fetch("/").await;
    assert_eq!(header(&first, "cache-control"), "no-cache");
    let again = servers.http.get(&servers.url).header("if-none-match", header(&first, "etag")).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn answers_of_the_interface_are_nobodys_to_keep() {
    let servers = Running::start().await;
    assert_eq!(header(&servers.fetch("/api/v1/server").await, "cache-control"), "no-store");
}

#[tokio::test]
async fn the_description_is_served_for_programs_and_for_people() {
    let servers = Running::start().await;
    let document: serde_json::Value = servers.fetch("/api/v1/openapi.json").await.json().await.unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let page = servers.fetch("/api/v1/docs").await.text().await.unwrap();
    assert!(page.contains("/api/v1/register/start") && page.contains("/srs/v1/attempts"));
}

#[test]
fn every_schema_that_the_description_names_is_in_it() {
    let document = serde_json::to_value(openapi::document()).unwrap();
    let mut names = Vec::new();
    collect_references(&document, &mut names);
    assert!(!names.is_empty());
    for name in names {
        assert!(document["components"]["schemas"].get(&name).is_some(), "{name}");
    }
}

#[test]
fn the_description_is_the_one_that_was_committed() {
    insta::assert_json_snapshot!("openapi", openapi::document());
}

fn collect_references(value: &serde_json::Value, names: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            let reference = fields.get("$ref").and_then(|reference| reference.as_str());
            names.extend(reference.and_then(|reference| reference.rsplit('/').next()).map(str::to_owned));
            fields.values().for_each(|value| collect_references(value, names));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|value| collect_references(value, names)),
        _ => {}
    }
}
