//! Live events as a browser reads them: server-sent events over a streaming answer.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use reqwest::Response;
use sesemr_common::api::{Event, EventKind};

/// How long a test waits for an event. How soon events come is a figure of the benchmarks.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open stream of events.
pub struct EventStream {
    chunks: BoxStream<'static, reqwest::Result<Vec<u8>>>,
    unread: String,
}

impl EventStream {
    pub(crate) fn new(response: Response) -> Self {
        let chunks = response.bytes_stream().map(|chunk| chunk.map(Vec::from)).boxed();
        Self { chunks, unread: String::new() }
    }

    /// The next event.
    ///
    /// # Panics
    /// Where the stream ends or nothing comes for a long time.
    pub async fn next(&mut self) -> Event {
        tokio::time::timeout(PATIENCE, self.read()).await.unwrap().unwrap()
    }

    /// Waits for an event of this kind; others are passed over.
    ///
    /// # Panics
    /// As [`Self::next`].
    pub async fn is_told(&mut self, kind: EventKind) -> Event {
        loop {
            let event = self.next().await;
            if event.kind == kind {
                return event;
            }
        }
    }

    async fn read(&mut self) -> Option<Event> {
        loop {
            while let Some(end) = self.unread.find('\n') {
                let line: String = self.unread.drain(..=end).collect();
                if let Some(data) = line.strip_prefix("data:") {
                    return Some(serde_json::from_str(data).unwrap());
                }
            }
            let chunk = self.chunks.next().await?.ok()?;
            self.unread.push_str(&String::from_utf8_lossy(&chunk));
        }
    }
}
