//! Lets the page start without a connection. What is kept, and how a new version takes over, is `pwa/service_worker.js`.

use js_sys::{Function, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Where the build puts it: at the root, for the whole origin is its scope.
const SCRIPT: &str = "/service_worker.js";
/// What it is told (`pwa/service_worker.js`).
const KEEP_VIEWERS: &str = "keep viewers";

/// Asks the browser to install it. Browsers without, and origins that are not secure, start from the server alone.
pub fn register() {
    let navigator = window().navigator();
    let has_any = Reflect::has(&navigator, &JsValue::from_str("serviceWorker")).unwrap_or(false);
    if has_any {
        let installed = navigator.service_worker().register(SCRIPT);
        // A refusal, as in some private windows, is no loss: nothing waits for it.
        spawn_local(async move { drop(JsFuture::from(installed).await) });
    }
}

/// Asks it to keep the viewers too, which come on demand otherwise: what is kept of records is to be shown without a
/// connection. Where there is none, nothing is kept of the page either.
pub fn keep_viewers() {
    let navigator = window().navigator();
    let has_any = Reflect::has(&navigator, &JsValue::from_str("serviceWorker")).unwrap_or(false);
    if has_any && let Ok(ready) = navigator.service_worker().ready() {
        spawn_local(async move {
            if let Ok(registration) = JsFuture::from(ready).await {
                _ = post(&registration, KEEP_VIEWERS);
            }
        });
    }
}

/// Sends a word to the one that is installed.
fn post(registration: &JsValue, word: &str) -> Result<(), JsValue> {
    let active = Reflect::get(registration, &JsValue::from_str("active"))?;
    let send: Function = Reflect::get(&active, &JsValue::from_str("postMessage"))?.dyn_into()?;
    send.call1(&active, &JsValue::from_str(word)).map(drop)
}
