//! A prescription from the `MedicationRequest` that [`Prescription::to_medication_request`] wrote. Those of other
//! systems say more or less than a prescription here; they are shown by [`crate::record::view_record`].

use serde_json::Value;

use super::{
    Correction, FieldError, MedicineCode, PatientWords, Prescription, PrescriptionDraft, PriorPrescription, Route,
    TimeUnit,
};
use crate::{
    language::Language,
    record::{
        ClinicalDate, FhirType, PatientNote,
        element::{items, text, text_at},
        strict_json::parse_strict,
    },
};

/// Why bytes are not a prescription written here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadPrescriptionError {
    /// Not JSON, or not a `MedicationRequest`.
    #[error("this is not a prescription")]
    NotAPrescription,
    /// The date of writing is missing.
    #[error("the prescription does not say when it was written")]
    NoDate,
    /// Fields that a prescription cannot have.
    #[error("the prescription is wrong in {} places", .0.len())]
    Fields(Vec<FieldError>),
    /// It holds more than a prescription here says, so reading it would drop something.
    #[error("the prescription says more than can be shown as one")]
    SaysMore,
}

impl Prescription {
    /// Reads the JSON back; what it gives writes the same JSON.
    ///
    /// # Errors
    /// [`ReadPrescriptionError`].
    pub fn from_medication_request(json: &[u8]) -> Result<Self, ReadPrescriptionError> {
        let resource = parse_strict(json, "MedicationRequest").map_err(|_| ReadPrescriptionError::NotAPrescription)?;
        let fhir_type = text(&resource, "resourceType").and_then(|name| name.parse::<FhirType>().ok());
        if fhir_type.is_none_or(|fhir_type| fhir_type.as_str() != "MedicationRequest") {
            return Err(ReadPrescriptionError::NotAPrescription);
        }
        let authored: Option<ClinicalDate> = text(&resource, "authoredOn").and_then(|date| date.parse().ok());
        let authored = authored.ok_or(ReadPrescriptionError::NoDate)?;
        let requester = text_at(&resource, &["requester", "display"]).unwrap_or_default();
        let subject = text_at(&resource, &["subject", "display"]).unwrap_or_default();
        let checked = draft_of(&resource).check(requester, subject, authored);
        let (words, corrects) = (words_of(&resource), correction_of(&resource));
        let prescription = Self { words, corrects, ..checked.map_err(ReadPrescriptionError::Fields)? };
        if prescription.to_medication_request() == json {
            Ok(prescription)
        } else {
            Err(ReadPrescriptionError::SaysMore)
        }
    }
}

/// What the patient reads; nothing in a language that is not known here.
fn words_of(resource: &Value) -> Option<PatientWords> {
    let dosage = items(resource, "dosageInstruction").first()?;
    let language = match text(resource, "language") {
        None => Language::English,
        Some(tag) => Language::ALL.into_iter().find(|language| language.unless_english() == Some(tag))?,
    };
    let route = text_at(dosage, &["route", "text"])?.to_owned();
    Some(PatientWords { language, sentence: text(dosage, "text")?.to_owned(), route })
}

/// Which earlier prescription it corrects, and why.
fn correction_of(resource: &Value) -> Option<Correction> {
    let reason = text(items(resource, "note").first()?, "text")?;
    Some(Correction { prior: PriorPrescription::of_reference(resource)?, reason: PatientNote::of(reason)? })
}

/// A named route by its code, which is the same in every language; any other by its words.
fn route_words(dosage: &Value) -> String {
    let route = dosage.get("route").unwrap_or(&Value::Null);
    let code = items(route, "coding").first().and_then(|coding| text(coding, "code"));
    let named = Route::NAMED.iter().find(|named| code.is_some() && named.code() == code);
    named.map_or_else(|| owned(text(route, "text")), |named| named.words().to_owned())
}

/// The fields of the page, as far as the resource fills them.
pub(super) fn draft_of(resource: &Value) -> PrescriptionDraft {
    let nothing = Value::Null;
    let first = |key| items(resource, key).first().unwrap_or(&nothing);
    let dosage = first("dosageInstruction");
    let inner = |path: &[&str]| path.iter().try_fold(dosage, |value, key| value.get(key)).unwrap_or(&nothing);
    let repeat = inner(&["timing", "repeat"]);
    let dose = items(dosage, "doseAndRate").first().and_then(|dose| dose.get("doseQuantity")).unwrap_or(&nothing);
    let medicine = resource.get("medicationCodeableConcept").unwrap_or(&nothing);
    let dispense = resource.get("dispenseRequest").unwrap_or(&nothing);
    let quantity = dispense.get("quantity").unwrap_or(&nothing);
    let duration = repeat.get("boundsDuration").unwrap_or(&nothing);
    PrescriptionDraft {
        medicine: owned(text(medicine, "text")),
        medicine_code: items(medicine, "coding").first().map(|coding| MedicineCode {
            system: owned(text(coding, "system")),
            code: owned(text(coding, "code")),
            display: owned(text(coding, "display")),
        }),
        dose_amount: number(dose, "value"),
        dose_unit: owned(text(dose, "unit")),
        route: route_words(dosage),
        times: number(repeat, "frequency"),
        every: number(repeat, "period"),
        every_unit: unit(text(repeat, "periodUnit")),
        as_needed: dosage.get("asNeededBoolean") == Some(&Value::Bool(true))
            || dosage.get("asNeededCodeableConcept").is_some(),
        as_needed_reason: owned(text_at(dosage, &["asNeededCodeableConcept", "text"])),
        instructions: owned(text(dosage, "patientInstruction")),
        start: owned(text_at(dispense, &["validityPeriod", "start"])),
        duration: number(duration, "value"),
        duration_unit: unit(text(duration, "code")),
        quantity: number(quantity, "value"),
        quantity_unit: owned(text(quantity, "unit")),
        repeats: number(dispense, "numberOfRepeatsAllowed"),
        reason: owned(text(first("reasonCode"), "text")),
    }
}

fn owned(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

/// The number under `key` in digits; a whole number without its point.
fn number(element: &Value, key: &str) -> String {
    let number = element.get(key).and_then(Value::as_f64);
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn unit(code: Option<&str>) -> TimeUnit {
    TimeUnit::ALL.into_iter().find(|unit| Some(unit.code()) == code).unwrap_or_default()
}
