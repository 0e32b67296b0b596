//! A medicine's row: what, how, since when, by whom.

use serde_json::Value;

use super::{MedicationRow, PeriodUnit, Phrase, ReferenceNames};
use crate::record::{
    FhirType,
    element::{items, text, words},
    title_resource::{date_resource, title_resource},
    visible_text::make_visible,
};

/// The row of a `MedicationRequest`, `-Statement`, `-Dispense` or `-Administration`.
pub(super) fn medication_row(resource: &Value, names: &ReferenceNames) -> MedicationRow {
    let dosages = ["dosageInstruction", "dosage"].iter().flat_map(|key| items(resource, key));
    let requester = ["requester", "informationSource"].iter().find_map(|key| names.words(resource.get(key)?));
    let performer = || items(resource, "performer").iter().find_map(|performer| names.words(performer.get("actor")?));
    let reason = items(resource, "reasonCode").iter().find_map(words).map(|reason| make_visible(&reason));
    let reason_reference = || items(resource, "reasonReference").iter().find_map(|reason| names.words(reason));
    MedicationRow {
        medicine: medicine(resource, names),
        status: text(resource, "status").map(make_visible),
        dosage: dosages.filter_map(dosage_phrase).collect(),
        date: date_resource(resource),
        requester: requester.or_else(performer),
        reason: reason.or_else(reason_reference),
    }
}

/// The medicine by name: the resource's own words, what it refers to, what it contains.
fn medicine(resource: &Value, names: &ReferenceNames) -> String {
    let own = resource.get("medicationCodeableConcept").and_then(words);
    let referred = || resource.get("medicationReference").and_then(|reference| names.words(reference));
    let found = own.or_else(referred).map(|medicine| make_visible(&medicine));
    let title = || {
        let fhir_type = text(resource, "resourceType").and_then(|name| name.parse::<FhirType>().ok());
        fhir_type.map(|fhir_type| title_resource(&fhir_type, resource).into())
    };
    found.or_else(title).unwrap_or_default()
}

/// One `Dosage`: its own text, else put together from dose, route and timing.
fn dosage_phrase(dosage: &Value) -> Option<Phrase> {
    if let Some(own) = text(dosage, "text").or_else(|| text(dosage, "patientInstruction")) {
        return Some(Phrase::own(own));
    }
    let dose = items(dosage, "doseAndRate").iter().find_map(|dose| {
        dose.get("doseQuantity").and_then(Phrase::of).or_else(|| Phrase::of_range(dose.get("doseRange")?))
    });
    let direct_dose = || dosage.get("dose").and_then(Phrase::of);
    let route = dosage.get("route").and_then(Phrase::of);
    let timing = dosage.get("timing").and_then(timing_phrase);
    let reason = dosage.get("asNeededCodeableConcept").and_then(words).map(|reason| make_visible(&reason));
    let is_as_needed = reason.is_some() || dosage.get("asNeededBoolean") == Some(&Value::Bool(true));
    let as_needed = is_as_needed.then_some(Phrase::WhenNeeded(reason));
    Phrase::join([dose.or_else(direct_dose), route, timing, as_needed].into_iter().flatten())
}

/// `Timing`: its code, else how many times in how much time.
fn timing_phrase(timing: &Value) -> Option<Phrase> {
    if let Some(code) = timing.get("code").and_then(Phrase::of) {
        return Some(code);
    }
    let repeat = timing.get("repeat")?;
    let number = |key| repeat.get(key).and_then(Value::as_f64);
    let unit = text(repeat, "periodUnit").and_then(PeriodUnit::of_code)?;
    Some(Phrase::Times { frequency: number("frequency").unwrap_or(1.0), period: number("period")?, unit })
}
