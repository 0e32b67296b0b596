//! The Setup and Re-encryption Server: prepares openings, serves the one attempt of each, re-encapsulates once, and
//! keeps a signed account of it all. It never holds a plaintext, a sealed body, a private key of a person or a code.
//!
//! ```text
//! register_opening ─▶ activate_opening ─▶ attempt_opening ─▶ confirm_opening ─▶ renew_ticket … end_opening
//!    registered            live              attempted  └──▶ fail_opening   opened               ended
//! ```
//!
//! One file per verb, each one transaction that locks the opening first, then the actor's counter, then the outbox.
//! Which step is possible when is in [`rules`]; the tables are in [`crate::db::srs`]; the other server is in
//! [`crate::sas`].

mod activate_opening;
mod acts;
mod attempt_opening;
mod check_opening;
mod confirm_opening;
mod end_opening;
mod expire_openings;
mod fail_opening;
mod identity;
mod outbox;
mod read_outbox;
mod register_opening;
mod renew_ticket;
pub(crate) mod rules;
mod ticket;

pub use outbox::OUTBOX_CHANNEL;
pub use read_outbox::{OutboxPosition, read_outbox_after, read_outbox_of};

use sesemr_common::{
    api::ErrorCode,
    crypto::{SigningKey, VerifyingKey, opaque::OpaqueContext},
    id::OpeningId,
    sharing::ActHeader,
};

use crate::{
    clock::Clock,
    db::{Connection, Pool, srs as db},
    error::{Error, Outcome},
};

/// The Setup and Re-encryption Server.
#[derive(Clone, Debug)]
pub struct Srs {
    /// Connections of the database role that sees schema `srs` alone.
    pub pool: Pool,
    /// Tells the time by which states last.
    pub clock: Clock,
    signing_key: SigningKey,
    restore_epoch: u32,
}

impl Srs {
    /// The server that the database holds the key of; the first of all starts makes that key.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn load(pool: Pool, clock: Clock) -> Outcome<Self> {
        let key = db::read_or_make_server_key(&mut *pool.get().await?, clock.now()).await?;
        Ok(Self { pool, clock, signing_key: key.signing_key, restore_epoch: key.restore_epoch })
    }

    /// Checks the outbox and the tickets. Clients pin it.
    pub fn verifying_key(&self) -> VerifyingKey {
        self.signing_key.verifying_key()
    }

    /// Raised by every restored backup; openings signed in an older one are dead.
    pub const fn restore_epoch(&self) -> u32 {
        self.restore_epoch
    }

    /// What the OPAQUE messages of an opening are bound to.
    fn opaque_context(&self, opening: &db::OpeningRow) -> OpaqueContext {
        OpaqueContext::opening(opening.id.0, opening.clinician_key.0, self.verifying_key().0)
    }

    /// Checks what every act to this server says alike.
    fn check_header(&self, header: &ActHeader) -> Outcome<()> {
        if header.restore_epoch != self.restore_epoch {
            return Err(Error::refused(ErrorCode::Conflict, "signed in another restore epoch of this server"));
        }
        identity::check_no_delegation(header)
    }
}

/// The opening that a request names, as it is this moment.
async fn find_opening(connection: &mut Connection, id: OpeningId) -> Outcome<db::OpeningRow> {
    db::find_opening(connection, id).await?.ok_or_else(|| Error::not_found("opening"))
}

/// The same, locked until the transaction ends.
async fn lock_opening(connection: &mut Connection, id: OpeningId) -> Outcome<db::OpeningRow> {
    db::lock_opening(connection, id).await?.ok_or_else(|| Error::not_found("opening"))
}

/// Does what takes a processor longer than a request may hold up its neighbours: OPAQUE, curves.
async fn compute<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::internal(format!("a computation stopped: {error}")))
}
