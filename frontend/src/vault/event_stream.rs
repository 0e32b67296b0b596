//! The live event stream: server-sent events read from a fetch, so that the token stays out of the URL.

use std::pin::pin;

use futures_util::future::{Either, select};
use js_sys::{Reflect, Uint8Array};
use sesemr_common::{
    api::{Event, StreamEventsEndpoint},
    flow::{CallError, Token},
};
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultReader};

use super::{fetch, timer};

/// The server writes at least every 15 seconds: after this long without a word, in milliseconds, the stream is dead.
const SILENCE: u32 = 45_000;

/// Reads events until the stream ends, breaks off, falls silent or is aborted by `signal`. The caller opens another one
/// and learns then whether the server is away. Events that came between two streams are not repeated: `on_open` is
/// where to catch up.
///
/// # Errors
/// Those of the call.
pub(super) async fn read_events(
    origin: &str,
    token: &Token,
    signal: &AbortSignal,
    on_open: impl FnOnce(),
    mut on_event: impl FnMut(Event),
) -> Result<(), CallError> {
    let connection = Connection::under(signal).ok_or(CallError::Unreadable)?;
    let signal = connection.controller.signal();
    let opened = unless_silent(fetch::open_stream::<StreamEventsEndpoint>(origin, token, &signal)).await;
    let response = opened.ok_or(CallError::Away)??;
    on_open();
    let reader: ReadableStreamDefaultReader =
        response.body().ok_or(CallError::Unreadable)?.get_reader().unchecked_into();
    let mut lines = EventLines::default();
    loop {
        let Some(Ok(piece)) = unless_silent(JsFuture::from(reader.read())).await else { return Ok(()) };
        if field(&piece, "done").is_truthy() {
            return Ok(());
        }
        let bytes = Uint8Array::from(field(&piece, "value")).to_vec();
        lines.push(&bytes).into_iter().filter_map(|data| serde_json::from_str(&data).ok()).for_each(&mut on_event);
    }
}

/// What `step` gives, or nothing where the server is silent too long.
async fn unless_silent<T>(step: impl Future<Output = T>) -> Option<T> {
    match select(pin!(step), pin!(timer::sleep(SILENCE))).await {
        Either::Left((given, _)) => Some(given),
        Either::Right(_) => None,
    }
}

/// One connection: aborted with its parent, and when it is dropped.
struct Connection {
    controller: AbortController,
    parent: AbortSignal,
    on_abort: Closure<dyn FnMut()>,
}

impl Connection {
    fn under(parent: &AbortSignal) -> Option<Self> {
        let controller = AbortController::new().ok()?;
        let aborted = controller.clone();
        let on_abort = Closure::<dyn FnMut()>::new(move || aborted.abort());
        parent.add_event_listener_with_callback("abort", on_abort.as_ref().unchecked_ref()).ok()?;
        Some(Self { controller, parent: parent.clone(), on_abort })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // A listener that is not there any more needs no removing.
        drop(self.parent.remove_event_listener_with_callback("abort", self.on_abort.as_ref().unchecked_ref()));
        self.controller.abort();
    }
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Cuts a byte stream into the data of its events (HTML Living Standard, section 9.2.6). Comments, event names and
/// ids are passed over.
#[derive(Default)]
struct EventLines {
    rest: Vec<u8>,
    data: Vec<String>,
}

impl EventLines {
    /// The data of the events that `bytes` completes.
    fn push(&mut self, bytes: &[u8]) -> Vec<String> {
        self.rest.extend_from_slice(bytes);
        let mut events = Vec::new();
        while let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches(['\n', '\r']);
            if let Some(data) = line.strip_prefix("data:") {
                self.data.push(data.strip_prefix(' ').unwrap_or(data).to_owned());
            } else if line.is_empty() && !self.data.is_empty() {
                events.push(std::mem::take(&mut self.data).join("\n"));
            }
        }
        events
    }
}

#[cfg(test)]
mod tests {
    use super::EventLines;

    #[test]
    fn events_are_found_wherever_the_network_cuts_them() {
        let stream = b": alive\n\ndata: one\n\nevent: x\r\ndata: two\r\ndata: three\r\n\r\n";
        for cut in 0..stream.len() {
            let (head, tail) = stream.split_at(cut);
            let mut lines = EventLines::default();
            let mut events = lines.push(head);
            events.extend(lines.push(tail));
            assert_eq!(events, ["one", "two\nthree"], "cut at {cut}");
        }
    }

    #[test]
    fn an_unfinished_event_waits() {
        assert_eq!(EventLines::default().push(b"data: one\n"), Vec::<String>::new());
    }
}
