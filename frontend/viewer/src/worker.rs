//! The viewer's end of the conversation: one question at a time, until the page ends it.

use std::cell::RefCell;

use js_sys::{Array, ArrayBuffer, Uint8Array, Uint8ClampedArray, global};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use web_sys::{Blob, DedicatedWorkerGlobalScope, FileReaderSync, MessageEvent};

use crate::{
    code::read_code,
    message::{
        Ask, DrawPage, FromViewer, MOST_PHOTO_BYTES, OpenPdf, PdfView, ReadCode, ReadPage, ReadTraces, RemoveTraces,
        ToViewer, Verb, ViewError,
    },
    pdf::Document,
    traces::{read_traces, remove_traces},
    wire,
};

/// Starts the worker: says that it is ready and answers until it is terminated. What fails here for good ends in an error
/// that the browser tells the page.
pub fn run() {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let open = RefCell::new(None::<Document>);
    let listener = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some((ToViewer::Ask { id, verb }, parts)) = wire::unpack(&event.data()) {
                let mut beside = Vec::new();
                let result = answer(&open, &verb, &parts, &mut beside);
                post(&scope, &FromViewer::Answer { id, result }, beside);
            }
        })
    };
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    listener.forget();
    post(&scope, &FromViewer::Ready, Vec::new());
}

/// An array that travels beside an answer, given away rather than copied.
enum Beside {
    Pixels(Uint8ClampedArray),
    Bytes(Uint8Array),
}

fn answer(
    open: &RefCell<Option<Document>>,
    verb: &Verb,
    parts: &[JsValue],
    beside: &mut Vec<Beside>,
) -> Result<Box<RawValue>, ViewError> {
    match *verb {
        Verb::OpenPdf(OpenPdf {}) => {
            let document = Document::open(read_blob(parts, u32::MAX)?)?;
            let view = PdfView { pages: document.pages() };
            *open.borrow_mut() = Some(document);
            view_of::<OpenPdf>(&view)
        }
        Verb::DrawPage(DrawPage { page, width }) => {
            let picture = open.borrow().as_ref().ok_or(ViewError::NoSuchPage)?.draw(page, width)?;
            beside.push(Beside::Pixels(Uint8ClampedArray::from(picture.pixels.as_slice())));
            view_of::<DrawPage>(&picture.view)
        }
        Verb::ReadPage(ReadPage { page }) => {
            let text = open.borrow().as_ref().ok_or(ViewError::NoSuchPage)?.read(page)?;
            view_of::<ReadPage>(&text)
        }
        Verb::ReadTraces(ReadTraces {}) => view_of::<ReadTraces>(&read_traces(read_blob(parts, MOST_PHOTO_BYTES)?)?),
        Verb::RemoveTraces(RemoveTraces {}) => {
            let clean = remove_traces(read_blob(parts, MOST_PHOTO_BYTES)?)?;
            beside.push(Beside::Bytes(Uint8Array::from(clean.as_slice())));
            view_of::<RemoveTraces>(&())
        }
        Verb::ReadCode(ReadCode { width, height }) => {
            let pixels: &Uint8ClampedArray = parts.first().and_then(JsValue::dyn_ref).ok_or(ViewError::Broken)?;
            view_of::<ReadCode>(&read_code(&pixels.to_vec(), width, height)?)
        }
    }
}

/// A view as it crosses to the page; its type is the verb's answer.
fn view_of<A: Ask>(view: &A::Answer) -> Result<Box<RawValue>, ViewError>
where
    A::Answer: Serialize,
{
    to_raw_value(view).map_err(|_| ViewError::Broken)
}

/// The bytes of the blob beside a question.
fn read_blob(parts: &[JsValue], most: u32) -> Result<Vec<u8>, ViewError> {
    let blob: &Blob = parts.first().and_then(JsValue::dyn_ref).ok_or(ViewError::Broken)?;
    if blob.size() > f64::from(most) {
        return Err(ViewError::TooLarge);
    }
    let reader = FileReaderSync::new().map_err(|_| ViewError::Stopped)?;
    let buffer: ArrayBuffer = reader.read_as_array_buffer(blob).map_err(|_| ViewError::Broken)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Posts to the page.
fn post(scope: &DedicatedWorkerGlobalScope, message: &FromViewer, beside: Vec<Beside>) {
    let given = Array::new();
    let mut parts = Vec::with_capacity(beside.len());
    for array in beside {
        let (part, buffer) = match array {
            Beside::Pixels(array) => (JsValue::from(&array), array.buffer()),
            Beside::Bytes(array) => (JsValue::from(&array), array.buffer()),
        };
        given.push(&buffer);
        parts.push(part);
    }
    if let Ok(packed) = wire::pack(message, parts) {
        // Only a value that structured clone refuses can fail here, and only texts and arrays are packed.
        drop(scope.post_message_with_transfer(&packed, &given));
    }
}
