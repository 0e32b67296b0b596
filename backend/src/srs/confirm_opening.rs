//! Confirming an attempt: KE3 shows that the code was right; the SRS re-encapsulates once and destroys rk.

use sesemr_common::{
    api::srs::{BatchFragment, ConfirmOpeningRequest, ConfirmOpeningResponse},
    codec::Decode as _,
    crypto::opaque::finish_log_in,
    id::Encoded,
    portion::Portion,
    pre::{ReEncryptionKey, reencapsulate},
    sharing::{ConfirmOpening, Opening, SignedAct, SrsEvent, confirm_transcript},
};

use super::{
    Srs, acts,
    check_opening::{find_portion, pre_context},
    compute, db, find_opening, identity, lock_opening,
    rules::{State, Step, refuse, ticket_expires_at},
};
use crate::{
    clock::UnixMs,
    db::{Connection, transaction::in_transaction},
    error::{Error, Outcome},
};

/// The type name under which w signs the transcript.
const TRANSCRIPT: &str = "confirm-opening-transcript";

impl Srs {
    /// Opens an opening. The same act again gets the same fragments and a fresh ticket while the opening is open.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn confirm_opening(&self, request: ConfirmOpeningRequest) -> Outcome<ConfirmOpeningResponse> {
        let Encoded(act) = request.act;
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        identity::verify_attempter(&act, &find_opening(&mut connection, act.body.opening).await?)?;
        let outcome = in_transaction(&mut connection, async |connection| self.open(connection, &act, now).await).await;
        acts::settle(&mut connection, &act, now, outcome).await
    }

    async fn open(
        &self,
        connection: &mut Connection,
        act: &SignedAct<ConfirmOpening>,
        now: UnixMs,
    ) -> Outcome<ConfirmOpeningResponse> {
        self.check_header(&act.header)?;
        let opening = lock_opening(connection, act.body.opening).await?;
        let standing = opening.standing(self.restore_epoch);
        if acts::was_taken(connection, act.hash()).await? {
            standing.permits(Step::RenewTicket, now).map_err(refuse)?;
            let fragments = db::read_fragments(connection, opening.id.0).await?;
            let ticket = self.issue_ticket(connection, &opening, now).await?;
            return Ok(ConfirmOpeningResponse { fragments, ticket: Encoded(ticket) });
        }
        standing.permits(Step::Confirm, now).map_err(refuse)?;
        identity::check_opening_hash(act.body.opening_hash, &opening)?;
        self.check_confirmation(connection, act, &opening).await?;
        acts::take(connection, act, now).await?;
        let fragments = reencapsulate_once(connection, &opening).await?;
        db::forget_log_in_state(connection, opening.id.0).await?;
        let lasts_until = State::Opened.lasts_until(now, opening.expires_at().unwrap_or(now));
        let ticket_expires_at = ticket_expires_at(now, lasts_until);
        db::mark_opened(connection, opening.id.0, lasts_until, ticket_expires_at).await?;
        let ticket = self.sign_ticket(&opening, 1, ticket_expires_at)?;
        self.append(connection, &opening, SrsEvent::Opened, act.hash(), now).await?;
        Ok(ConfirmOpeningResponse { fragments, ticket: Encoded(ticket) })
    }

    /// The code was right only if w, from the box, signed this very exchange and KE3 fits it.
    async fn check_confirmation(
        &self,
        connection: &mut Connection,
        act: &SignedAct<ConfirmOpening>,
        opening: &db::OpeningRow,
    ) -> Outcome<()> {
        let body = &act.body;
        let attempt = db::find_attempt(connection, opening.id.0).await?;
        let attempt = attempt.ok_or_else(|| Error::internal("an attempted opening without its attempt"))?;
        if body.transcript != confirm_transcript(&attempt.ke1, &attempt.ke2, &body.ke3) {
            return Err(Error::bad_field("transcript", "this is not the transcript of the attempt that was served"));
        }
        let w = opening.one_time_signing_key.ok_or_else(|| Error::internal("an attempted opening without W"))?;
        w.0.verify(TRANSCRIPT, body.transcript.as_bytes(), &body.one_time_signature)?;
        let state = attempt.log_in_state.ok_or_else(|| Error::internal("an attempt without its state"))?;
        let (context, ke3) = (self.opaque_context(opening), body.ke3);
        let finished = compute(move || finish_log_in(&context, &state, &ke3)).await?;
        finished.map(drop).map_err(Error::of_opaque("ke3"))
    }
}

/// Takes rk of every portion out of the database, for good, and keeps what it makes of the capsules.
async fn reencapsulate_once(connection: &mut Connection, opening: &db::OpeningRow) -> Outcome<Vec<BatchFragment>> {
    let hash = opening.opening_hash.ok_or_else(|| Error::internal("an attempted opening that was never signed"))?;
    let signed = SignedAct::<Opening>::decode(&db::read_act(connection, hash.0).await?)?;
    let keys = db::take_re_encryption_keys(connection, opening.id.0).await?;
    let fragments = compute(move || reencapsulate_all(&signed, &keys)).await??;
    db::insert_fragments(connection, opening.id.0, &fragments).await?;
    Ok(fragments)
}

fn reencapsulate_all(act: &SignedAct<Opening>, keys: &[(Portion, ReEncryptionKey)]) -> Outcome<Vec<BatchFragment>> {
    let key_of = |wanted: Portion| keys.iter().find(|(portion, _)| *portion == wanted).map(|(_, key)| key);
    act.body
        .batches
        .iter()
        .map(|batch| {
            let portion = find_portion(act, batch.portion)?;
            let key = key_of(batch.portion).ok_or_else(|| Error::internal("a portion without its key"))?;
            let fragment = reencapsulate(&pre_context(act, portion), &portion.pre_key, key, &batch.capsule)
                .map_err(|error| Error::internal(error.to_string()))?;
            Ok(BatchFragment { batch: batch.hash, fragment: Encoded(fragment) })
        })
        .collect()
}
