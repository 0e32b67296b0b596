//! Leaving the page by mistake: asked about while something would be lost, and a file dropped beside its place opens nothing.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::{BeforeUnloadEvent, DragEvent, Element, Event};

use crate::{api::VaultClient, session::Session};

/// What a form holds that could not be sent: what is wrong, or somebody's changed key.
const REFUSED: &str = ".ds-error-summary, .key-changed";

/// The form that was typed into last.
struct TypedIn {
    form: Element,
    is_sent: bool,
}

impl TypedIn {
    /// What was sent is not lost, unless the form says that it could not be. A form whose page was left is not on the page any
    /// more.
    fn is_unsaved(&self) -> bool {
        let was_refused = || self.form.query_selector(REFUSED).ok().flatten().is_some();
        self.form.is_connected() && (!self.is_sent || was_refused())
    }
}

/// Watches the window as long as the page lives.
pub fn watch_leaving(session: Session, client: VaultClient) {
    let typed_in = StoredValue::new_local(None::<TypedIn>);
    window_event_listener(ev::input, move |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let form = target.and_then(|target| target.closest("main form").ok().flatten());
        typed_in.set_value(form.map(|form| TypedIn { form, is_sent: false }));
    });
    window_event_listener(ev::submit, move |event| {
        let sent = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        typed_in.update_value(|typed_in| {
            if let Some(typed_in) = typed_in.as_mut().filter(|typed_in| sent.as_ref() == Some(&typed_in.form)) {
                typed_in.is_sent = true;
            }
        });
    });
    window_event_listener(ev::beforeunload, move |event: BeforeUnloadEvent| {
        let half_typed = typed_in.with_value(|typed_in| typed_in.as_ref().is_some_and(TypedIn::is_unsaved));
        let open = session.portals().with_untracked(|portals| !portals.is_empty());
        let signed_in = session.account().with_untracked(Option::is_some);
        if signed_in && (open || half_typed || client.is_working()) {
            event.prevent_default();
            event.set_return_value("");
        }
    });
    // The browser would leave the page for a file that misses its place.
    window_event_listener(ev::dragover, move |event: DragEvent| refuse(&event));
    window_event_listener(ev::drop, move |event: DragEvent| refuse(&event));
}

/// A place for files has said so before the event comes here.
fn refuse(event: &DragEvent) {
    if event.default_prevented() {
        return;
    }
    let carries_files = event.data_transfer().filter(|data| data.types().includes(&"Files".into(), 0));
    if let Some(data) = carries_files {
        event.prevent_default();
        data.set_drop_effect("none");
    }
}
