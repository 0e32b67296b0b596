//! Activating an opening: one idempotent upload of record, re-encryption keys, signed opening and box makes it live.

use sesemr_common::{
    api::{Done, srs::ActivateOpeningRequest},
    crypto::opaque::{OpaqueRecord, finish_registration},
    id::{Bytes, Encoded},
    portion::Portion,
    pre::ReEncryptionKey,
    sharing::{Opening, SignedAct, SrsEvent},
};

use super::{
    Srs,
    check_opening::{check_keys, check_registered, verify_opening},
    compute, db, find_opening, identity, lock_opening,
    rules::{State, Step, refuse},
};
use crate::{
    clock::UnixMs,
    db::{Connection, transaction::in_transaction},
    error::{Error, Outcome},
};

/// What goes into the database, all of it checked.
struct Checked {
    record: OpaqueRecord,
    keys: Vec<(Portion, ReEncryptionKey)>,
    sealed_box: Bytes,
    act: SignedAct<Opening>,
}

impl Srs {
    /// Makes an opening live. Its act counts at the SAS, whose bytes these are, so no number is used up here.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn activate_opening(&self, request: ActivateOpeningRequest) -> Outcome<Done> {
        let now = self.clock.now();
        let checked = self.check_activation(request, now).await?;
        let mut connection = self.pool.get().await?;
        in_transaction(&mut connection, async |connection| self.go_live(connection, &checked, now).await).await?;
        Ok(Done {})
    }

    /// Everything that can be checked before the opening is locked: what it depends on does not change.
    async fn check_activation(&self, request: ActivateOpeningRequest, now: UnixMs) -> Outcome<Checked> {
        let Encoded(act) = &request.act;
        let (registered, cards) = {
            let mut connection = self.pool.get().await?;
            let registered = find_opening(&mut connection, act.body.opening).await?;
            let (cards, current) = identity::read_pinned(&mut connection, registered.patient.0).await?;
            verify_opening(act, &registered, &current)?;
            (registered, cards)
        };
        self.check_header(&act.header)?;
        check_registered(act, &registered, self.verifying_key(), now)?;
        compute(move || {
            Ok(Checked {
                record: finish_registration(&request.registration_upload)
                    .map_err(Error::of_opaque("registration_upload"))?,
                keys: check_keys(&request, &cards)?,
                sealed_box: request.sealed_box,
                act: request.act.0,
            })
        })
        .await?
    }

    async fn go_live(&self, connection: &mut Connection, checked: &Checked, now: UnixMs) -> Outcome<()> {
        let (act, id) = (&checked.act, checked.act.body.opening);
        let opening = lock_opening(connection, id).await?;
        if opening.opening_hash == Some(db::Stored(act.hash())) {
            return Ok(());
        }
        opening.standing(self.restore_epoch).permits(Step::Activate, now).map_err(refuse)?;
        db::insert_act(connection, act, None, now).await?;
        db::keep_opaque_record(connection, id, &checked.record).await?;
        db::insert_re_encryption_keys(connection, id, &checked.keys).await?;
        db::insert_sealed_box(connection, id, &checked.sealed_box).await?;
        let expires_at = UnixMs::new(act.body.expires_at);
        let activation = db::Activation {
            opening_hash: db::Stored(act.hash()),
            one_time_signing_key: db::Stored(act.body.one_time_signing_key),
            expires_at: expires_at.to_column(),
            state: db::Word(State::Live),
            lasts_until: State::Live.lasts_until(now, expires_at).to_column(),
        };
        db::mark_live(connection, id, &activation).await?;
        self.append(connection, &opening, SrsEvent::Activated, act.hash(), now).await?;
        Ok(())
    }
}
