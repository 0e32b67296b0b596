//! What the servers must never have seen: a whole loop with plaintext that stands nowhere else and every key that can be
//! reached, looked for in every body and header, every row of every table, every line of the log.

mod keys;
mod story;

use serde_json::json;
use sesemr_common::id::Bytes;
use sesemr_common::portion::Portion;
use sesemr_tests::{Backend, Find, LogLines, Needles, Person, Spy, TestHost};

use story::Story;

#[tokio::test]
async fn no_plaintext_and_no_key_of_a_whole_loop_is_in_any_body_any_table_or_any_log_line() {
    let (backend, spy, log) = (Backend::start().await, Spy::default(), LogLines::of_this_process());
    let mut story = Story::new(&backend, &spy);
    let alice = story.live().await;
    let Story { mut dumps, needles, .. } = story;
    dumps.extend(backend.database().dump().await);

    let mut finds = search(&needles, &spy, &dumps);
    finds.extend(needles.find("the log", &log.read()));
    assert_eq!(finds, [], "{} places were looked at", spy.exchanges().len() + dumps.len());
    is_able_to_find(&alice, &spy, &dumps, &log);
}

/// Everything that went over the wire, and every table.
fn search(needles: &Needles, spy: &Spy, dumps: &[(String, Vec<u8>)]) -> Vec<Find> {
    let mut finds = Vec::new();
    for exchange in spy.exchanges().iter() {
        let headers = [exchange.request_headers.join("\n"), exchange.response_headers.join("\n")].join("\n");
        let head = [exchange.url.as_bytes(), headers.as_bytes()].join(&b'\n');
        finds.extend(needles.find(&format!("{}, head", exchange.path), &head));
        finds.extend(needles.find(&format!("{}, request", exchange.path), &exchange.request));
        finds.extend(needles.find(&format!("{}, answer", exchange.path), &exchange.response));
    }
    for (table, rows) in dumps {
        finds.extend(needles.find(table, rows));
    }
    finds
}

/// A search that finds nothing proves something only where it would find what is there.
fn is_able_to_find(alice: &Person<TestHost>, spy: &Spy, dumps: &[(String, Vec<u8>)], log: &LogLines) {
    let vault = alice.vault();
    let card = &vault.current_portion_key(Portion::Personal).unwrap().card.fields;
    for (name, bytes) in [
        ("a handle", alice.handle.as_bytes()),
        ("A of a portion", card.pre_key.as_bytes().as_slice()),
        ("a key id", alice.key_id().as_bytes()),
    ] {
        let mut needles = Needles::default();
        needles.add(name, bytes);
        let finds = search(&needles, spy, dumps);
        assert!(finds.iter().any(|find| find.at.ends_with("request")), "{name} in no request");
        assert!(finds.iter().any(|find| find.at.starts_with("sas.")), "{name} in no table");
    }
    let mut needles = Needles::default();
    needles.add_text("a route", "/api/v1/publications");
    assert!(!needles.find("the log", &log.read()).is_empty());
}

#[tokio::test]
async fn a_bearer_token_stands_in_no_url_no_table_and_no_log_line() {
    let (backend, log) = (Backend::start().await, LogLines::of_this_process());
    let alice = Person::patient(backend.host(), "alice").await;
    alice.list_records().await.unwrap();
    let header = alice.token().await.unwrap().to_header();
    let text = header.strip_prefix("Bearer ").unwrap();
    let bytes: Bytes = serde_json::from_value(json!(text)).unwrap();
    let mut needles = Needles::default();
    needles.add("a token", &bytes.0);
    let tables = backend.database().dump().await;
    let exchanges = alice.host().spy().exchanges();
    assert!(exchanges.iter().all(|exchange| needles.find("a URL", exchange.url.as_bytes()).is_empty()));
    assert!(
        exchanges.iter().any(|exchange| !needles.find("", exchange.request_headers.join("\n").as_bytes()).is_empty()),
        "it would have been found: it is in the headers"
    );
    for (table, rows) in tables {
        assert_eq!(needles.find(&table, &rows), []);
    }
    assert_eq!(needles.find("the log", &log.read()), []);
}
