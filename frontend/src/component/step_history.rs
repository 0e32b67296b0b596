//! The steps of one page in the browser's history: its Back button leads one step back, and not away from what was typed.

use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;
use wasm_bindgen::JsValue;
use web_sys::History;

/// Another step of this page is shown.
pub fn push_step(step: &str) {
    note(step, History::push_state);
}

/// Another step is shown in the place of the one that was, to which nobody goes back.
pub fn replace_step(step: &str) {
    note(step, History::replace_state);
}

fn note(step: &str, how: fn(&History, &JsValue, &str) -> Result<(), JsValue>) {
    if let Ok(history) = window().history() {
        // A browser that notes nothing leads away, as it did before.
        drop(how(&history, &JsValue::from_str(step), ""));
    }
}

/// Goes where the browser's buttons lead within this page, as long as the component is there: to a step, or to the first, which
/// has no name.
pub fn on_step(go: impl Fn(Option<&str>) + 'static) {
    // The window's own address may be that of the page before still.
    let here = use_location().pathname.get_untracked();
    let listener = window_event_listener(ev::popstate, move |_| {
        // Another page is shown by the router.
        if path().as_ref() == Some(&here) {
            go(step().as_deref());
        }
    });
    on_cleanup(move || listener.remove());
}

fn path() -> Option<String> {
    window().location().pathname().ok()
}

fn step() -> Option<String> {
    window().history().ok()?.state().ok()?.as_string()
}
