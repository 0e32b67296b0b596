//! A measurement's row: name, value with unit, range beside it, and how it compares as a word.

use serde_json::Value;

use super::{Interpretation, MeasuredValue, ObservationRow, Phrase};
use crate::record::{
    element::{codes, items, quantity_words, text, words},
    make_visible,
    title_resource::date_resource,
};

/// The row of an `Observation`; components are values of one row.
pub(super) fn observation_row(resource: &Value) -> ObservationRow {
    let name = resource.get("code").and_then(words).unwrap_or_else(|| "Observation".to_owned());
    let own = measured(resource, None);
    let components = items(resource, "component").iter().filter_map(|component| {
        let label = component.get("code").and_then(words).map(|label| make_visible(&label));
        measured(component, label.or_else(|| Some(String::new())))
    });
    ObservationRow {
        name: make_visible(&name),
        status: text(resource, "status").map(make_visible),
        values: own.into_iter().chain(components).collect(),
        date: date_resource(resource),
    }
}

fn measured(element: &Value, label: Option<String>) -> Option<MeasuredValue> {
    let number = element.get("valueQuantity").and_then(|quantity| quantity.get("value")).and_then(Value::as_f64);
    let (value, unit) = value_and_unit(element)?;
    let said = items(element, "interpretation").iter().find_map(interpretation);
    let compared = || compare(number?, element);
    let is_compared_here = said.is_none();
    let interpretation = said.or_else(compared);
    Some(MeasuredValue {
        label,
        value,
        number,
        unit: make_visible(&unit),
        ranges: items(element, "referenceRange").iter().filter_map(one_range).collect(),
        is_compared_here: is_compared_here && interpretation.is_some(),
        interpretation,
    })
}

/// The value and its unit, of any of FHIR's value types; why there is none, where that is said.
fn value_and_unit(element: &Value) -> Option<(Phrase, String)> {
    const PLAIN: [&str; 7] = [
        "valueCodeableConcept",
        "valueString",
        "valueBoolean",
        "valueInteger",
        "valueTime",
        "valuePeriod",
        "valueQuantity",
    ];
    if let Some(quantity) = element.get("valueQuantity").filter(|quantity| quantity.get("value").is_some()) {
        let number = quantity.get("value").and_then(words)?;
        let comparator = text(quantity, "comparator").unwrap_or_default();
        let unit = text(quantity, "unit").or_else(|| text(quantity, "code")).unwrap_or_default();
        return Some((Phrase::own(&format!("{comparator}{number}")), unit.to_owned()));
    }
    let plain = PLAIN.iter().find_map(|key| Phrase::of(element.get(key)?));
    let date = || element.get("valueDateTime").and_then(Phrase::of_date);
    let range = || element.get("valueRange").and_then(Phrase::of_range);
    let ratio = || {
        let ratio = element.get("valueRatio")?;
        let part = |key| words(ratio.get(key)?);
        Some(Phrase::own(&format!("{} : {}", part("numerator")?, part("denominator")?)))
    };
    let sampled = || element.get("valueSampledData").map(|_| Phrase::Curve);
    let absent = || {
        let reason = element.get("dataAbsentReason").and_then(words)?;
        Some(Phrase::NoValue(make_visible(&reason)))
    };
    let value = plain.or_else(date).or_else(range).or_else(ratio).or_else(sampled).or_else(absent)?;
    Some((value, String::new()))
}

/// HL7 `ObservationInterpretation` as a word.
fn interpretation(concept: &Value) -> Option<Interpretation> {
    let coded = codes(concept).find_map(|code| match code {
        "N" => Some(Interpretation::Normal),
        "H" | "HU" | ">" => Some(Interpretation::High),
        "HH" => Some(Interpretation::CriticallyHigh),
        "L" | "LU" | "<" => Some(Interpretation::Low),
        "LL" => Some(Interpretation::CriticallyLow),
        "A" => Some(Interpretation::Abnormal),
        "AA" => Some(Interpretation::CriticallyAbnormal),
        _ => None,
    });
    coded.or_else(|| words(concept).map(|words| Interpretation::Other(make_visible(&words))))
}

/// Compares with the only range that the record gives, if that is for everybody; several may be for other people.
fn compare(number: f64, element: &Value) -> Option<Interpretation> {
    let [range] = items(element, "referenceRange") else { return None };
    let quantity = element.get("valueQuantity")?;
    if range.get("appliesTo").is_some() || range.get("age").is_some() || text(quantity, "comparator").is_some() {
        return None;
    }
    let unit = |quantity| text(quantity, "code").or_else(|| text(quantity, "unit"));
    let bound = |key| {
        let bound = range.get(key)?;
        bound.get("value").and_then(Value::as_f64).filter(|_| unit(bound) == unit(quantity))
    };
    match (bound("low"), bound("high")) {
        (Some(low), _) if number < low => Some(Interpretation::Low),
        (_, Some(high)) if number > high => Some(Interpretation::High),
        (Some(_), Some(_)) => Some(Interpretation::Normal),
        _ => None,
    }
}

fn one_range(range: &Value) -> Option<Phrase> {
    let bound = |key| range.get(key).and_then(quantity_words).map(|bound| make_visible(&bound));
    let said = match (text(range, "text"), bound("low"), bound("high")) {
        (Some(own), ..) => Phrase::own(own),
        (None, Some(low), Some(high)) => Phrase::Between { low, high },
        (None, Some(low), None) => Phrase::AtLeast(low),
        (None, None, Some(high)) => Phrase::AtMost(high),
        (None, None, None) => return None,
    };
    let applies = items(range, "appliesTo").iter().find_map(words);
    Some(match applies {
        Some(whom) => Phrase::For { said: Box::new(said), whom: make_visible(&whom) },
        None => said,
    })
}
