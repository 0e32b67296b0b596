//! Messages as `postMessage` carries them: a JavaScript array of the JSON and the files beside it.

use js_sys::Array;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;

/// Packs a message with what travels beside it.
///
/// # Errors
/// When the message cannot be written as JSON, which a view of plain fields always can.
pub fn pack(
    message: &impl Serialize,
    attachments: impl IntoIterator<Item = JsValue>,
) -> Result<Array, serde_json::Error> {
    let array = Array::of1(&JsValue::from_str(&serde_json::to_string(message)?));
    for attachment in attachments {
        array.push(&attachment);
    }
    Ok(array)
}

/// Unpacks a message and what travels beside it; nothing where it is not one of ours.
pub fn unpack<T: DeserializeOwned>(value: &JsValue) -> Option<(T, Vec<JsValue>)> {
    if !Array::is_array(value) {
        return None;
    }
    let mut parts = Array::from(value).into_iter();
    let message = serde_json::from_str(&parts.next()?.as_string()?).ok()?;
    Some((message, parts.collect()))
}
