//! FHIR R4 datatypes in words: the few readings of JSON that titles, portions, series and views share.
//! Text comes before display, display before code (UX.md, rule 12).

use serde_json::Value;

/// The text member `key`, unless it is blank.
pub(super) fn text<'a>(element: &'a Value, key: &str) -> Option<&'a str> {
    element.get(key)?.as_str().filter(|text| !text.trim().is_empty())
}

/// The text at the end of a path of keys.
pub(super) fn text_at<'a>(element: &'a Value, path: &[&str]) -> Option<&'a str> {
    let (last, before) = path.split_last()?;
    text(before.iter().try_fold(element, |inner, key| inner.get(key))?, last)
}

/// The members of a list, or the one thing that stands where a list may stand.
pub(super) fn items<'a>(element: &'a Value, key: &str) -> &'a [Value] {
    match element.get(key) {
        Some(Value::Array(items)) => items,
        Some(Value::Null) | None => &[],
        Some(one) => core::slice::from_ref(one),
    }
}

/// Whether an element says anything else than by these members; an element that is none does.
pub(super) fn says_more(element: &Value, said: &[&str]) -> bool {
    let is_unsaid = |(key, value): (&String, &Value)| !value.is_null() && key != "id" && !said.contains(&key.as_str());
    element.as_object().is_none_or(|members| members.iter().any(is_unsaid))
}

/// The codes of a `CodeableConcept`, in order.
pub(super) fn codes(concept: &Value) -> impl Iterator<Item = &str> {
    items(concept, "coding").iter().filter_map(|coding| text(coding, "code"))
}

/// Whether one of the concepts under `key` has a code that `wanted` accepts.
pub(super) fn any_code(resource: &Value, key: &str, wanted: impl Fn(&str) -> bool) -> bool {
    items(resource, key).iter().flat_map(codes).any(wanted)
}

/// A datatype in words: string, number, `CodeableConcept`, `Coding`, `Quantity`, `HumanName`, `Reference`, `Period`,
/// `Identifier`, `Annotation`, `Address`, `ContactPoint`, or a list of these.
pub(super) fn words(element: &Value) -> Option<String> {
    match element {
        Value::Null => None,
        Value::Bool(flag) => Some(if *flag { "yes" } else { "no" }.to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(string) => Some(string.clone()).filter(|string| !string.trim().is_empty()),
        Value::Array(items) => {
            let all: Vec<String> = items.iter().filter_map(words).collect();
            (!all.is_empty()).then(|| all.join("; "))
        }
        Value::Object(_) => object_words(element),
    }
}

fn object_words(element: &Value) -> Option<String> {
    let plain = |key| text(element, key).map(str::to_owned);
    plain("text")
        .or_else(|| items(element, "coding").iter().find_map(|coding| text(coding, "display")).map(str::to_owned))
        .or_else(|| items(element, "coding").iter().find_map(|coding| text(coding, "code")).map(str::to_owned))
        .or_else(|| quantity_words(element))
        .or_else(|| plain("display"))
        .or_else(|| person_words(element))
        .or_else(|| period_words(element))
        .or_else(|| address_words(element))
        .or_else(|| plain("value"))
        .or_else(|| plain("code"))
}

/// The number and unit of a `Quantity`: "120 mmHg", "<5 mg/L".
pub(super) fn quantity_words(quantity: &Value) -> Option<String> {
    let number = quantity.get("value")?.as_number()?;
    let comparator = text(quantity, "comparator").unwrap_or_default();
    Some(match text(quantity, "unit").or_else(|| text(quantity, "code")) {
        Some(unit) => format!("{comparator}{number} {unit}"),
        None => format!("{comparator}{number}"),
    })
}

/// A `HumanName`: "Dr. Keeley Yundt".
fn person_words(name: &Value) -> Option<String> {
    let family = text(name, "family");
    let parts = ["prefix", "given"].iter().flat_map(|key| items(name, key)).filter_map(Value::as_str);
    let full: Vec<&str> = parts.chain(family).chain(items(name, "suffix").iter().filter_map(Value::as_str)).collect();
    (!full.is_empty()).then(|| full.join(" "))
}

fn period_words(period: &Value) -> Option<String> {
    match (text(period, "start"), text(period, "end")) {
        (Some(start), Some(end)) => Some(format!("{start} to {end}")),
        (Some(start), None) => Some(format!("from {start}")),
        (None, Some(end)) => Some(format!("until {end}")),
        (None, None) => None,
    }
}

fn address_words(address: &Value) -> Option<String> {
    let lines = items(address, "line").iter().filter_map(Value::as_str);
    let rest = ["postalCode", "city", "state", "country"].iter().filter_map(|key| text(address, key));
    let all: Vec<&str> = lines.chain(rest).collect();
    (!all.is_empty()).then(|| all.join(", "))
}
