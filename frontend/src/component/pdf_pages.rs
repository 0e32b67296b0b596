//! A PDF, page by page: drawn by a viewer without keys, shown in a canvas. Nothing in it runs, nothing in it is fetched.

use leptos::{
    html::{Canvas, Div},
    prelude::*,
    task::spawn_local,
};
use sesemr_common::record::make_visible;
use sesemr_viewer::message::{DrawPage, OpenPdf, PageView, ReadPage, ViewError};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageData, js_sys::Uint8ClampedArray};

use super::{
    button::{Button, Look},
    lazy_fold::LazyFold,
    notice::{Notice, Tone},
};
use crate::{
    text::{Texts, t, use_i18n},
    viewer::Viewer,
};

/// How wide a page may be drawn, in percent of the space that it has.
const ZOOMS: [u32; 5] = [100, 150, 200, 300, 400];

/// A PDF that is open, and what is shown of it. Copies are the same one.
#[derive(Clone, Copy)]
struct Reader {
    blob: StoredValue<Blob, LocalStorage>,
    viewer: StoredValue<Option<Viewer>, LocalStorage>,
    /// How many pages it has, once that is known.
    pages: RwSignal<Option<u32>>,
    /// Which is shown, from 0.
    page: RwSignal<u32>,
    /// Which of [`ZOOMS`].
    zoom: RwSignal<usize>,
    /// Counts what is drawn; grows to draw once more.
    tries: RwSignal<u32>,
    drawing: RwSignal<bool>,
    reduced: RwSignal<bool>,
    failed: RwSignal<Option<ViewError>>,
}

impl Reader {
    fn new(blob: Blob) -> Self {
        let reader = Self {
            blob: StoredValue::new_local(blob),
            viewer: StoredValue::new_local(None),
            pages: RwSignal::new(None),
            page: RwSignal::new(0),
            zoom: RwSignal::new(0),
            tries: RwSignal::new(0),
            drawing: RwSignal::new(true),
            reduced: RwSignal::new(false),
            failed: RwSignal::new(None),
        };
        // Whoever leaves the page leaves nothing that draws on.
        on_cleanup(move || reader.stop());
        reader
    }

    /// The viewer with the PDF open in it: started anew where it failed before.
    async fn viewer(self) -> Result<Viewer, ViewError> {
        if let Some(viewer) = self.viewer.try_get_value().flatten().filter(|viewer| !viewer.has_stopped()) {
            return Ok(viewer);
        }
        let viewer = Viewer::start()?;
        let blob = self.blob.try_get_value().ok_or(ViewError::Stopped)?;
        // Kept before it is asked, so that it can be stopped while it opens.
        self.viewer.try_set_value(Some(viewer.clone()));
        let (view, _) = viewer.ask(OpenPdf {}, vec![blob.into()]).await?;
        self.pages.try_set(Some(view.pages));
        Ok(viewer)
    }

    /// Draws a page as wide as that, in pixels.
    async fn draw(self, page: u32, width: u32, canvas: &HtmlCanvasElement) -> Result<PageView, ViewError> {
        let viewer = self.viewer().await?;
        let (view, parts) = viewer.ask(DrawPage { page, width }, Vec::new()).await?;
        let pixels: Uint8ClampedArray =
            parts.into_iter().next().and_then(|part| part.dyn_into().ok()).ok_or(ViewError::Broken)?;
        paint(canvas, &view, &pixels).map_err(|_| ViewError::TooLarge)?;
        Ok(view)
    }

    async fn read(self, page: u32) -> Result<String, ViewError> {
        let viewer = self.viewer().await?;
        let (text, _) = viewer.ask(ReadPage { page }, Vec::new()).await?;
        Ok(make_visible(&text))
    }

    fn failed(self, why: ViewError) {
        // A viewer that failed answers nothing any more: the next try has another.
        self.viewer.try_set_value(None);
        self.failed.try_set(Some(why));
    }

    fn stop(self) {
        if let Some(viewer) = self.viewer.try_get_value().flatten() {
            viewer.end(ViewError::TookTooLong);
        }
    }

    fn turn(self, by: i32) {
        let last = self.pages.get_untracked().unwrap_or(1).saturating_sub(1);
        self.page.update(|page| *page = page.saturating_add_signed(by).min(last));
    }

    fn magnify(self, by: isize) {
        self.zoom.update(|zoom| *zoom = zoom.saturating_add_signed(by).min(ZOOMS.len() - 1));
    }

    fn percent(self) -> u32 {
        ZOOMS.get(self.zoom.get()).copied().unwrap_or(100)
    }
}

/// A PDF, page by page.
#[component]
pub fn PdfPages(
    /// Its bytes.
    blob: Blob,
    /// What it is called.
    title: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let reader = Reader::new(blob);
    let (canvas, frame) = (NodeRef::<Canvas>::new(), NodeRef::<Div>::new());
    Effect::new(move |_| {
        reader.tries.track();
        let (page, percent) = (reader.page.get(), reader.percent());
        let (Some(canvas), Some(frame)) = (canvas.get(), frame.get()) else { return };
        let width = pixels(frame.client_width(), percent);
        reader.drawing.set(true);
        reader.failed.set(None);
        spawn_local(async move {
            let drawn = reader.draw(page, width, &canvas).await;
            // Somebody turned the page meanwhile: what is drawn for them comes next.
            let is_wanted = reader.page.try_get_untracked() == Some(page);
            match drawn {
                Ok(view) => _ = reader.reduced.try_set(view.is_reduced),
                Err(why) if is_wanted => reader.failed(why),
                Err(_) => {}
            }
            if is_wanted {
                reader.drawing.try_set(false);
            }
        });
    });
    let place = move || {
        let pages = reader.pages.get().unwrap_or(1);
        t!(i18n, pdf.page, page = reader.page.get() + 1, pages = pages)
    };
    let label = move || t!(i18n, pdf.label, place = place(), title = title.clone());
    let scrolled = label.clone();
    view! {
        <section class="pdf stack-tight">
            <Show when=move || reader.pages.get().is_some()><Tools reader place=Signal::derive(place) /></Show>
            <div class="pdf-frame" node_ref=frame tabindex="0" role="region" aria-label=scrolled>
                <canvas
                    class="pdf-page"
                    node_ref=canvas
                    role="img"
                    aria-label=label
                    hidden=move || reader.failed.get().is_some() || reader.pages.get().is_none()
                    style:width=move || format!("{}%", reader.percent())
                ></canvas>
            </div>
            <Show when=move || reader.drawing.get()><Drawing reader /></Show>
            <Show when=move || reader.reduced.get()><p class="small">{t!(i18n, pdf.reduced)}</p></Show>
            {move || reader.failed.get().map(|why| view! { <Failed reader why /> })}
            <Show when=move || reader.pages.get().is_some()>
                <LazyFold line=t!(i18n, pdf.text)><PageText reader /></LazyFold>
            </Show>
        </section>
    }
}

/// Turning pages, and larger and smaller.
#[component]
fn Tools(reader: Reader, place: Signal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let at_end = move || {
        let (page, pages) = (reader.page.get(), reader.pages.get().unwrap_or(1));
        match page {
            _ if pages == 1 => "",
            0 => t!(i18n, pdf.first),
            page if page + 1 == pages => t!(i18n, pdf.last),
            _ => "",
        }
    };
    let has_more = move || reader.pages.get().is_some_and(|pages| pages > 1);
    view! {
        <div class="actions no-print">
            <Show when=has_more>
                <Button look=Look::Secondary icon="chevron-left" on_press=move || reader.turn(-1)>{t!(i18n, pdf.previous)}</Button>
                <Button look=Look::Secondary icon="chevron-right" on_press=move || reader.turn(1)>{t!(i18n, pdf.next)}</Button>
            </Show>
            <Button look=Look::Secondary icon="zoom-in" on_press=move || reader.magnify(1)>{t!(i18n, pdf.larger)}</Button>
            <Button look=Look::Secondary icon="zoom-out" on_press=move || reader.magnify(-1)>{t!(i18n, pdf.smaller)}</Button>
        </div>
        <p role="status">{place} " " <span class="small">{at_end} " " {move || t!(i18n, pdf.zoom, percent = reader.percent())}</span></p>
    }
}

/// That it is being drawn, and a way to stop that.
#[component]
fn Drawing(reader: Reader) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="row">
            <p role="status">{t!(i18n, pdf.drawing)}</p>
            <Button look=Look::Quiet icon="x" on_press=move || reader.stop()>{t!(i18n, pdf.stop)}</Button>
        </div>
    }
}

/// Why it is not shown.
#[component]
fn Failed(reader: Reader, why: ViewError) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Notice tone=Tone::Warning>
            <p>{view_error_text(i18n, why)}</p>
            <Button look=Look::Secondary icon="refresh-cw" on_press=move || reader.tries.update(|tries| *tries += 1)>
                {t!(i18n, loaded.retry)}
            </Button>
        </Notice>
    }
}

/// The text of the page that is shown.
#[component]
fn PageText(reader: Reader) -> impl IntoView {
    let i18n = use_i18n();
    let read = LocalResource::new(move || reader.read(reader.page.get()));
    move || match read.get() {
        None => view! { <p role="status">{t!(i18n, loaded.waiting)}</p> }.into_any(),
        Some(Ok(text)) if text.is_empty() => view! { <p>{t!(i18n, pdf.no_text)}</p> }.into_any(),
        Some(Ok(text)) => view! { <pre class="record-text">{text}</pre> }.into_any(),
        Some(Err(why)) => view! { <p>{view_error_text(i18n, why)}</p> }.into_any(),
    }
}

/// What to say where a viewer fails at a PDF.
fn view_error_text(texts: Texts, why: ViewError) -> &'static str {
    match why {
        ViewError::Broken | ViewError::NoSuchPage | ViewError::Stopped => t!(texts, pdf.broken),
        ViewError::Locked => t!(texts, pdf.locked),
        ViewError::TooLarge => t!(texts, pdf.too_large),
        ViewError::TookTooLong => t!(texts, pdf.took_too_long),
        ViewError::Away => t!(texts, pdf.away),
    }
}

/// How many pixels fill that percentage of a width in CSS pixels.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a screen's width, far below 2^32")]
fn pixels(width: i32, percent: u32) -> u32 {
    (f64::from(width) * window().device_pixel_ratio() * f64::from(percent) / 100.0).max(1.0) as u32
}

/// Puts a picture into a canvas of its size.
fn paint(canvas: &HtmlCanvasElement, view: &PageView, pixels: &Uint8ClampedArray) -> Result<(), JsValue> {
    let picture = ImageData::new_with_js_u8_clamped_array_and_sh(pixels, view.width, view.height)?;
    canvas.set_width(view.width);
    canvas.set_height(view.height);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    context.dyn_into::<CanvasRenderingContext2d>()?.put_image_data(&picture, 0.0, 0.0)
}
