//! Rows of allergies, conditions, immunizations and visits. Measurements and medicines have files of their own.

use serde_json::Value;

use super::{Absence, AllergyRow, ConditionRow, EncounterRow, ImmunizationRow, Phrase, ReferenceNames};
use crate::record::{
    FhirType,
    element::{any_code, codes, items, text, text_at, words},
    make_visible,
    title_resource::{date_resource, title_resource},
};

/// The row of an `AllergyIntolerance`.
pub(super) fn allergy_row(resource: &Value) -> AllergyRow {
    AllergyRow {
        substance: name(resource),
        status: shown(resource, "clinicalStatus"),
        verification: shown(resource, "verificationStatus"),
        criticality: shown(resource, "criticality"),
        reactions: items(resource, "reaction").iter().filter_map(reaction).collect(),
        absence: items(resource, "code").iter().flat_map(codes).find_map(absence),
        is_mistake: any_code(resource, "verificationStatus", |code| ["entered-in-error", "refuted"].contains(&code)),
        date: date_resource(resource),
    }
}

/// Codes of SNOMED CT and of the International Patient Summary (`absent-unknown-uv-ips`) for allergies that nobody has.
fn absence(code: &str) -> Option<Absence> {
    match code {
        "716186003" | "no-known-allergies" => Some(Absence::NoneKnown),
        "409137002"
        | "429625007"
        | "428607008"
        | "428197003"
        | "716184000"
        | "716220001"
        | "1003774007"
        | "no-known-medication-allergies"
        | "no-known-food-allergies"
        | "no-known-environmental-allergies" => Some(Absence::NoneOfAKind),
        "1631000175102" | "no-allergy-info" => Some(Absence::NoInformation),
        _ => None,
    }
}

/// The row of a `Condition`.
pub(super) fn condition_row(resource: &Value) -> ConditionRow {
    let period = |start| move |kind| any_of(resource, kind, start);
    ConditionRow {
        condition: name(resource),
        status: shown(resource, "clinicalStatus"),
        verification: shown(resource, "verificationStatus"),
        severity: shown(resource, "severity"),
        onset: period("start")("onset"),
        abatement: period("end")("abatement"),
        date: date_resource(resource),
    }
}

/// The row of an `Immunization`.
pub(super) fn immunization_row(resource: &Value) -> ImmunizationRow {
    let dose = items(resource, "protocolApplied")
        .iter()
        .find_map(|protocol| ["doseNumberPositiveInt", "doseNumberString"].iter().find_map(|key| shown(protocol, key)));
    ImmunizationRow {
        vaccine: name(resource),
        status: shown(resource, "status"),
        dose,
        lot: shown(resource, "lotNumber"),
        date: date_resource(resource),
    }
}

/// The row of an `Encounter`.
pub(super) fn encounter_row(resource: &Value, names: &ReferenceNames) -> EncounterRow {
    let reason_code = items(resource, "reasonCode").iter().find_map(words).map(|reason| make_visible(&reason));
    let reason = || items(resource, "reasonReference").iter().find_map(|reason| names.words(reason));
    let provider = resource.get("serviceProvider").and_then(|provider| names.words(provider));
    let participant =
        || items(resource, "participant").iter().find_map(|participant| names.words(participant.get("individual")?));
    EncounterRow {
        kind: name(resource),
        status: shown(resource, "status"),
        reason: reason_code.or_else(reason),
        provider: provider.or_else(participant),
        end: text_at(resource, &["period", "end"]).map(make_visible),
        date: date_resource(resource),
    }
}

fn name(resource: &Value) -> String {
    let fhir_type = text(resource, "resourceType").and_then(|name| name.parse::<FhirType>().ok());
    fhir_type.map(|fhir_type| title_resource(&fhir_type, resource).into()).unwrap_or_default()
}

fn shown(resource: &Value, key: &str) -> Option<String> {
    resource.get(key).and_then(words).map(|words| make_visible(&words))
}

/// `onset[x]` or `abatement[x]`: date, age, period, range or words.
fn any_of(resource: &Value, kind: &str, end_of_period: &str) -> Option<Phrase> {
    let member = |ending: &str| resource.get(format!("{kind}{ending}"));
    let date = member("DateTime").and_then(Phrase::of_date);
    let own = || member("String").and_then(Phrase::of);
    let period = || member("Period").and_then(|period| Phrase::of_date(period.get(end_of_period)?));
    let age = || member("Age").and_then(words).map(|age| Phrase::AtAge(make_visible(&age)));
    let range = || member("Range").and_then(Phrase::of_range);
    date.or_else(own).or_else(period).or_else(age).or_else(range)
}

fn reaction(reaction: &Value) -> Option<Phrase> {
    let manifestation = reaction.get("manifestation").and_then(words);
    let what = manifestation.or_else(|| reaction.get("description").and_then(words))?;
    Some(Phrase::severe(&what, reaction))
}
