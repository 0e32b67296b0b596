//! The log as `AuditEvent`s: every element that R4 requires, for every kind of entry.

use serde_json::Value;
use sesemr_common::export::{LogActor, LogLine, LogProof, audit_bundle};
use sesemr_common::id::{AccountId, Hash};
use sesemr_common::sharing::{LogKind, SrsEvent};

fn line(number: u8, kind: LogKind) -> LogLine {
    LogLine {
        sequence: u64::from(number),
        at: 1_786_025_520_000,
        kind,
        reported: (kind == LogKind::SrsReported).then_some(SrsEvent::Failed),
        actor: LogActor {
            account: AccountId::from_bytes([7; 16]),
            name: "Dr Grace Bello".to_owned(),
            handle: "dr-bello".to_owned(),
            is_server: kind == LogKind::OpeningClosedByServer,
        },
        proof: if kind == LogKind::SignedIn { LogProof::ServerOnly } else { LogProof::Signed },
        sentence: format!("Sentence {number}."),
        object: Hash([number; 32]),
        entry: Hash([number + 100; 32]),
    }
}

fn events(lines: &[LogLine]) -> Vec<Value> {
    let bundle: Value = serde_json::from_slice(&audit_bundle(1_786_025_520_000, "Amina Yusuf", lines)).unwrap();
    assert_eq!((&bundle["resourceType"], &bundle["type"]), (&Value::from("Bundle"), &Value::from("collection")));
    let urls: std::collections::BTreeSet<&str> =
        bundle["entry"].as_array().unwrap().iter().map(|entry| entry["fullUrl"].as_str().unwrap()).collect();
    assert_eq!(urls.len(), lines.len(), "each entry has an address of its own");
    assert!(urls.iter().all(|url| url.starts_with("urn:uuid:")));
    bundle["entry"].as_array().unwrap().iter().map(|entry| entry["resource"].clone()).collect()
}

fn is_coding(coding: &Value) -> bool {
    coding["system"].as_str().is_some_and(|system| system.starts_with("http://")) && coding["code"].is_string()
}

/// <https://hl7.org/fhir/R4/auditevent.html>: type, recorded, agent.requestor and source.observer are 1..1.
#[test]
fn every_kind_of_entry_has_what_r4_requires_of_an_audit_event() {
    let lines: Vec<LogLine> = (1..).zip(LogKind::ALL).map(|(number, kind)| line(number, *kind)).collect();
    let events = events(&lines);
    assert_eq!(events.len(), LogKind::ALL.len());
    for (event, line) in events.iter().zip(&lines) {
        assert_eq!(event["resourceType"], "AuditEvent");
        assert!(is_coding(&event["type"]), "{event}");
        assert_eq!(event["recorded"], "2026-08-06T14:12:00Z");
        assert!(["C", "R", "U", "D", "E"].contains(&event["action"].as_str().unwrap()));
        assert!(["0", "4", "8", "12"].contains(&event["outcome"].as_str().unwrap()));
        assert_eq!(event["outcomeDesc"], line.sentence.as_str());
        let agents = event["agent"].as_array().unwrap();
        assert_eq!(agents.len(), 1);
        assert_eq!(agents[0]["requestor"], true);
        assert!(event["source"]["observer"]["display"].is_string());
        assert!(event["source"]["type"].as_array().unwrap().iter().all(is_coding));
        for subtype in event["subtype"].as_array().into_iter().flatten() {
            assert!(is_coding(subtype), "{subtype}");
        }
        for entity in event["entity"].as_array().unwrap() {
            assert!(is_coding(&entity["type"]) && is_coding(&entity["role"]));
            // sev-1: a name or a query, never both; detail needs a type and a value.
            assert!(entity["name"].is_null() || entity["query"].is_null());
            for detail in entity["detail"].as_array().into_iter().flatten() {
                assert!(detail["type"].is_string() && detail["valueString"].is_string());
            }
        }
    }
}

#[test]
fn a_burnt_key_is_a_failure_and_what_is_not_proven_has_no_outcome() {
    let burnt = line(1, LogKind::SrsReported);
    let forged = LogLine { proof: LogProof::Forged, ..line(2, LogKind::RecordsReleased) };
    let events = events(&[burnt, forged]);
    assert_eq!(events[0]["outcome"], "4");
    assert!(events[1]["outcome"].is_null());
    assert!(
        events[1]["entity"][1]["detail"].as_array().unwrap().iter().any(|detail| detail["valueString"] == "forged")
    );
}

#[test]
fn the_same_log_gives_the_same_bytes_and_an_empty_one_no_empty_list() {
    let lines = [line(1, LogKind::Registered)];
    assert_eq!(audit_bundle(5, "Amina", &lines), audit_bundle(5, "Amina", &lines));
    let empty: Value = serde_json::from_slice(&audit_bundle(5, "Amina", &[])).unwrap();
    assert!(empty["entry"].is_null());
}
