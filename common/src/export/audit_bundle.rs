//! The access log as FHIR R4 `AuditEvent`s (<https://hl7.org/fhir/R4/auditevent.html>), with the codes of DICOM PS3.16 for
//! kinds of audit events. What FHIR has no place for (number, proof, hashes) stands in `entity.detail`.

use serde_json::{Value, json};

use super::fhir_bundle::{bundle, coding, digits, full_url, instant, said};
use super::{LogActor, LogLine, LogProof};
use crate::id::Hash;
use crate::sharing::{LogKind, SrsEvent};

const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";
const LIFECYCLE: &str = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle";
const ENTITY_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
const ROLE: &str = "http://terminology.hl7.org/CodeSystem/object-role";
const SOURCE_TYPE: &str = "http://terminology.hl7.org/CodeSystem/security-source-type";

/// The whole log about the person of this name.
pub fn audit_bundle(made_at: u64, patient: &str, lines: &[LogLine]) -> Vec<u8> {
    let entries = lines.iter().map(|line| (full_url(&line.entry), audit_event(patient, line)));
    bundle(made_at, entries.collect())
}

fn audit_event(patient: &str, line: &LogLine) -> Value {
    let meaning = Meaning::of(line);
    // Nothing can be said of the outcome of what is not proven to have happened.
    let outcome = (line.proof != LogProof::Forged).then_some(meaning.outcome);
    said(json!({
        "resourceType": "AuditEvent",
        "type": coding(DICOM, meaning.kind.0, meaning.kind.1),
        "subtype": meaning.subtype.map(|subtype| [subtype]),
        "action": meaning.action,
        "recorded": instant(line.at),
        "outcome": outcome,
        "outcomeDesc": line.sentence,
        "agent": [agent(line)],
        "source": source(line),
        "entity": [
            {
                "what": { "display": patient },
                "type": coding(ENTITY_TYPE, "1", "Person"),
                "role": coding(ROLE, "1", "Patient"),
            },
            {
                "what": { "identifier": { "value": digits(&line.entry) } },
                "type": coding(ENTITY_TYPE, "2", "System Object"),
                "role": coding(ROLE, "13", "Security Resource"),
                "detail": details(line),
            },
        ],
    }))
}

fn agent(line: &LogLine) -> Value {
    let LogActor { account, name, handle, is_server } = &line.actor;
    if *is_server {
        let kind = json!({ "coding": [coding(DICOM, "110150", "Application")] });
        return json!({ "type": kind, "name": "SeSEMR", "requestor": true });
    }
    let who = said(json!({ "identifier": { "value": account.to_string() }, "display": name }));
    said(json!({ "who": who, "altId": handle, "name": name, "requestor": true }))
}

/// The two servers of the protocol: the one that stores, and the one that re-encrypts.
fn source(line: &LogLine) -> Value {
    let (name, kind) = if line.kind == LogKind::SrsReported {
        ("SeSEMR SRS", coding(SOURCE_TYPE, "6", "Security Server"))
    } else {
        ("SeSEMR SAS", coding(SOURCE_TYPE, "4", "Application Server"))
    };
    json!({ "observer": { "display": name }, "type": [kind] })
}

fn details(line: &LogLine) -> Vec<Value> {
    let known = [
        ("entry", Some(line.sequence.to_string())),
        ("kind", Some(line.kind_code())),
        ("reported", line.reported_code()),
        ("proof", Some(line.proof.code().to_owned())),
        ("signed object", (line.object != Hash::ZERO).then(|| digits(&line.object))),
    ];
    known
        .into_iter()
        .filter_map(|(kind, value)| value.map(|value| json!({ "type": kind, "valueString": value })))
        .collect()
}

/// An entry in the words of DICOM and FHIR.
struct Meaning {
    /// Code and display of DICOM's audit event id.
    kind: (&'static str, &'static str),
    subtype: Option<Value>,
    /// C, R, U, D or E.
    action: &'static str,
    /// 0 is success, 4 a minor failure.
    outcome: &'static str,
}

impl Meaning {
    fn of(line: &LogLine) -> Self {
        const AUTHENTICATION: (&str, &str) = ("110114", "User Authentication");
        const USER_CHANGED: (&str, &str) = ("110137", "User Security Attributes Changed");
        const OBJECT_CHANGED: (&str, &str) = ("110135", "Object Security Attributes Changed");
        const PATIENT_RECORD: (&str, &str) = ("110110", "Patient Record");
        let new = |kind, action| Self { kind, subtype: None, action, outcome: "0" };
        let log_in = || Some(coding(DICOM, "110122", "Login"));
        let log_out = || Some(coding(DICOM, "110123", "Logout"));
        let lifecycle = |code, display| Some(coding(LIFECYCLE, code, display));
        match line.kind {
            LogKind::Registered => new(USER_CHANGED, "C"),
            LogKind::SignedIn | LogKind::SignedInOnNewDevice => Self { subtype: log_in(), ..new(AUTHENTICATION, "E") },
            LogKind::CredentialsReplaced | LogKind::PersonBlocked | LogKind::ListingChanged => new(USER_CHANGED, "U"),
            LogKind::RecordsPublished => Self {
                subtype: lifecycle("originate", "Originate/Retain Record Lifecycle Event"),
                ..new(PATIENT_RECORD, "C")
            },
            LogKind::KeyRequested => new(("110112", "Query"), "E"),
            LogKind::KeyRequestGranted | LogKind::RandomKeyIssued => new(OBJECT_CHANGED, "C"),
            LogKind::KeyRequestRefused | LogKind::PortionKeyRolled | LogKind::GrantPaused => new(OBJECT_CHANGED, "U"),
            LogKind::GrantTakenBack => new(OBJECT_CHANGED, "D"),
            LogKind::RecordDeleted => Self {
                subtype: lifecycle("destroy", "Destroy/Delete Record Lifecycle Event"),
                ..new(PATIENT_RECORD, "D")
            },
            LogKind::RecordsReleased => {
                Self { subtype: lifecycle("disclose", "Disclose Record Lifecycle Event"), ..new(PATIENT_RECORD, "R") }
            }
            LogKind::PrescriptionWritten => new(("110109", "Order Record"), "C"),
            LogKind::OpeningClosed | LogKind::OpeningClosedByServer => {
                Self { subtype: log_out(), ..new(AUTHENTICATION, "E") }
            }
            LogKind::SrsReported => match line.reported {
                Some(SrsEvent::Attempted | SrsEvent::Opened) => Self { subtype: log_in(), ..new(AUTHENTICATION, "E") },
                Some(SrsEvent::Failed) => Self { subtype: log_in(), outcome: "4", ..new(AUTHENTICATION, "E") },
                Some(SrsEvent::Ended) => Self { subtype: log_out(), ..new(AUTHENTICATION, "E") },
                Some(SrsEvent::Registered | SrsEvent::Activated) | None => new(OBJECT_CHANGED, "C"),
            },
        }
    }
}
