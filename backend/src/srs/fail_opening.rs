//! Failing an opening: the code was wrong, or nobody said in time that it was right. Nothing was opened.

use sesemr_common::{
    api::{Done, srs::FailOpeningRequest},
    id::{Encoded, Hash},
    sharing::{FailOpening, SignedAct, SrsEvent, failed_transcript},
};

use super::{
    Srs, acts, db, find_opening, identity, lock_opening,
    rules::{Step, refuse},
};
use crate::{
    clock::UnixMs,
    db::{Connection, transaction::in_transaction},
    error::{Error, Outcome},
};

impl Srs {
    /// Takes the clinician's word that the code was wrong.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn fail_opening(&self, request: FailOpeningRequest) -> Outcome<Done> {
        let Encoded(act) = request.act;
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        identity::verify_attempter(&act, &find_opening(&mut connection, act.body.opening).await?)?;
        let outcome =
            in_transaction(&mut connection, async |connection| self.take_failure(connection, &act, now).await).await;
        acts::settle(&mut connection, &act, now, outcome).await?;
        Ok(Done {})
    }

    async fn take_failure(
        &self,
        connection: &mut Connection,
        act: &SignedAct<FailOpening>,
        now: UnixMs,
    ) -> Outcome<()> {
        self.check_header(&act.header)?;
        let opening = lock_opening(connection, act.body.opening).await?;
        if acts::was_taken(connection, act.hash()).await? {
            return Ok(());
        }
        opening.standing(self.restore_epoch).permits(Step::Fail, now).map_err(refuse)?;
        identity::check_opening_hash(act.body.opening_hash, &opening)?;
        let attempt = db::find_attempt(connection, opening.id.0).await?;
        let attempt = attempt.ok_or_else(|| Error::internal("an attempted opening without its attempt"))?;
        if act.body.transcript != failed_transcript(&attempt.ke1, &attempt.ke2) {
            return Err(Error::bad_field("transcript", "this is not the transcript of the attempt that was served"));
        }
        acts::take(connection, act, now).await?;
        self.fail(connection, &opening, act.hash(), now).await
    }

    /// Destroys what is left of a locked opening that nobody opened; `act` is zero where nobody said so.
    pub(super) async fn fail(
        &self,
        connection: &mut Connection,
        opening: &db::OpeningRow,
        act: Hash,
        now: UnixMs,
    ) -> Outcome<()> {
        db::destroy_secrets(connection, opening.id.0).await?;
        db::mark_failed(connection, opening.id.0).await?;
        self.append(connection, opening, SrsEvent::Failed, act, now).await?;
        Ok(())
    }
}
