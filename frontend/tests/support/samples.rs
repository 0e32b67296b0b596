//! What components are given to draw: people, records and a series that are the same on every day and in every time zone.

use serde_json::{Value, json};
use sesemr_common::{
    microagg::GroupSize,
    record::{ReadingKind, ReferenceNames, TypedReading, view_record},
};
use sesemr_frontend::model::{
    record::{RecordBody, RecordView, VoidView},
    series::{SeriesView, series_among, series_keys, summarise},
};

/// That a prescription was withdrawn.
pub(crate) fn withdrawn() -> VoidView {
    read(json!({
        "kind": "withdrawn", "by": ID, "author": "Dr Grace Bello", "date": "2026-08-07", "reason": "An allergy"
    }))
}

/// One record of three families.
pub(crate) fn records() -> Vec<RecordView> {
    vec![
        record(
            "laboratory",
            "Observation",
            json!({
                "code": { "text": "Haemoglobin" }, "valueQuantity": { "value": 9.1, "unit": "g/dL" },
                "referenceRange": [{ "low": { "value": 12, "unit": "g/dL" } }],
                "interpretation": [{ "coding": [{ "code": "L" }] }]
            }),
        ),
        record(
            "allergies",
            "AllergyIntolerance",
            json!({
                "code": { "text": "Penicillin" }, "criticality": "high",
                "reaction": [{ "manifestation": [{ "text": "Hives" }] }]
            }),
        ),
        record(
            "medications",
            "MedicationStatement",
            json!({
                "status": "active", "medicationCodeableConcept": { "text": "Amlodipine 5 mg", "coding": [{ "display": "Warfarin 5 mg" }] },
                "dosage": [{ "text": "One tablet in the morning" }]
            }),
        ),
    ]
}

/// Seven weighings, and their summary in groups of three and four.
pub(crate) fn weights() -> SeriesView {
    let records: Vec<_> = (1..)
        .zip([70.0, 70.5, 71.0, 74.0, 74.5, 75.0, 75.5])
        .map(|(day, value)| {
            let day = format!("2026-03-{day:02}").parse().unwrap();
            TypedReading::try_new(ReadingKind::BodyWeight, day, vec![value]).unwrap().into_record("Amina Yusuf")
        })
        .collect();
    let contents = || records.iter().map(|record| (record.content_id(), record.content()));
    let series = series_among(contents(), &series_keys(contents())).pop().unwrap();
    let summary = summarise(&series, GroupSize::try_from(3).unwrap()).unwrap();
    SeriesView::new(&series, Some(&summary))
}

const ID: &str = "01990000-0000-7000-8000-000000000001";

fn read<T: serde::de::DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

/// A record as the page gets it from the worker.
fn record(portion: &str, kind: &str, mut resource: Value) -> RecordView {
    resource.as_object_mut().unwrap().insert("resourceType".to_owned(), json!(kind));
    let view = view_record(resource.to_string().as_bytes(), &ReferenceNames::default());
    RecordView {
        summary: read(json!({
            "record": ID, "version": 1, "portion": portion, "title": view.title.as_str(), "media_type": "application/fhir+json",
            "fhir_type": kind, "date": "2026-08-06", "bytes": 400, "state": "fine"
        })),
        stored_at: None,
        body: RecordBody::Resource(Box::new(view)),
        signature: None,
        reading: None,
        prescription: None,
    }
}
