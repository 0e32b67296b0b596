//! Live events as a browser reads them: server-sent events over a streaming answer.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use reqwest::Response;
use sesemr_common::api::{Event, EventKind};

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

    /// The next event, or nothing where none comes within `limit` or the stream ends.
    pub async fn next_within(&mut self, limit: Duration) -> Option<Event> {
        tokio::time::timeout(limit, self.next()).await.ok().flatten()
    }

    /// Waits for an event of this kind for at most a second; others are passed over.
    pub async fn is_told_within_a_second(&mut self, kind: EventKind) -> bool {
        self.next_of_kind(kind).await.is_some()
    }

    /// The same, and which event it was.
    pub async fn next_of_kind(&mut self, kind: EventKind) -> Option<Event> {
        let told = async {
            loop {
                match self.next().await {
                    Some(event) if event.kind == kind => return Some(event),
                    Some(_) => {}
                    None => return None,
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(1), told).await.ok().flatten()
    }

    async fn next(&mut self) -> Option<Event> {
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
