//! The research worker: micro-aggregates tables about many people. It is not the vault: it holds no key, its module is
//! fetched only when somebody brings a table, and what strangers wrote into a file is taken apart where there is nothing to
//! steal. The page's end is `api::research`; what is said between them is `message::research`.
//!
//! The methods run to their end without listening, so cancelling is ending the worker: at once, and with it the table.

mod aggregate_table;
mod inspect_table;
mod problem;

use js_sys::{Array, Uint8Array, global};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, MessageEvent};

use self::aggregate_table::{Aggregated, aggregate_table};
use crate::message::{
    research::{FromResearch, TableProblem, ToResearch},
    wire,
};

/// The largest file that is worked on, in bytes. About a million rows of ten columns.
const LARGEST: f64 = 64.0 * 1024.0 * 1024.0;

/// Starts the worker: says that it is ready and answers.
pub fn run() {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let listener = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some((question, files)) = wire::unpack(&event.data()) {
                let table = files.into_iter().find_map(|file| file.dyn_into::<Blob>().ok());
                spawn_local(answer(scope.clone(), question, table));
            }
        })
    };
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    listener.forget();
    post(&scope, &FromResearch::Ready, []);
}

async fn answer(scope: DedicatedWorkerGlobalScope, question: ToResearch, table: Option<Blob>) {
    match work(&scope, question, table).await {
        Ok((view, files)) => post(&scope, &FromResearch::Answer(Ok(view)), files),
        Err(problem) => post(&scope, &FromResearch::Answer(Err(problem)), []),
    }
}

async fn work(
    scope: &DedicatedWorkerGlobalScope,
    question: ToResearch,
    table: Option<Blob>,
) -> Result<(Box<RawValue>, Vec<JsValue>), TableProblem> {
    let bytes = read(table).await?;
    match question {
        ToResearch::InspectTable(_) => Ok((view(&inspect_table::inspect_table(&bytes)?)?, Vec::new())),
        ToResearch::AggregateTable(verb) => {
            let mut told = 0;
            let mut watch = |share: f64| {
                let now = thousandths(share);
                if now > told {
                    told = now;
                    post(scope, &FromResearch::Progress(now), []);
                }
            };
            let Aggregated { view: outcome, masked, centroids } = aggregate_table(&bytes, &verb, seconds, &mut watch)?;
            let files: Vec<JsValue> = [Some(masked), centroids]
                .into_iter()
                .flatten()
                .map(|csv| make_csv(&csv))
                .collect::<Result<_, TableProblem>>()?;
            Ok((view(&outcome)?, files))
        }
    }
}

async fn read(table: Option<Blob>) -> Result<Vec<u8>, TableProblem> {
    let table = table.ok_or(TableProblem::Unreadable)?;
    if table.size() > LARGEST {
        return Err(TableProblem::TooLarge);
    }
    let buffer = JsFuture::from(table.array_buffer()).await.map_err(|_| TableProblem::Unreadable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn make_csv(bytes: &[u8]) -> Result<JsValue, TableProblem> {
    let options = BlobPropertyBag::new();
    options.set_type("text/csv;charset=utf-8");
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options);
    blob.map(JsValue::from).map_err(|_| TableProblem::Stopped)
}

fn view(view: &impl Serialize) -> Result<Box<RawValue>, TableProblem> {
    to_raw_value(view).map_err(|error| TableProblem::Defect(error.to_string()))
}

/// The time, in seconds from the start of the worker.
fn seconds() -> f64 {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    scope.performance().map_or(0.0, |performance| performance.now() / 1000.0)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000")]
fn thousandths(share: f64) -> u32 {
    (share * 1000.0).clamp(0.0, 1000.0) as u32
}

fn post(scope: &DedicatedWorkerGlobalScope, message: &FromResearch, files: impl IntoIterator<Item = JsValue>) {
    if let Ok(packed) = wire::pack(message, files) {
        // Only a value that structured clone refuses can fail here, and only texts and blobs are packed.
        drop(scope.post_message(&packed));
    }
}
