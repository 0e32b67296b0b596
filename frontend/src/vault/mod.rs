//! The vault: a dedicated worker that holds the key ring and runs every flow. The page's end is `api`.
//!
//! [`run`] listens; `dispatch` sends each verb to the file of its name; `browser_host` gives the flows network,
//! clock, storage and WebCrypto. Terminating the worker locks: nothing of it survives.

#![expect(
    clippy::large_futures,
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "verbs are answered in one shape, in a worker that has a stack for the longest flow"
)]

mod answer_log_entry;
mod attempt_opening;
mod block_person;
mod browser_host;
mod build_cohort;
mod close_account;
mod close_opening;
mod confirm_import;
mod confirm_kit;
mod confirm_password;
mod correct_prescription;
mod correct_record;
mod delete_record;
mod device_store;
mod dispatch;
mod end_sessions;
#[cfg(all(test, target_arch = "wasm32"))]
mod envelope_vectors;
mod error;
mod event_stream;
mod export_access_log;
mod fetch;
mod file_source;
mod grants;
mod hide_record;
mod interrupted;
mod keep_draft;
mod kept_readings;
mod key_requests;
mod kit_view;
mod list_people;
mod list_records;
mod list_sessions;
mod live;
mod live_sender;
mod log_in;
mod log_out;
mod mark_record;
mod offline;
mod person;
mod portal;
mod preview;
mod preview_archive;
mod preview_import;
mod publish_summaries;
mod read_access_log;
mod read_many;
mod read_portion;
mod read_record;
mod read_record_history;
mod read_timeline;
mod record_body;
mod record_summary;
mod recover;
mod register;
mod remember_account;
mod reporter;
mod save_preferences;
mod seekable_file;
mod set_listing;
mod start;
mod state;
mod take_away;
mod timer;
mod typed_readings;
mod upload_file;
mod void_prescription;
mod web_crypto;
#[cfg(all(test, target_arch = "wasm32"))]
mod web_crypto_tests;
mod what_waits;
mod withdraw_prescription;
mod write_prescription;

use std::rc::Rc;

use js_sys::global;
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use self::{live_sender::LiveSender, reporter::Reporter, state::Vault};
use crate::message::{FromVault, ToVault, Verb, wire};

/// Starts the worker: says that it is ready and answers until it is terminated.
pub fn run() {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let vault = Rc::new(Vault::new(LiveSender::new(scope.clone())));
    let listener = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match wire::unpack(&event.data()) {
            Some((ToVault::Ask { id, verb }, files)) => spawn_local(answer(
                Rc::clone(&vault),
                Reporter::new(id, scope.clone()),
                verb,
                files.into_iter().filter_map(|file| file.dyn_into::<File>().ok()).collect(),
            )),
            Some((ToVault::Cancel { id }, _)) => {
                if let Some(reporter) = vault.asked.borrow().get(&id) {
                    reporter.cancel();
                }
            }
            None => {}
        })
    };
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    listener.forget();
    post(&scope, &FromVault::Ready, []);
}

async fn answer(vault: Rc<Vault>, reporter: Reporter, verb: Verb, files: Vec<File>) {
    let id = reporter.id();
    vault.asked.borrow_mut().insert(id, reporter.clone());
    let result = dispatch::dispatch(&vault, verb, files, &reporter).await;
    vault.asked.borrow_mut().remove(&id);
    reporter.answer(result);
}

/// Posts to the page. A message that cannot be cloned is a defect that the page meets as an unanswered question.
fn post(scope: &DedicatedWorkerGlobalScope, message: &FromVault, attachments: impl IntoIterator<Item = JsValue>) {
    if let Ok(packed) = wire::pack(message, attachments) {
        // Only a value that structured clone refuses can fail here, and only texts and blobs are packed.
        drop(scope.post_message(&packed));
    }
}
