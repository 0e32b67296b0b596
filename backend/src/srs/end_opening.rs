//! Ending an opening: taken back by the patient, closed by the clinician, or past its time. Fragments and whatever was
//! left are destroyed, and the SRS signs for it.

use sesemr_common::{
    api::srs::{EndOpeningRequest, EndOpeningResponse},
    id::{Encoded, Hash},
    sharing::{EndOpening, EndReason, SignedAct, SrsEntry, SrsEvent},
};

use super::{
    Srs, acts, db, find_opening, identity, lock_opening,
    rules::{Party, State},
};
use crate::{
    clock::UnixMs,
    db::{Connection, transaction::in_transaction},
    error::{Error, Outcome},
};

impl Srs {
    /// Ends an opening in whatever state it is. One that has ended gives the same receipt again.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn end_opening(&self, request: EndOpeningRequest) -> Outcome<EndOpeningResponse> {
        let Encoded(act) = request.act;
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let opening = find_opening(&mut connection, act.body.opening).await?;
        let party = verify_party(&mut connection, &act, &opening).await?;
        let outcome =
            in_transaction(&mut connection, async |connection| self.take_end(connection, &act, party, now).await).await;
        let receipt = acts::settle(&mut connection, &act, now, outcome).await?;
        Ok(EndOpeningResponse { receipt: Encoded(receipt) })
    }

    async fn take_end(
        &self,
        connection: &mut Connection,
        act: &SignedAct<EndOpening>,
        party: Party,
        now: UnixMs,
    ) -> Outcome<SrsEntry> {
        self.check_header(&act.header)?;
        let opening = lock_opening(connection, act.body.opening).await?;
        if !acts::was_taken(connection, act.hash()).await? {
            if !party.may_say(act.body.reason) {
                return Err(Error::not_permitted("only the patient takes an opening back"));
            }
            check_named(act, &opening)?;
            acts::take(connection, act, now).await?;
        }
        if opening.standing(self.restore_epoch).state == State::Ended {
            let receipt = db::find_entry(connection, opening.id.0, SrsEvent::Ended).await?;
            return receipt.ok_or_else(|| Error::internal("an ended opening without its receipt"));
        }
        self.end(connection, &opening, act.body.reason, act.hash(), now).await
    }

    /// Destroys what is left of a locked opening; `act` is zero where nobody asked for it.
    pub(super) async fn end(
        &self,
        connection: &mut Connection,
        opening: &db::OpeningRow,
        reason: EndReason,
        act: Hash,
        now: UnixMs,
    ) -> Outcome<SrsEntry> {
        db::destroy_secrets(connection, opening.id.0).await?;
        db::mark_ended(connection, opening.id.0, reason).await?;
        self.append(connection, opening, SrsEvent::Ended, act, now).await
    }
}

/// The patient, or the clinician whom the opening names; nobody else.
async fn verify_party(
    connection: &mut Connection,
    act: &SignedAct<EndOpening>,
    opening: &db::OpeningRow,
) -> Outcome<Party> {
    if act.header.actor == opening.patient.0 {
        identity::check_is_patient(&act.header, opening.patient.0)?;
        let (_, current) = identity::read_pinned(connection, opening.patient.0).await?;
        identity::verify_act(act, &current)?;
        return Ok(Party::Patient);
    }
    identity::verify_attempter(act, opening)?;
    Ok(Party::Clinician)
}

/// The act names the opening as signed. Where none was activated the patient may not know whether it was: zero or the
/// hash of what they signed are both theirs to name.
fn check_named(act: &SignedAct<EndOpening>, opening: &db::OpeningRow) -> Outcome<()> {
    if opening.opening_hash.is_none() { Ok(()) } else { identity::check_opening_hash(act.body.opening_hash, opening) }
}
