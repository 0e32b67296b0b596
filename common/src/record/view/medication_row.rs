//! A medicine's row: what, how, since when, by whom.

use serde_json::Value;

use super::{MedicationRow, Phrase, ReferenceNames, timing_phrase::timing_phrases};
use crate::record::{
    FhirType,
    element::{items, says_more, text, words},
    make_visible,
    title_resource::{date_resource, title_resource},
};

/// The row of a `MedicationRequest`, `-Statement`, `-Dispense` or `-Administration`.
pub(super) fn medication_row(resource: &Value, names: &ReferenceNames) -> MedicationRow {
    let dosages: Vec<&Value> = ["dosageInstruction", "dosage"].iter().flat_map(|key| items(resource, key)).collect();
    let is_alone = dosages.len() == 1;
    let requester = ["requester", "informationSource"].iter().find_map(|key| names.words(resource.get(key)?));
    let performer = || items(resource, "performer").iter().find_map(|performer| names.words(performer.get("actor")?));
    let reason = items(resource, "reasonCode").iter().find_map(words).map(|reason| make_visible(&reason));
    let reason_reference = || items(resource, "reasonReference").iter().find_map(|reason| names.words(reason));
    MedicationRow {
        medicine: medicine(resource, names),
        status: text(resource, "status").map(make_visible),
        dosage: dosages.into_iter().filter_map(|dosage| dosage_phrase(dosage, is_alone)).collect(),
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

/// One `Dosage`: its own text, else put together from its parts; where it says more than they do, the phrase says so.
fn dosage_phrase(dosage: &Value, is_alone: bool) -> Option<Phrase> {
    const SAID: [&str; 11] = [
        "dose",
        "doseAndRate",
        "route",
        "site",
        "method",
        "timing",
        "asNeededBoolean",
        "asNeededCodeableConcept",
        "additionalInstruction",
        "patientInstruction",
        "sequence",
    ];
    if let Some(own) = text(dosage, "text") {
        return Some(Phrase::own(own));
    }
    let (dose, is_whole) = dose_phrase(dosage);
    let how = ["route", "site", "method"].iter().filter_map(|key| dosage.get(key).and_then(Phrase::of));
    let timing = dosage.get("timing").map(timing_phrases).unwrap_or_default();
    let reason = dosage.get("asNeededCodeableConcept").and_then(words).map(|reason| make_visible(&reason));
    let is_as_needed = reason.is_some() || dosage.get("asNeededBoolean") == Some(&Value::Bool(true));
    let as_needed = is_as_needed.then_some(Phrase::WhenNeeded(reason));
    let instructions = ["additionalInstruction", "patientInstruction"].iter().flat_map(|key| items(dosage, key));
    // One after another or at the same time: that is not said where several stand side by side.
    let is_in_order = !is_alone && dosage.get("sequence").is_some();
    let more = (!is_whole || is_in_order || says_more(dosage, &SAID)).then_some(Phrase::MoreAboutHow);
    let parts = dose.into_iter().chain(how).chain(timing).chain(as_needed);
    Phrase::join(parts.chain(instructions.filter_map(Phrase::of)).chain(more))
}

/// How much at a time, and whether that is all that is said of doses and rates.
fn dose_phrase(dosage: &Value) -> (Option<Phrase>, bool) {
    const SAID: [&str; 3] = ["type", "doseQuantity", "doseRange"];
    let one = |dose: &Value| {
        dose.get("doseQuantity").and_then(Phrase::of).or_else(|| Phrase::of_range(dose.get("doseRange")?))
    };
    match items(dosage, "doseAndRate") {
        [] => (dosage.get("dose").and_then(Phrase::of), true),
        [dose] => {
            let phrase = one(dose);
            let is_whole = phrase.is_some() && dosage.get("dose").is_none() && !says_more(dose, &SAID);
            (phrase, is_whole)
        }
        doses => (doses.iter().find_map(one), false),
    }
}
