//! Reading a QR code with the camera, beside a field that can be typed into: whoever has no camera, or does not want it,
//! loses nothing. A viewer without keys finds the code.

use std::{
    rc::{Rc, Weak},
    time::Duration,
};

use leptos::{html::Video, prelude::*};
use sesemr_viewer::message::ReadCode;
use web_sys::HtmlVideoElement;

use super::{
    button::{Button, Look},
    notice::{Notice, Tone},
    revealed::Revealed,
};
use crate::{
    act::Act,
    camera::{Camera, CameraError, pause},
    text::{Texts, t, use_i18n},
    viewer::Viewer,
};

/// How long between two looks.
const BETWEEN: Duration = Duration::from_millis(120);

/// How far reading a code has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scan {
    Off,
    /// The browser asks the person, or the camera wakes.
    Starting,
    On,
    Taken,
    NoCamera(CameraError),
    /// The viewer failed or could not be fetched.
    NoReader,
}

/// A button that turns the camera on, what it sees, and what became of it.
#[component]
pub fn ScanCode(
    /// The words of the button.
    label: &'static str,
    /// What is said of a code that is not what is wanted.
    wrong: &'static str,
    /// Takes what a code says; false where it is not what is wanted, and reading goes on.
    #[prop(into)]
    on_code: Callback<String, bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let scan = RwSignal::new(Scan::Off);
    let not_this = RwSignal::new(false);
    let video = NodeRef::<Video>::new();
    // Here and nowhere else, so that it goes off at once, whatever is still awaited, when it is stopped or the page is left.
    let held = StoredValue::new_local(None::<Rc<Camera>>);
    let turn_off = move || {
        drop(held.try_update_value(Option::take));
        if let Some(video) = video.try_get_untracked().flatten() {
            video.set_src_object(None);
        }
    };
    on_cleanup(turn_off);
    let start = Act::new(move || async move {
        not_this.set(false);
        scan.set(Scan::Starting);
        let camera = match Camera::open().await {
            Ok(camera) => Rc::new(camera),
            Err(why) => {
                scan.try_set(Scan::NoCamera(why));
                return;
            }
        };
        // The person may have stopped or left meanwhile; the camera goes off again.
        if scan.try_get_untracked() != Some(Scan::Starting) {
            return;
        }
        let Some(video) = video.try_get_untracked().flatten() else { return };
        scan.set(Scan::On);
        camera.show(&video);
        // As long as this is there, the camera is on, and it is this one.
        let lens = Rc::downgrade(&camera);
        held.set_value(Some(camera));
        let end = match Viewer::start() {
            Ok(viewer) => look(&viewer, &lens, &video, not_this, on_code).await,
            Err(_) => Some(Scan::NoReader),
        };
        if let Some(end) = end {
            turn_off();
            scan.try_set(end);
        }
    });
    let stop = move || {
        turn_off();
        scan.set(Scan::Off);
    };
    let is_on = move || matches!(scan.get(), Scan::Starting | Scan::On);
    view! {
        <div class="scan stack-tight no-print">
            <video
                class="scan-video"
                node_ref=video
                playsinline
                prop:muted=true
                aria-label=t!(i18n, scan.seen)
                hidden=move || scan.get() != Scan::On
            ></video>
            {move || match scan.get() {
                Scan::Off | Scan::Starting => ().into_any(),
                Scan::On => view! {
                    <p role="status">{move || if not_this.get() { wrong } else { t!(i18n, scan.hold) }}</p>
                }.into_any(),
                Scan::Taken => view! { <Revealed><p>{t!(i18n, scan.taken)}</p></Revealed> }.into_any(),
                Scan::NoCamera(why) => view! { <Failed words=camera_error_text(i18n, why) /> }.into_any(),
                Scan::NoReader => view! { <Failed words=t!(i18n, scan.no_reader) /> }.into_any(),
            }}
            <div class="actions">
                <Show
                    when=is_on
                    fallback=move || view! {
                        <Button look=Look::Secondary icon="camera" on_press=start>{label}</Button>
                    }
                >
                    <Button look=Look::Secondary icon="x" on_press=stop>{t!(i18n, scan.stop)}</Button>
                </Show>
            </div>
        </div>
    }
}

/// Looks until there is a code that is taken, and gives how it ended; nothing where the camera was turned off meanwhile.
async fn look(
    viewer: &Viewer,
    lens: &Weak<Camera>,
    video: &HtmlVideoElement,
    not_this: RwSignal<bool>,
    on_code: Callback<String, bool>,
) -> Option<Scan> {
    loop {
        pause(BETWEEN).await;
        let Some(frame) = lens.upgrade()?.frame(video) else { continue };
        let (width, height) = (frame.width, frame.height);
        let found = viewer.ask(ReadCode { width, height }, vec![frame.pixels]).await;
        if lens.strong_count() == 0 {
            return None;
        }
        let Ok((code, _)) = found else { return Some(Scan::NoReader) };
        let Some(code) = code else { continue };
        if on_code.try_run(code.0) == Some(true) {
            return Some(Scan::Taken);
        }
        not_this.try_set(true);
    }
}

/// Why there is no camera. Typing stays.
#[component]
fn Failed(words: &'static str) -> impl IntoView {
    view! { <Notice tone=Tone::Warning><p role="status">{words}</p></Notice> }
}

fn camera_error_text(texts: Texts, why: CameraError) -> &'static str {
    match why {
        CameraError::Refused => t!(texts, scan.refused),
        CameraError::Missing => t!(texts, scan.missing),
        CameraError::Busy => t!(texts, scan.busy),
        CameraError::Unsupported => t!(texts, scan.unsupported),
    }
}
