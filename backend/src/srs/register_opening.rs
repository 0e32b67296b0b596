//! Registering an opening: the SRS makes a `ServerSetup` for it alone and answers the OPAQUE registration.

use sesemr_common::{
    api::{
        ErrorCode,
        srs::{RegisterOpeningRequest, RegisterOpeningResponse},
    },
    crypto::opaque::{OpaqueContext, RegistrationResponse, ServerSetup},
    id::Encoded,
    sharing::{KeyCard, RegisterOpening, SignedAct, SrsEvent},
};

use super::{Srs, acts, compute, db, find_opening, identity, rules};
use crate::{
    clock::UnixMs,
    db::{Connection, transaction::in_transaction},
    error::{Error, Outcome},
};

impl Srs {
    /// Prepares an opening, and pins the patient's key card where none is pinned.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn register_opening(&self, request: RegisterOpeningRequest) -> Outcome<RegisterOpeningResponse> {
        let RegisterOpeningRequest { act: Encoded(act), key_cards } = request;
        identity::check_is_patient(&act.header, act.header.patient)?;
        identity::verify_act(&act, identity::verify_chain(&key_cards, act.header.patient)?)?;
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let outcome = self.prepare_opening(&mut connection, &act, &key_cards, now).await;
        let registration_response = acts::settle(&mut connection, &act, now, outcome).await?;
        Ok(RegisterOpeningResponse { registration_response })
    }

    async fn prepare_opening(
        &self,
        connection: &mut Connection,
        act: &SignedAct<RegisterOpening>,
        key_cards: &[Encoded<KeyCard>],
        now: UnixMs,
    ) -> Outcome<RegistrationResponse> {
        self.check_header(&act.header)?;
        let request = act.body.registration_request;
        let context = OpaqueContext::opening(act.body.opening, act.body.clinician_key, self.verifying_key().0);
        let answered = compute(move || {
            let setup = ServerSetup::make();
            setup.answer_registration(&context, &request).map(|response| (setup, response))
        })
        .await?;
        let (server_setup, response) = answered.map_err(Error::of_opaque("registration_request"))?;
        let registration = self.registration(act, response, now);
        in_transaction(connection, async |connection| {
            if acts::was_taken(connection, act.hash()).await? || !db::insert_opening(connection, &registration).await? {
                return answer_again(connection, act).await;
            }
            acts::take(connection, act, now).await?;
            identity::pin_cards(connection, key_cards, act.header.patient).await?;
            let unfinished = db::count_unfinished_openings(connection, act.header.patient).await?;
            rules::admit_registration(unfinished).map_err(Error::too_many)?;
            db::insert_server_setup(connection, act.body.opening, &server_setup).await?;
            let opening = find_opening(connection, act.body.opening).await?;
            self.append(connection, &opening, SrsEvent::Registered, act.hash(), now).await?;
            Ok(response)
        })
        .await
    }

    fn registration(
        &self,
        act: &SignedAct<RegisterOpening>,
        response: RegistrationResponse,
        now: UnixMs,
    ) -> db::Registration {
        db::Registration {
            id: db::Stored(act.body.opening),
            patient: db::Stored(act.header.patient),
            clinician: db::Stored(act.body.clinician),
            clinician_key: db::Stored(act.body.clinician_key),
            grant_hash: db::Stored(act.body.grant_hash),
            restore_epoch: i64::from(self.restore_epoch),
            opaque_response: db::Stored(response),
            state: db::Word(rules::State::Registered),
            lasts_until: rules::State::Registered.lasts_until(now, now).to_column(),
        }
    }
}

/// The answer that the same act got before; whoever comes with another act for a taken id is refused.
async fn answer_again(connection: &mut Connection, act: &SignedAct<RegisterOpening>) -> Outcome<RegistrationResponse> {
    if acts::was_taken(connection, act.hash()).await? {
        Ok(find_opening(connection, act.body.opening).await?.opaque_response.0)
    } else {
        Err(Error::refused(ErrorCode::Conflict, "an opening of this id exists: choose another"))
    }
}
