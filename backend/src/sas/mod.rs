//! The Storage Aggregation Server: accounts, sealed records, signed requests and grants, and everybody's access log. It
//! never holds a plaintext, a file key, a random key or a password.
//!
//! One file per verb. Whoever changes something about a person locks that person's row first ([`acts`]), so all that
//! happens about one person happens one after another, and is logged in that order ([`log`]). What may happen when is in
//! [`crate::access`]; the tables are in [`crate::db`]; the other server is in [`crate::srs`].

mod acts;
mod block_person;
mod check_batches;
mod check_opening;
pub(crate) mod chunk_stream;
mod close_account;
mod close_opening;
pub(crate) mod courier;
mod delete_record;
mod envelope_store;
mod find_person;
mod grant_key_request;
mod identify_log_in;
mod issue_random_key;
mod lists;
mod log;
mod log_in;
mod pause_grant;
mod publish_records;
mod read_records;
mod refuse_key_request;
mod register;
mod release_records;
mod replace_credentials;
mod request_key;
mod roll_portion_key;
mod send_random_key;
mod sessions;
mod set_listing;
mod sign_in_limits;
mod srs_link;
pub(crate) mod sweep;
mod take_back_grant;
mod upload;
mod vault;
mod write_prescription;

pub use envelope_store::{BodyId, Chunks, EnvelopeStore, PostgresStore};
pub(crate) use srs_link::{COURIER_PATH, OutboxFeed, read_feed};
pub use srs_link::{OutboxRow, SrsLink};

use std::sync::Arc;

use sesemr_common::{
    api::{EventKind, ServerDescription},
    codec::VERSION,
    crypto::VerifyingKey,
    id::{AccountId, Encoded},
};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::{
    clock::Clock,
    db::{
        Connection, Pool,
        sas::server_key::{self, ServerKey},
    },
    error::{Error, Outcome},
    events::{self, EventHub},
    settings::Limits,
};

/// The Storage Aggregation Server.
#[derive(Debug)]
pub struct Sas {
    /// Connections of the database role that sees schema `sas` alone.
    pub(crate) pool: Pool,
    /// Tells the time by which states last.
    pub(crate) clock: Clock,
    pub(crate) limits: Limits,
    /// Live events.
    pub(crate) hub: Arc<EventHub>,
    key: ServerKey,
    srs: SrsLink,
    srs_key: OnceCell<VerifyingKey>,
    envelopes: Arc<dyn EnvelopeStore>,
}

impl Sas {
    /// The server that the database holds the keys of; the first of all starts makes them.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn load(pool: Pool, clock: Clock, limits: Limits, srs: SrsLink, hub: Arc<EventHub>) -> Outcome<Self> {
        let key = server_key::read_or_make(&mut *pool.get().await?).await?;
        let srs_key = OnceCell::new();
        Ok(Self { pool, clock, limits, hub, key, srs, srs_key, envelopes: Arc::new(PostgresStore) })
    }

    /// What a client must know of this server.
    ///
    /// # Errors
    /// Where the SRS is another process and was never reached.
    pub async fn describe(&self) -> Outcome<ServerDescription> {
        Ok(ServerDescription {
            protocol: VERSION,
            sas_key: Encoded(self.verifying_key()),
            srs_key: Encoded(self.srs_key().await?),
            srs_url: self.srs.url().map(str::to_owned),
            restore_epoch: self.key.restore_epoch,
            most_record_bytes: self.limits.record_limit,
        })
    }

    /// Checks this server's closings; names it in OPAQUE.
    fn verifying_key(&self) -> VerifyingKey {
        self.key.signing.verifying_key()
    }
}

/// Tells both sides of an opening, a grant or a request that something changed.
async fn tell_both(connection: &mut Connection, sides: [AccountId; 2], kind: EventKind, subject: Uuid) -> Outcome<()> {
    for account in sides {
        events::publish(connection, account, kind, subject).await?;
    }
    Ok(())
}

/// Does what takes a processor longer than a request may hold up its neighbours.
async fn compute<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::internal(format!("a computation stopped: {error}")))
}
