//! A clinician writes a prescription under an open opening. It is listed as pending until a device of the patient has
//! verified it and taken it into the index.

use sesemr_common::{
    api::{Done, ErrorCode, EventKind, WritePrescriptionRequest},
    crypto::ProtocolObject as _,
    envelope::Authority,
    id::Encoded,
    sharing::{LogKind, Opening, SignedAct, WritePrescription},
};

use super::{
    Sas,
    check_batches::{check_author, match_slots},
    log::{self, Report},
    publish_records::check_bodies,
    tell_both,
};
use crate::{
    access::{opening_state, require_open},
    auth::Session,
    clock::UnixMs,
    db::{
        Connection,
        sas::{
            account, act as acts, key_batch,
            key_slot::{self, NewSlot},
            opening::{self, StoredOpening},
            portion_card,
            record_version::{self, NewVersion},
            upload,
        },
    },
    error::{Error, Outcome},
};

impl Sas {
    /// Stores a prescription.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn write_prescription(&self, session: &Session, request: WritePrescriptionRequest) -> Outcome<Done> {
        let act = request.act.0.clone();
        self.hear_of(act.body.opening).await?;
        self.perform(session, &act, async |connection, now| {
            let open = find_open(connection, &act, now).await?;
            let slots = check(connection, &act, &open, &request).await?;
            let (patient, Encoded(header)) = (act.header.patient, &request.header);
            let new = [NewVersion { header, upload: act.body.upload, opening: Some(open.id) }];
            check_bodies(connection, patient, act.body.upload, &new).await?;
            if !record_version::insert(connection, &new).await?
                || !key_batch::insert(connection, &request.batch.batch.0, None).await?
            {
                return Err(Error::refused(ErrorCode::Conflict, "a record or batch with this id exists"));
            }
            key_slot::insert(connection, patient, &slots, true).await?;
            opening::touch(connection, patient, open.id, now).await?;
            let sides = [patient, act.header.actor];
            tell_both(connection, sides, EventKind::PrescriptionWritten, open.id.0).await?;
            log::append(connection, Report::of_act(LogKind::PrescriptionWritten, &act), now).await
        })
        .await
    }
}

async fn find_open(
    connection: &mut Connection,
    act: &SignedAct<WritePrescription>,
    now: UnixMs,
) -> Outcome<StoredOpening> {
    let open = opening::find(connection, act.body.opening).await?;
    let open = open.filter(|open| (open.patient, open.clinician) == (act.header.patient, act.header.actor));
    let open = open.ok_or_else(|| Error::not_found("opening"))?;
    require_open(opening_state(&open, now))?;
    if open.act == act.body.opening_hash {
        Ok(open)
    } else {
        Err(Error::bad_field("opening_hash", "the prescription names another opening"))
    }
}

/// One new record, by the clinician, in the portion and under the card that the opening names, in a batch of one.
async fn check(
    connection: &mut Connection,
    act: &SignedAct<WritePrescription>,
    open: &StoredOpening,
    request: &WritePrescriptionRequest,
) -> Outcome<Vec<NewSlot>> {
    let (body, patient) = (&act.body, act.header.patient);
    let (Encoded(header), Encoded(batch)) = (&request.header, &request.batch.batch);
    let opening: SignedAct<Opening> = acts::read(connection, patient, open.act).await?;
    let named = opening.body.write_back.iter().find(|named| named.portion == body.portion);
    let named = named.ok_or_else(|| Error::not_permitted("the opening does not allow to write here"))?;
    let cards = portion_card::read_by_hash(connection, patient, &[named.card]).await?;
    let card = cards.first().ok_or_else(|| Error::internal("an opening names a card that is not there"))?;
    let author = (act.header.actor, act.header.actor_key);
    let authority = Authority::Opening(open.act);
    let fields = &header.fields;
    let is_named = (fields.record, fields.portion, header.object_hash()) == (body.record, body.portion, body.header)
        && fields.patient == patient
        && (fields.author, fields.author_key, fields.authority) == (author.0, author.1, authority)
        && fields.version == 1;
    if !is_named {
        return Err(Error::bad_field("header", "the header is not the one that the act names, or not of a new record"));
    }
    let under_card = (batch.fields.card, batch.fields.epoch) == (card.hash(), card.fields.epoch)
        && (batch.fields.patient, batch.fields.portion) == (patient, body.portion);
    if batch.object_hash() != body.batch || !under_card || batch.slot_count != 1 {
        return Err(Error::bad_field(
            "batch",
            "the batch is not the one named, of one record, under the opening's card",
        ));
    }
    if !record_version::read_known(connection, patient, &[body.record]).await?.is_empty() {
        return Err(Error::refused(ErrorCode::Conflict, "a record with this id exists"));
    }
    let held = upload::find(connection, body.upload).await?;
    if held.is_none_or(|held| (held.author, held.opening) != (author.0, Some(open.id))) {
        return Err(Error::not_found("upload"));
    }
    let key = account::find_signing_key(connection, author.0, author.1).await?;
    let key = key.ok_or_else(|| Error::internal("an act was verified with a key that is not there"))?;
    header.verify(&key)?;
    check_author(batch, (author.0, author.1, &key), authority)?;
    match_slots(std::slice::from_ref(&request.batch), &[header])
}
