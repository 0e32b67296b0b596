//! An SRS with a database and a clock of its own, and a look behind its back.

use std::time::Duration;

use sesemr_backend::{
    clock::Clock,
    db::{self, Pool, Schema},
    error::{Error, Outcome},
    srs::{Srs, read_outbox_of},
};
use sesemr_common::{
    api::{ApiError, ErrorCode},
    id::AccountId,
    sharing::SrsEvent,
};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio_postgres::{AsyncMessage, Client, Config, NoTls};

use crate::support::{connect, make_database};

/// A running SRS.
pub(super) struct World {
    pub(super) srs: Srs,
    role: Config,
    owner: Client,
}

impl World {
    pub(super) async fn start() -> Self {
        let owner = make_database().await;
        let role = db::prepare(&owner, Schema::Srs).await.unwrap();
        let pool = Pool::new(role.clone(), 8).await.unwrap();
        let srs = Srs::load(pool, Clock::default()).await.unwrap();
        Self { srs, role, owner: connect(&owner).await }
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.srs.clock
    }

    /// Lets minutes pass, and the sweep look at what became of it.
    pub(super) async fn pass_minutes(&self, minutes: u64) {
        self.clock().advance(Duration::from_mins(minutes));
        self.srs.sweep().await.unwrap();
    }

    pub(super) fn in_hours(&self, hours: u64) -> u64 {
        self.clock().now().plus(Duration::from_hours(hours)).get()
    }

    pub(super) fn in_minutes(&self, minutes: u64) -> u64 {
        self.clock().now().plus(Duration::from_mins(minutes)).get()
    }

    /// The same server after a backup was restored: one restore epoch later.
    pub(super) async fn restore(&self) -> Srs {
        self.owner.batch_execute("UPDATE srs.server_key SET restore_epoch = restore_epoch + 1").await.unwrap();
        Srs::load(self.srs.pool.clone(), self.clock().clone()).await.unwrap()
    }

    /// Lets every commit that reports something take its time, each another.
    pub(super) async fn dawdle_at_commits(&self) {
        let trigger = "CREATE FUNCTION srs.dawdle() RETURNS trigger LANGUAGE plpgsql
                AS $$ BEGIN PERFORM pg_sleep(random() / 20); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON srs.outbox_entry
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION srs.dawdle()";
        self.owner.batch_execute(trigger).await.unwrap();
    }

    /// Makes the last entry of a patient unreadable, so that nothing can follow it.
    pub(super) async fn break_outbox_of(&self, patient: AccountId) {
        let statement = "UPDATE srs.outbox_entry SET entry = decode(repeat('00', octet_length(entry)), 'hex')
            WHERE patient = $1::text::uuid";
        assert_eq!(self.owner.execute(statement, &[&patient.to_string()]).await.unwrap(), 1);
    }

    /// How many rows a table of the SRS holds.
    pub(super) async fn count(&self, rows_of: &str) -> i64 {
        self.owner.query_one(&format!("SELECT count(*) FROM srs.{rows_of}"), &[]).await.unwrap().get(0)
    }

    pub(super) async fn assert_nothing_is_left(&self) {
        for table in ["opening_secret", "re_encryption_key", "sealed_box", "attempt", "fragment"] {
            assert_eq!(self.count(table).await, 0, "{table}");
        }
    }

    /// What the outbox tells of a patient.
    pub(super) async fn events_of(&self, patient: AccountId) -> Vec<SrsEvent> {
        let rows = read_outbox_of(&self.srs, patient, 0, 1_000).await.unwrap();
        rows.into_iter().map(|row| row.entry.fields.event).collect()
    }

    pub(super) async fn count_events(&self, patient: AccountId, event: SrsEvent) -> usize {
        self.events_of(patient).await.into_iter().filter(|found| *found == event).count()
    }

    /// What Postgres announces on a channel from now on, for as long as the client is kept.
    pub(super) async fn listen(&self, channel: &str) -> (Client, UnboundedReceiver<String>) {
        let (client, mut connection) = self.role.connect(NoTls).await.unwrap();
        let (sender, receiver) = unbounded_channel();
        tokio::spawn(async move {
            let mut messages = futures_util::stream::poll_fn(move |context| connection.poll_message(context));
            while let Some(Ok(message)) = futures_util::StreamExt::next(&mut messages).await {
                if let AsyncMessage::Notification(notification) = message {
                    let _ = sender.send(notification.payload().to_owned());
                }
            }
        });
        client.batch_execute(&format!("LISTEN {channel}")).await.unwrap();
        (client, receiver)
    }
}

/// Why something was refused.
pub(super) fn refusal_of<T>(outcome: Outcome<T>) -> ApiError {
    match outcome {
        Err(Error::Refused(refusal)) => *refusal,
        Err(other) => panic!("a fault instead of a refusal: {other}"),
        Ok(_) => panic!("it was not refused"),
    }
}

pub(super) fn refusal_code<T>(outcome: Outcome<T>) -> ErrorCode {
    refusal_of(outcome).code
}
