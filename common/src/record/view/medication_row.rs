//! A medicine's row: what, how, since when, by whom.

use serde_json::Value;

use super::{MedicationRow, ReferenceNames};
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
        dosage: dosages.filter_map(dosage_words).map(|dosage| make_visible(&dosage)).collect(),
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

/// One `Dosage` in words: its own text, else put together from dose, route and timing.
fn dosage_words(dosage: &Value) -> Option<String> {
    if let Some(own) = text(dosage, "text").or_else(|| text(dosage, "patientInstruction")) {
        return Some(own.to_owned());
    }
    let dose = items(dosage, "doseAndRate")
        .iter()
        .find_map(|dose| words(dose.get("doseQuantity")?).or_else(|| range_words(dose.get("doseRange")?)));
    let direct_dose = || dosage.get("dose").and_then(words);
    let timing = dosage.get("timing").and_then(timing_words);
    let as_needed =
        dosage.get("asNeededCodeableConcept").and_then(words).map(|reason| format!("when needed for {reason}"));
    let plain_as_needed =
        || (dosage.get("asNeededBoolean") == Some(&Value::Bool(true))).then(|| "when needed".to_owned());
    let parts =
        [dose.or_else(direct_dose), dosage.get("route").and_then(words), timing, as_needed.or_else(plain_as_needed)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn range_words(range: &Value) -> Option<String> {
    Some(format!("{} to {}", words(range.get("low")?)?, words(range.get("high")?)?))
}

/// `Timing`: its code, else "2 times in 1 d" in the units of FHIR.
fn timing_words(timing: &Value) -> Option<String> {
    if let Some(code) = timing.get("code").and_then(words) {
        return Some(code);
    }
    let repeat = timing.get("repeat")?;
    let number = |key| repeat.get(key).and_then(Value::as_f64);
    let unit = match text(repeat, "periodUnit")? {
        "s" => "second",
        "min" => "minute",
        "h" => "hour",
        "d" => "day",
        "wk" => "week",
        "mo" => "month",
        "a" => "year",
        other => other,
    };
    let times = number("frequency").unwrap_or(1.0);
    match number("period")? {
        1.0 => Some(format!("{times} × in 1 {unit}")),
        period => Some(format!("{times} × in {period} {unit}s")),
    }
}
