//! The outside of a FHIR R4 Bundle of type `collection` (<https://hl7.org/fhir/R4/bundle.html>), and what its resources share.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::id::Hash;

/// A time as a FHIR `instant`; milliseconds since 1970 UTC.
pub(crate) fn instant(at: u64) -> String {
    let at = i64::try_from(at).ok().and_then(|at| jiff::Timestamp::from_millisecond(at).ok());
    at.unwrap_or(jiff::Timestamp::MAX).to_string()
}

/// A hash in hexadecimal digits, as `sha256sum` prints it.
pub(super) fn digits(hash: &Hash) -> String {
    base16ct::lower::encode_string(hash.as_bytes())
}

/// An address for a resource that has a hash: always the same for the same thing (RFC 9562, version 8).
pub(super) fn full_url(hash: &Hash) -> String {
    full_url_of(uuid::Builder::from_custom_bytes(hash.first_bytes()).into_uuid())
}

/// An address for a resource that has a UUID.
fn full_url_of(id: Uuid) -> String {
    format!("urn:uuid:{id}")
}

/// A bundle of these resources, each under its address.
pub(super) fn bundle(made_at: u64, entries: Vec<(String, Value)>) -> Vec<u8> {
    let entries: Vec<Value> =
        entries.into_iter().map(|(full_url, resource)| json!({ "fullUrl": full_url, "resource": resource })).collect();
    let bundle = said(json!({
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": instant(made_at),
        "entry": entries,
    }));
    // A value without foreign keys always has a JSON.
    serde_json::to_vec_pretty(&bundle).unwrap_or_default()
}

/// R4 `Coding`.
pub(super) fn coding(system: &str, code: &str, display: &str) -> Value {
    json!({ "system": system, "code": code, "display": display })
}

/// An object without the members that say nothing: FHIR knows neither `null` nor an empty list or text.
pub(super) fn said(object: Value) -> Value {
    let Value::Object(members) = object else { return object };
    let says = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    };
    Value::Object(members.into_iter().filter(|(_, value)| says(value)).collect())
}
