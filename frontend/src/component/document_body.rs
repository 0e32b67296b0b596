//! What one record says: rows and details of a resource, a series, a text, an image, a PDF or a file.
//!
//! Nothing in a record runs and nothing in it is fetched: texts are texts, images are raster images of a size that can be
//! drawn, a PDF is drawn by a viewer without keys (`pdf_pages`), or where its owner asks for that by the browser, from a blob
//! whose type the vault has set.

use leptos::prelude::*;
use sesemr_common::record::{self, MediaType};
use web_sys::{Blob, Url};

use super::{
    element_words::path_words,
    fold::Fold,
    icon::Icon,
    lazy_fold::LazyFold,
    pdf_pages::PdfPages,
    phrase_words::{phrase_words, title_words},
    record_tables::{Facts, code_says},
    series_chart::SeriesChart,
    when,
};
use crate::{
    api::Blobs,
    model::record::{RecordBody, RecordView, TextKind, TextView},
    text::{Texts, t, use_i18n},
};

/// What a record says.
#[expect(clippy::needless_pass_by_value, reason = "a component takes its properties")]
#[component]
pub fn DocumentBody(
    /// The record.
    record: RecordView,
    /// What travelled beside it.
    blobs: Blobs,
    /// Whether a file may be saved: one's own, not a patient's.
    may_save: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let title = title_words(i18n, &record.summary);
    match record.body {
        RecordBody::Resource(ref view) => resource(i18n, &record, view).into_any(),
        RecordBody::Series(series) => view! { <SeriesChart series /> }.into_any(),
        RecordBody::Text(text) => view! { <Text text /> }.into_any(),
        RecordBody::Image(image) => blobs.get(image).map(|blob| view! { <Image blob title /> }).into_any(),
        RecordBody::HugeImage { image, pixels } => {
            blobs.get(image).map(|blob| view! { <HugeImage blob title pixels may_save /> }).into_any()
        }
        RecordBody::Pdf(pdf) => blobs.get(pdf).map(|blob| view! { <Pdf blob title may_save /> }).into_any(),
        RecordBody::File(_) | RecordBody::NotLoaded if record.summary.media_type == MediaType::DICOM => {
            view! { <p>{t!(i18n, record.dicom)}</p> }.into_any()
        }
        RecordBody::File(_) | RecordBody::NotLoaded => view! { <p>{t!(i18n, record.not_shown)}</p> }.into_any(),
        RecordBody::Altered => view! { <p>{t!(i18n, error.altered)}</p> }.into_any(),
    }
}

/// What its family's table has of it, and folded behind that all that it says.
fn resource(texts: Texts, record: &RecordView, view: &record::RecordView) -> impl IntoView + use<> {
    let Facts { measured, named } = Facts::of(texts, record);
    let code_says = code_says(texts, record);
    let details = view.details.clone();
    view! {
        {code_says.map(|words| view! { <p>{words}</p> })}
        {measured.map(|measured| view! { <p class="record-measured">{measured}</p> })}
        {(!named.is_empty()).then(|| view! {
            <dl class="facts">
                {named.into_iter().map(|(name, value)| view! { <dt>{name}</dt> <dd>{value}</dd> }).collect_view()}
            </dl>
        })}
        <Fold summary=t!(texts, record.details)>
            <dl class="facts">
                {details
                    .rows
                    .iter()
                    .map(|detail| view! {
                        <dt>{path_words(texts, &detail.path)}</dt>
                        <dd>{phrase_words(texts, &detail.value)}</dd>
                    })
                    .collect_view()}
            </dl>
            {details.has_more.then(|| view! { <p>{t!(texts, record.more_details)}</p> })}
        </Fold>
        {view.narrative.clone().map(|narrative| view! {
            <Fold summary=t!(texts, record.narrative)>
                <p class="record-narrative">{narrative}</p>
            </Fold>
        })}
    }
}

/// A text, letter by letter, and what can be said about it.
#[component]
fn Text(text: TextView) -> impl IntoView {
    let i18n = use_i18n();
    let TextView { text, kind, is_utf16, is_whole } = text;
    let what = match kind {
        TextKind::Plain => None,
        TextKind::Source => Some(t!(i18n, record.source)),
        TextKind::ClinicalDocument => Some(t!(i18n, record.clinical_document)),
    };
    let encoding = if is_utf16 { "UTF-16" } else { "UTF-8" };
    view! {
        {what.map(|what| view! { <p>{what}</p> })}
        <p class="small">
            {t!(i18n, record.encoding, encoding = encoding)}
            {(!is_whole).then(|| view! { " " {t!(i18n, record.not_whole)} })}
        </p>
        <pre class="record-text">{text}</pre>
    }
}

#[component]
fn Image(blob: Blob, title: String) -> impl IntoView {
    view! { <img class="record-image" src=use_blob_address(&blob) alt=title /> }
}

/// An image that is too large to be drawn.
#[component]
fn HugeImage(blob: Blob, title: String, pixels: Option<u64>, may_save: bool) -> impl IntoView {
    let i18n = use_i18n();
    let why = pixels.map_or_else(
        || t!(i18n, record.unmeasured_image).to_owned(),
        |pixels| t!(i18n, record.huge_image, pixels = when::number(i18n, megapixels(pixels))),
    );
    view! {
        <p>{why}</p>
        {may_save.then(|| view! { <Save blob title /> })}
    }
}

#[expect(clippy::cast_precision_loss, reason = "a rounded count of millions")]
fn megapixels(pixels: u64) -> f64 {
    (pixels / 1_000_000) as f64
}

#[component]
fn Pdf(blob: Blob, title: String, may_save: bool) -> impl IntoView {
    let i18n = use_i18n();
    let (native, name) = (StoredValue::new_local(blob.clone()), StoredValue::new(title.clone()));
    view! {
        <PdfPages blob=blob.clone() title=title.clone() />
        {may_save.then(|| view! {
            // What the browser shows it also saves: that is for one's own.
            <LazyFold line=t!(i18n, pdf.browser)>
                <iframe
                    class="record-pdf"
                    src=use_blob_address(&native.get_value())
                    title=name.get_value()
                ></iframe>
            </LazyFold>
            <Save blob title />
        })}
    }
}

#[component]
fn Save(blob: Blob, title: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>
            <a class="ds-button" data-variant="secondary" href=use_blob_address(&blob) download=title>
                <Icon name="download" />
                {t!(i18n, record.save)}
            </a>
        </p>
    }
}

/// An address for a blob, as long as the component lives.
fn use_blob_address(blob: &Blob) -> Option<String> {
    let address = Url::create_object_url_with_blob(blob).ok()?;
    let revoked = address.clone();
    on_cleanup(move || drop(Url::revoke_object_url(&revoked)));
    Some(address)
}
