//! The sweep: openings whose state has lasted its time fail or end, and what they held is destroyed.

use sesemr_common::id::Hash;

use super::{Srs, db, rules::Lapse};
use crate::{
    db::{Connection, transaction::in_transaction},
    error::{Error, Outcome},
};

/// The most openings of one pass, so that a pass ends.
const MOST_OF_A_PASS: usize = 1_000;

impl Srs {
    /// One pass over the openings that are past their time, each in a transaction of its own. Several servers may sweep
    /// at once: each passes over what another holds.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn sweep(&self) -> Outcome<()> {
        let mut connection = self.pool.get().await?;
        for _ in 0..MOST_OF_A_PASS {
            let found = in_transaction(&mut connection, async |connection| self.expire_one(connection).await).await?;
            if !found {
                break;
            }
        }
        Ok(())
    }

    async fn expire_one(&self, connection: &mut Connection) -> Outcome<bool> {
        let now = self.clock.now();
        let Some(opening) = db::lock_overdue_opening(connection, now).await? else { return Ok(false) };
        match opening.standing(self.restore_epoch).after_its_time() {
            Lapse::Fail => self.fail(connection, &opening, Hash::ZERO, now).await?,
            Lapse::End(reason) => {
                self.end(connection, &opening, reason, Hash::ZERO, now).await?;
            }
        }
        Ok::<_, Error>(true)
    }
}
