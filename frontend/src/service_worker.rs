//! Lets the page start without a connection. What is kept, and how a new version takes over, is `pwa/service_worker.js`.

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Where the build puts it: at the root, for the whole origin is its scope.
const SCRIPT: &str = "/service_worker.js";

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
