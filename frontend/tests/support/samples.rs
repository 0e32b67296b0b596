//! What components are given to draw: the same on every day and in every time zone. What happens elsewhere is in `news`.

use serde_json::{Value, json};
use sesemr_common::{
    microagg::GroupSize,
    record::{ReadingKind, ReferenceNames, TypedReading, view_record},
};
use sesemr_frontend::{
    component::when::minutes_west_at,
    model::{
        account::KitView,
        file_state::FileState,
        local_time::LocalTime,
        medicines::Allergies,
        moment::Moment,
        record::{RecordBody, RecordView, VoidView},
        series::{SeriesView, series_among, series_keys, summarise},
    },
};

/// The files of an import, one for each way in which a file can stand.
pub(crate) const FILES: [(&str, FileState); 8] = [
    ("1.json", FileState::Waiting),
    ("2.json", FileState::Running(40)),
    ("3.json", FileState::Safe { records: 12 }),
    ("4.json", FileState::Stopped(40)),
    ("5.json", FileState::Failed),
    ("6.json", FileState::NotBegun),
    ("7.json", FileState::LeftOut),
    ("8.json", FileState::Kept),
];

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
        penicillin(),
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

/// The silences about allergies, of oneself and of somebody else, then what is recorded, then what contradicts itself: with
/// whether they are the reader's own.
pub(crate) fn allergies() -> [(Allergies, bool); 6] {
    let of = |records: Vec<RecordView>| (Allergies::of(records), false);
    [
        (Allergies::NotOpen, false),
        (Allergies::NothingRecorded, true),
        of(Vec::new()),
        of(vec![none_known()]),
        of(vec![penicillin()]),
        of(vec![penicillin(), none_known()]),
    ]
}

fn penicillin() -> RecordView {
    record(
        "allergies",
        "AllergyIntolerance",
        json!({
            "code": { "text": "Penicillin" }, "criticality": "high",
            "reaction": [{ "manifestation": [{ "text": "Hives" }] }]
        }),
    )
}

/// SNOMED CT 716186003, "No known allergy".
fn none_known() -> RecordView {
    record(
        "allergies",
        "AllergyIntolerance",
        json!({
            "code": { "text": "No known allergy", "coding": [{ "system": "http://snomed.info/sct", "code": "716186003" }] },
            "verificationStatus": { "coding": [{ "code": "confirmed" }] }
        }),
    )
}

/// Medicines of one patient: signed here, one of them not checked yet; from a file, each kind of resource; and two that are
/// over.
pub(crate) fn medicines() -> Vec<RecordView> {
    let prescribed = |name: &str| {
        let resource = json!({
            "status": "active", "medicationCodeableConcept": { "text": name }, "requester": { "display": "Dr Grace Bello" },
            "dosageInstruction": [{ "text": "One tablet in the morning" }]
        });
        record("medications", "MedicationRequest", resource)
    };
    let noted = |kind: &str, status: &str, name: &str| {
        record("medications", kind, json!({ "status": status, "medicationCodeableConcept": { "text": name } }))
    };
    let signed = |name: &str| {
        let mut line = prescribed(name);
        line.summary.author = Some("Dr Grace Bello".to_owned());
        line
    };
    let mut unchecked = signed("Ramipril 5 mg");
    unchecked.summary.pending = true;
    let mut void = signed("Ibuprofen 400 mg");
    void.summary.void = Some(withdrawn());
    vec![
        signed("Metformin 500 mg"),
        unchecked,
        prescribed("Amlodipine 5 mg"),
        noted("MedicationStatement", "active", "Aspirin 100 mg"),
        noted("MedicationDispense", "in-progress", "Simvastatin 20 mg"),
        noted("MedicationAdministration", "in-progress", "Iron 100 mg"),
        noted("MedicationStatement", "stopped", "Warfarin 5 mg"),
        void,
    ]
}

/// An emergency kit.
pub(crate) fn kit() -> KitView {
    let groups = ["7KQ2M", "4XD9H", "B3NTR", "W8PZC", "6FJYV", "2GS5E", "K9MQA", "T7HXD"];
    KitView {
        display_name: "Amina Yusuf".to_owned(),
        handle: "amina".to_owned(),
        groups: Vec::from(groups.map(str::to_owned)),
        qr: "7KQ2M".to_owned(),
        made_at: afternoon(),
        asked: [3, 6],
    }
}

/// 14:02 on 6 August 2019 by the clock on the reader's wall, wherever that hangs; long enough ago to be neither today nor
/// yesterday.
pub(crate) fn afternoon() -> Moment {
    let by_the_wall = LocalTime::from_field("2019-08-06T14:02").unwrap();
    by_the_wall.to_moment(minutes_west_at(by_the_wall.to_moment(0)))
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

/// A view as the worker writes it.
pub(crate) fn read<T: serde::de::DeserializeOwned>(json: Value) -> T {
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
