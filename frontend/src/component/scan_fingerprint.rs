//! Comparing fingerprints by camera: the other person shows theirs as a QR code in their settings.

use leptos::prelude::*;

use super::{
    notice::{Notice, Tone},
    scan_code::ScanCode,
};
use crate::{
    model::scanned::{is_same_fingerprint, scanned_fingerprint},
    text::{t, use_i18n},
};

/// A button that scans a fingerprint, and a full stop where it is another one.
#[component]
pub fn ScanFingerprint(
    /// The fingerprint that is shown here.
    #[prop(into)]
    fingerprint: Signal<String>,
    /// Whose it should be.
    #[prop(into)]
    person: Signal<String>,
    /// The scanned one is the same.
    #[prop(into)]
    on_same: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let differs = RwSignal::new(false);
    // Another person's code is a code all the same: that it differs is what has to be heard.
    let take = move |text: String| {
        let scanned = scanned_fingerprint(&text);
        let is_fingerprint = scanned.is_some();
        if let Some(scanned) = scanned {
            let is_same = is_same_fingerprint(&scanned, &fingerprint.get_untracked());
            differs.set(!is_same);
            if is_same {
                on_same.run(());
            }
        }
        is_fingerprint
    };
    view! {
        <ScanCode label=t!(i18n, scan.fingerprint) wrong=t!(i18n, scan.not_fingerprint) on_code=take />
        <Show when=move || differs.get()>
            <Notice tone=Tone::Danger>
                <p role="alert">{t!(i18n, person.fingerprint_differs, person = person.get())}</p>
            </Notice>
        </Show>
    }
}
