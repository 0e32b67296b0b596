//! The one attempt: out of any number, at once or one after the other, exactly one KE1 is ever answered.

use sesemr_common::{
    api::srs::{AttemptOpeningRequest, AttemptOpeningResponse},
    crypto::{
        VerifyingKey,
        opaque::{Ke1, Ke2},
    },
    id::Encoded,
    sharing::{AttemptOpening, SignedAct, SrsEvent},
};

use super::{
    Srs, acts, compute, db, find_opening, identity, lock_opening,
    rules::{State, Step, is_still_repeated, refuse},
};
use crate::{
    clock::UnixMs,
    db::{Connection, transaction::in_transaction},
    error::{Error, Outcome},
};

impl Srs {
    /// Serves the attempt. Whatever can be wrong with it is found before anything is marked as used; only the addressee
    /// learns how the opening stands.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn attempt_opening(&self, request: AttemptOpeningRequest) -> Outcome<AttemptOpeningResponse> {
        let AttemptOpeningRequest { act: Encoded(act), key_cards } = request;
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let opening = find_opening(&mut connection, act.body.opening).await?;
        identity::check_is_addressee(&act.header, &opening)?;
        let card = identity::verify_chain(&key_cards, act.header.actor)?;
        identity::verify_act(&act, card)?;
        let outcome = self.serve_attempt(&mut connection, &act, card.fields.signing_key, now).await;
        acts::settle(&mut connection, &act, now, outcome).await
    }

    async fn serve_attempt(
        &self,
        connection: &mut Connection,
        act: &SignedAct<AttemptOpening>,
        signing_key: VerifyingKey,
        now: UnixMs,
    ) -> Outcome<AttemptOpeningResponse> {
        self.check_header(&act.header)?;
        in_transaction(connection, async |connection| {
            let opening = lock_opening(connection, act.body.opening).await?;
            let was_taken = acts::was_taken(connection, act.hash()).await?;
            if let Some(ke2) = repeated_answer(connection, &opening, &act.body.ke1, now).await? {
                if !was_taken {
                    acts::take(connection, act, now).await?;
                }
                return respond(connection, &opening, &ke2).await;
            }
            // An act that was taken has left no live opening behind, so it goes no further than here.
            opening.standing(self.restore_epoch).permits(Step::Attempt, now).map_err(refuse)?;
            identity::check_opening_hash(act.body.opening_hash, &opening)?;
            acts::take(connection, act, now).await?;
            let ke2 = self.answer_once(connection, &opening, act.body.ke1, now).await?;
            let expires_at = opening.expires_at().unwrap_or(now);
            let lasts_until = State::Attempted.lasts_until(now, expires_at);
            db::mark_attempted(connection, act.body.opening, signing_key, lasts_until).await?;
            self.append(connection, &opening, SrsEvent::Attempted, act.hash(), now).await?;
            respond(connection, &opening, &ke2).await
        })
        .await
    }

    /// Takes record and setup out of the database, for good, and spends them on this KE1.
    async fn answer_once(
        &self,
        connection: &mut Connection,
        opening: &db::OpeningRow,
        ke1: Ke1,
        now: UnixMs,
    ) -> Outcome<Ke2> {
        let (id, context) = (opening.id.0, self.opaque_context(opening));
        let secret = db::take_opening_secret(connection, id).await?;
        let secret = secret.ok_or_else(|| Error::internal("a live opening without its secret"))?;
        let answer =
            compute(move || secret.server_setup.answer_log_in(&context, Some(&secret.opaque_record), &ke1)).await?;
        let answer = answer.map_err(Error::of_opaque("ke1"))?;
        let served = db::Attempt { ke1, ke2: answer.ke2, log_in_state: Some(answer.state), served_at: now };
        db::insert_attempt(connection, id, &served).await?;
        Ok(answer.ke2)
    }
}

/// The answer that this very KE1 got less than a minute ago.
async fn repeated_answer(
    connection: &mut Connection,
    opening: &db::OpeningRow,
    ke1: &Ke1,
    now: UnixMs,
) -> Outcome<Option<Ke2>> {
    let attempt = db::find_attempt(connection, opening.id.0).await?;
    let repeated = attempt.filter(|attempt| attempt.ke1 == *ke1 && is_still_repeated(attempt.served_at, now));
    Ok(repeated.map(|attempt| attempt.ke2))
}

async fn respond(connection: &mut Connection, opening: &db::OpeningRow, ke2: &Ke2) -> Outcome<AttemptOpeningResponse> {
    let sealed_box = db::read_sealed_box(connection, opening.id.0).await?;
    Ok(AttemptOpeningResponse { ke2: *ke2, sealed_box })
}
