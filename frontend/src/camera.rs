//! The camera, to read QR codes with: its picture goes to the page's own video and to a viewer, and nowhere else.

use std::time::Duration;

use futures_channel::oneshot;
use leptos::prelude::{document, set_timeout, window};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, DomException, HtmlCanvasElement, HtmlVideoElement, MediaStream, MediaStreamConstraints,
    MediaStreamTrack,
    js_sys::{JSON, Object, Reflect},
};

/// The side of the world rather than of the person, and no more than is needed.
const WISHES: &str = r#"{ "facingMode": "environment", "width": { "ideal": 1280 }, "height": { "ideal": 720 } }"#;
/// Frames are read, not shown.
const CANVAS: &str = r#"{ "willReadFrequently": true }"#;
/// The longest side of a frame that is looked into, in pixels: enough for a code that fills a third of it.
const MOST_SIDE: u32 = 960;

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraError {
    /// The person or their browser said no.
    Refused,
    /// There is none.
    Missing,
    /// Another program has it, or it failed.
    Busy,
    /// The browser gives no camera to this page: it is old, or the page is not encrypted.
    Unsupported,
}

/// A camera that is on. Dropping it turns it off.
pub struct Camera {
    stream: MediaStream,
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

/// A picture of the camera's.
pub struct Frame {
    /// Pixels of a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// A `Uint8ClampedArray` of RGBA, row by row.
    pub pixels: JsValue,
}

impl Camera {
    /// Turns it on; the browser asks the person.
    ///
    /// # Errors
    /// Why not.
    pub async fn open() -> Result<Self, CameraError> {
        let navigator = window().navigator();
        // Without encryption browsers have no such thing at all.
        let is_there =
            Reflect::get(&navigator, &JsValue::from_str("mediaDevices")).is_ok_and(|devices| devices.is_object());
        if !is_there {
            return Err(CameraError::Unsupported);
        }
        let devices = navigator.media_devices().map_err(|_| CameraError::Unsupported)?;
        let wishes = MediaStreamConstraints::new();
        wishes.set_video(&JSON::parse(WISHES).unwrap_or(JsValue::TRUE));
        let asked = devices.get_user_media_with_constraints(&wishes).map_err(|error| explain(&error))?;
        let stream = JsFuture::from(asked).await.map_err(|error| explain(&error))?.unchecked_into();
        Self::with_canvas(stream).ok_or(CameraError::Unsupported)
    }

    fn with_canvas(stream: MediaStream) -> Option<Self> {
        let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
        let options: Object = JSON::parse(CANVAS).ok()?.dyn_into().ok()?;
        let context = canvas.get_context_with_context_options("2d", &options).ok()??.dyn_into().ok()?;
        Some(Self { stream, canvas, context })
    }

    /// Shows what it sees.
    pub fn show(&self, video: &HtmlVideoElement) {
        video.set_src_object(Some(&self.stream));
        // A browser that does not play by itself plays at the person's next tap.
        drop(video.play());
    }

    /// What it sees now; nothing before its first picture.
    pub fn frame(&self, video: &HtmlVideoElement) -> Option<Frame> {
        let (width, height) = fit(video.video_width(), video.video_height())?;
        if self.canvas.width() != width || self.canvas.height() != height {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
        }
        let (right, bottom) = (f64::from(width), f64::from(height));
        self.context.draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, right, bottom).ok()?;
        let picture = self.context.get_image_data(0.0, 0.0, right, bottom).ok()?;
        // As it is: this program has no use for a copy of its own.
        let pixels = Reflect::get(&picture, &JsValue::from_str("data")).ok()?;
        Some(Frame { width, height, pixels })
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.stream.get_tracks() {
            if let Ok(track) = track.dyn_into::<MediaStreamTrack>() {
                track.stop();
            }
        }
    }
}

/// Waits.
pub async fn pause(length: Duration) {
    let (sender, over) = oneshot::channel::<()>();
    set_timeout(move || drop(sender), length);
    // Dropping the sender is what ends it.
    _ = over.await;
}

/// The size that a picture is looked into at; nothing where there is no picture.
fn fit(width: u32, height: u32) -> Option<(u32, u32)> {
    let longest = width.max(height);
    if width == 0 || height == 0 {
        return None;
    }
    if longest <= MOST_SIDE {
        return Some((width, height));
    }
    let shorten = |side: u32| (side.saturating_mul(MOST_SIDE) / longest).max(1);
    Some((shorten(width), shorten(height)))
}

/// As `getUserMedia` names it (W3C, Media Capture and Streams, 10.2).
fn explain(error: &JsValue) -> CameraError {
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("NotAllowedError" | "SecurityError") => CameraError::Refused,
        Some("NotFoundError" | "OverconstrainedError") => CameraError::Missing,
        Some(_) => CameraError::Busy,
        None => CameraError::Unsupported,
    }
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn a_picture_is_looked_into_no_larger_than_it_needs_to_be() {
        assert_eq!(fit(1280, 720), Some((960, 540)));
        assert_eq!(fit(1080, 1920), Some((540, 960)));
        assert_eq!(fit(640, 480), Some((640, 480)));
        assert_eq!(fit(0, 480), None);
        assert_eq!(fit(u32::MAX, 1), Some((1, 1)), "nothing overflows");
    }
}
