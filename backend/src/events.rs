//! Live events: "something changed, read it", to whoever listens, on whichever process.
//!
//! Writers call [`publish`] inside their transaction; Postgres delivers the notification to every process when it
//! commits. One listening connection per process hands events to the streams of the accounts they are for. Where that
//! connection breaks, streams end once it is back, and clients read everything again when they reconnect.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use diesel::{QueryResult, sql_query, sql_types::Text};
use diesel_async::RunQueryDsl as _;
use futures_util::{Stream, future::poll_fn, stream};
use serde::{Deserialize, Serialize};
use sesemr_common::{
    api::{Event, EventKind},
    id::AccountId,
};
use tokio::{
    sync::{Notify, broadcast, mpsc},
    task::JoinHandle,
};
use tokio_postgres::{AsyncMessage, Config, NoTls};
use uuid::Uuid;

use crate::{
    db::Connection,
    error::{Error, Outcome},
    srs::OUTBOX_CHANNEL,
};

/// The Postgres channel of events.
const EVENTS: &str = "sesemr_event";
/// Events a slow stream may lag behind before it is ended.
const BUFFER: usize = 256;
/// How long between two tries to reach Postgres.
const RECONNECT_WAIT: Duration = Duration::from_secs(1);

/// How long to wait before asking for one more stream than an account may hold: a broken one is noticed by then.
const STREAM_WAIT: Duration = Duration::from_secs(30);

/// The open streams, by account.
type Streams = Mutex<HashMap<AccountId, broadcast::Sender<Event>>>;

/// An event on its way through Postgres.
#[derive(Debug, Serialize, Deserialize)]
struct Notice {
    account: AccountId,
    event: Event,
}

/// Tells `account` that something changed, when the current transaction commits.
///
/// # Errors
/// When the database is away.
pub async fn publish(
    connection: &mut Connection,
    account: AccountId,
    kind: EventKind,
    subject: Uuid,
) -> QueryResult<()> {
    let notice = Notice { account, event: Event { kind, subject } };
    let payload =
        serde_json::to_string(&notice).map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
    sql_query("SELECT pg_notify($1, $2)")
        .bind::<Text, _>(EVENTS)
        .bind::<Text, _>(payload)
        .execute(connection)
        .await
        .map(|_| ())
}

/// Hands events of this process's listening connection to its streams.
#[derive(Debug)]
pub struct EventHub {
    streams: Arc<Streams>,
    outbox_grew: Arc<Notify>,
    streams_per_account: usize,
    listener: JoinHandle<()>,
}

impl EventHub {
    /// Starts listening, as the role that `config` logs in with.
    pub fn start(config: Config, streams_per_account: usize) -> Self {
        let streams = Arc::new(Streams::default());
        let outbox_grew = Arc::new(Notify::new());
        let listener = tokio::spawn(listen_for_ever(config, Arc::clone(&streams), Arc::clone(&outbox_grew)));
        Self { streams, outbox_grew, streams_per_account, listener }
    }

    /// The events of `account` from now on. The stream ends when it lags too far behind, or with the hub.
    ///
    /// # Errors
    /// [`Error::Refused`] where the account holds too many streams.
    pub fn subscribe(&self, account: AccountId) -> Outcome<impl Stream<Item = Event> + use<>> {
        let mut streams = lock(&self.streams);
        streams.retain(|_, sender| sender.receiver_count() > 0);
        let sender = streams.entry(account).or_insert_with(|| broadcast::channel(BUFFER).0);
        if sender.receiver_count() >= self.streams_per_account {
            let detail = format!("an account may hold {} event streams open", self.streams_per_account);
            return Err(Error::too_many_of(detail, STREAM_WAIT));
        }
        let receiver = sender.subscribe();
        Ok(stream::unfold(receiver, async |mut receiver| {
            let event = receiver.recv().await.ok()?;
            Some((event, receiver))
        }))
    }

    /// Waits until the SRS says that its outbox grew, or for `limit`.
    pub async fn wait_for_outbox(&self, limit: Duration) {
        let _ = tokio::time::timeout(limit, self.outbox_grew.notified()).await;
    }

    /// Ends all streams, so that a stopping server need not wait for them.
    pub fn close(&self) {
        self.listener.abort();
        lock(&self.streams).clear();
    }
}

async fn listen_for_ever(config: Config, streams: Arc<Streams>, outbox_grew: Arc<Notify>) {
    loop {
        if let Err(error) = listen(&config, &streams, &outbox_grew).await {
            tracing::warn!(%error, "not listening for events; trying again");
        }
        tokio::time::sleep(RECONNECT_WAIT).await;
    }
}

async fn listen(config: &Config, streams: &Streams, outbox_grew: &Notify) -> Result<(), tokio_postgres::Error> {
    let (client, mut connection) = config.connect(NoTls).await?;
    let (sender, mut messages) = mpsc::unbounded_channel();
    // Ends when the client is dropped, at the end of this function.
    tokio::spawn(async move {
        while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
            let _ = sender.send(message);
        }
    });
    client.batch_execute(&format!("LISTEN {EVENTS}; LISTEN {OUTBOX_CHANNEL}")).await?;
    // What was missed cannot be told, so streams end here: a client that reconnects reads everything again.
    lock(streams).clear();
    while let Some(message) = messages.recv().await {
        match message? {
            AsyncMessage::Notification(notification) if notification.channel() == OUTBOX_CHANNEL => {
                outbox_grew.notify_one();
            }
            AsyncMessage::Notification(notification) => deliver(notification.payload(), streams),
            _ => {}
        }
    }
    Ok(())
}

fn deliver(payload: &str, streams: &Streams) {
    let Ok(notice) = serde_json::from_str::<Notice>(payload) else { return };
    if let Some(sender) = lock(streams).get(&notice.account) {
        // Nobody listening any more is no fault.
        let _ = sender.send(notice.event);
    }
}

/// A panic cannot leave a map of senders half-done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
