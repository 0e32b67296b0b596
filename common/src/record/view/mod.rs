//! Read models: what the screen shows of one FHIR resource, row by row, in plain visible text.
//!
//! Nothing here is HTML and no member is dropped: every row comes with all members of the resource as details, codes
//! beside words, and a resource that cannot be read is a row that says so. Series for charts are `record::series`.

mod clinical_rows;
mod code_says;
mod details;
mod medication_row;
mod narrative;
mod observation_row;
mod phrase;
mod reference_names;
mod rows;
mod timing_phrase;

pub use phrase::{DayPart, PeriodUnit, Phrase, WeekDay};
pub use reference_names::ReferenceNames;
pub use rows::{
    Absence, AllergyRow, ConditionRow, Detail, Details, Element, EncounterRow, ImmunizationRow, Interpretation,
    MeasuredValue, MedicationRow, ObservationRow, OtherRow, RecordRow, RecordView,
};

use serde_json::Value;

use super::{
    FhirType, Title,
    element::{text, text_at},
    strict_json::parse_strict,
    title_resource::{date_resource, title_resource},
};

/// What the screen shows of one FHIR resource in JSON. `names` resolve what it refers to; it may be empty.
pub fn view_record(json: &[u8], names: &ReferenceNames) -> RecordView {
    let resource = parse_strict(json, "the record").unwrap_or(Value::Null);
    let fhir_type = text(&resource, "resourceType").and_then(|name| name.parse::<FhirType>().ok());
    let Some(fhir_type) = fhir_type else {
        return RecordView {
            title: Title::of("A record that cannot be shown"),
            code_says: None,
            row: RecordRow::Unreadable,
            narrative: None,
            details: Details::default(),
        };
    };
    let row = row(&fhir_type, &resource, names);
    let title = match &row {
        RecordRow::Medication(row) if !row.medicine.is_empty() => Title::of(&row.medicine),
        _ => title_resource(&fhir_type, &resource),
    };
    RecordView {
        title,
        code_says: code_says::code_says(&fhir_type, &resource),
        row,
        narrative: text_at(&resource, &["text", "div"]).map(narrative::plain_narrative).filter(|text| !text.is_empty()),
        details: details::details(&resource, names),
    }
}

fn row(fhir_type: &FhirType, resource: &Value, names: &ReferenceNames) -> RecordRow {
    match fhir_type.as_str() {
        "MedicationRequest" | "MedicationStatement" | "MedicationDispense" | "MedicationAdministration" => {
            RecordRow::Medication(medication_row::medication_row(resource, names))
        }
        "AllergyIntolerance" => RecordRow::Allergy(clinical_rows::allergy_row(resource)),
        "Condition" => RecordRow::Condition(clinical_rows::condition_row(resource)),
        "Observation" => RecordRow::Observation(observation_row::observation_row(resource)),
        "Immunization" => RecordRow::Immunization(clinical_rows::immunization_row(resource)),
        "Encounter" => RecordRow::Encounter(clinical_rows::encounter_row(resource, names)),
        _ => RecordRow::Other(OtherRow { kind: fhir_type.words(), date: date_resource(resource) }),
    }
}
