//! The sweep: openings whose state has lasted its time fail or end, and what they held is destroyed.

use sesemr_common::id::{Hash, OpeningId};

use super::{Srs, db, rules::Lapse};
use crate::{
    clock::UnixMs,
    db::{Connection, transaction::in_transaction},
    error::{Error, Outcome},
};

/// The most openings of one pass, so that a pass ends.
const MOST_OF_A_PASS: i64 = 1_000;

impl Srs {
    /// One pass over the openings that are past their time, each in a transaction of its own. Several servers may sweep
    /// at once: each passes over what another holds. One that cannot be ended is logged and keeps no other from its end.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn sweep(&self) -> Outcome<()> {
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        for id in db::find_overdue_openings(&mut connection, now, MOST_OF_A_PASS).await? {
            match in_transaction(&mut connection, async |connection| self.expire(connection, id, now).await).await {
                Err(error @ Error::Away(_)) => return Err(error),
                Err(error) => tracing::error!(%error, opening = %id, "an opening past its time could not be ended"),
                Ok(()) => {}
            }
        }
        Ok(())
    }

    async fn expire(&self, connection: &mut Connection, id: OpeningId, now: UnixMs) -> Outcome<()> {
        let Some(opening) = db::lock_overdue_opening(connection, id, now).await? else { return Ok(()) };
        match opening.standing(self.restore_epoch).after_its_time() {
            Lapse::Fail => self.fail(connection, &opening, Hash::ZERO, now).await?,
            Lapse::End(reason) => {
                self.end(connection, &opening, reason, Hash::ZERO, now).await?;
            }
        }
        Ok(())
    }
}
