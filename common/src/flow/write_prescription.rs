//! Writing a prescription under an opening: a batch of one under the card that the opening names. Corrections and withdrawals
//! go out in the same way.

use std::rc::Rc;

use zeroize::Zeroizing;

use super::credentials::make_id;
use super::wrap_batches::to_wire;
use super::{FlowError, Host, Member, Portal};
use crate::api::frame::Frame;
use crate::api::{
    BatchWithSlots, PutChunksEndpoint, PutChunksQuery, ReadPortionCardsEndpoint, ReadPortionCardsQuery,
    StartUploadEndpoint, StartUploadRequest, UploadRecord, WritePrescriptionEndpoint, WritePrescriptionRequest,
};
use crate::codec::{Encode as _, Encoder};
use crate::crypto::{FileKey, ProtocolObject as _};
use crate::envelope::{
    Authority, KeyBatchFields, RecordHeader, RecordSubject, SealedRecord, seal_record, wrap_file_keys,
};
use crate::id::{BatchId, Encoded, Hash, RecordId, UploadId};
use crate::record::{MedicalRecord, Prescription, PrescriptionWithdrawal, RecordSummary};
use crate::sharing::{PortionCard, WriteBackCard, WritePrescription};

/// The SAS hears of an opening from the SRS, a moment after the clinician does. Pauses before it is asked again, in
/// milliseconds.
const SAS_PAUSES: [u32; 4] = [200, 500, 1_000, 2_000];

/// What a clinician puts their signature to.
#[derive(Clone)]
pub(super) enum Order {
    /// A prescription, which may correct another.
    Prescription(Box<Prescription>),
    /// A prescription withdrawn.
    Withdrawal(Box<PrescriptionWithdrawal>),
}

impl Order {
    /// Whether it is the same one, sent again: its time says when it was tried.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Prescription(one), Self::Prescription(other)) => one.is_same_order(other),
            (Self::Withdrawal(one), Self::Withdrawal(other)) => one.is_same_order(other),
            _ => false,
        }
    }

    fn into_record(self) -> MedicalRecord {
        match self {
            Self::Prescription(prescription) => prescription.into_record(),
            Self::Withdrawal(withdrawal) => withdrawal.into_record(),
        }
    }
}

/// A prescription, a correction or a withdrawal that was written under an opening, as its patient has it.
pub struct WrittenPrescription {
    /// Its header.
    pub header: RecordHeader,
    /// What is said about it.
    pub summary: RecordSummary,
    /// Its `MedicationRequest`.
    pub content: Zeroizing<Vec<u8>>,
}

impl WrittenPrescription {
    /// The record it became.
    pub const fn record(&self) -> RecordId {
        self.header.fields.record
    }
}

/// A prescription as it goes out, kept until it is answered.
pub(super) struct PreparedPrescription {
    /// What it says, by which it is known again.
    order: Order,
    upload: UploadId,
    sealed: SealedRecord,
    batch: BatchWithSlots,
    written: Rc<WrittenPrescription>,
}

impl<H: Host> Member<H> {
    /// Signs a prescription and sends it to the patient. Where the same one was sent and never answered, the same bytes go
    /// out again, with the time of the first try.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] where the opening allows no prescription; a refusal where it has ended.
    pub async fn write_prescription(
        &self,
        portal: &Portal,
        prescription: Prescription,
    ) -> Result<Rc<WrittenPrescription>, FlowError> {
        self.write_order(portal, Order::Prescription(Box::new(prescription))).await
    }

    pub(super) async fn write_order(
        &self,
        portal: &Portal,
        order: Order,
    ) -> Result<Rc<WrittenPrescription>, FlowError> {
        let mut unanswered = portal.unanswered.lock().await;
        let left = unanswered.iter().position(|left| left.order.is_same(&order));
        let prepared = match left {
            Some(place) => unanswered.swap_remove(place),
            None => self.prepare_prescription(portal, order).await?,
        };
        let sent = self.send_prescription(portal, &prepared).await;
        match sent {
            Ok(()) => {
                portal.written.borrow_mut().push(Rc::clone(&prepared.written));
                Ok(prepared.written)
            }
            Err(error) => {
                if error.leaves_open() {
                    unanswered.push(prepared);
                }
                Err(error)
            }
        }
    }

    async fn prepare_prescription(&self, portal: &Portal, order: Order) -> Result<PreparedPrescription, FlowError> {
        let [write_back] = portal.opening.body.write_back.as_slice() else {
            return Err(FlowError::Invalid("This opening is for reading only."));
        };
        self.stay_open(portal).await?;
        let card = self.write_back_card_of(portal, write_back).await?;
        let authority = Authority::Opening(portal.opening.hash());
        let (head, body) = order.clone().into_record().into_parts();
        let subject = RecordSubject {
            patient: portal.patient(),
            record: RecordId(make_id(self.host.now())),
            version: 1,
            portion: write_back.portion,
            author: self.account(),
            author_key: self.key_id(),
            authority,
            previous: Hash::ZERO,
        };
        let file_key = FileKey::make();
        let signing_key = self.vault().identity.signing_key.clone();
        let cipher = self.host.body_cipher();
        let content = Zeroizing::new(body.clone());
        let sealed = seal_record(subject, head.summary(), body, &file_key, &signing_key, cipher).await?;
        let (header, summary) = (sealed.header.clone(), head.summary().clone());
        let written = Rc::new(WrittenPrescription { header, summary, content });
        let fields = KeyBatchFields {
            batch: BatchId(make_id(self.host.now())),
            patient: portal.patient(),
            portion: write_back.portion,
            epoch: card.fields.epoch,
            card: card.hash(),
            writer: self.account(),
            writer_key: self.key_id(),
            authority,
        };
        let keys = [(sealed.header.binding(), file_key)];
        let wrapped = wrap_file_keys(fields, &card.fields.pre_key, &card.fields.kem_key, &keys, &signing_key)?;
        let batch = to_wire(&wrapped.batch, &wrapped.slots);
        Ok(PreparedPrescription { order, upload: UploadId(make_id(self.host.now())), sealed, batch, written })
    }

    async fn send_prescription(&self, portal: &Portal, prepared: &PreparedPrescription) -> Result<(), FlowError> {
        let PreparedPrescription { upload, sealed, batch, .. } = prepared;
        self.upload_sealed(*upload, portal, sealed).await?;
        let fields = &sealed.header.fields;
        let body = WritePrescription {
            upload: *upload,
            opening: portal.opening.body.opening,
            opening_hash: portal.opening.hash(),
            record: fields.record,
            portion: fields.portion,
            header: sealed.header.object_hash(),
            batch: batch.batch.0.object_hash(),
        };
        let wish = body.encode();
        self.act_once(&wish, portal.patient(), body, async |act| {
            let header = Encoded(sealed.header.clone());
            let request = WritePrescriptionRequest { act: Encoded(act), batch: batch.clone(), header };
            self.call::<WritePrescriptionEndpoint>(&request).await
        })
        .await?;
        Ok(())
    }

    /// The card that the opening names, as the server shows it, checked by hash and by the patient's signature.
    async fn write_back_card_of(&self, portal: &Portal, write_back: &WriteBackCard) -> Result<PortionCard, FlowError> {
        let query = ReadPortionCardsQuery { patient: portal.patient() };
        let mut pauses = SAS_PAUSES.iter();
        let card = loop {
            let cards = self.call::<ReadPortionCardsEndpoint>(&query).await?.cards;
            let named = cards.into_iter().map(|card| card.0).find(|card| card.hash() == write_back.card);
            match (named, pauses.next()) {
                (Some(card), _) => break card,
                (None, Some(pause)) => self.host.sleep(*pause).await,
                (None, None) => return Err(FlowError::Untrustworthy("a portion card")),
            }
        };
        let patient = self.person(portal.patient()).await?;
        card.verify(&patient.card()?.fields.signing_key)?;
        let fits = card.fields.patient == portal.patient() && card.fields.portion == write_back.portion;
        if fits { Ok(card) } else { Err(FlowError::Untrustworthy("a portion card")) }
    }

    async fn upload_sealed(&self, upload: UploadId, portal: &Portal, sealed: &SealedRecord) -> Result<(), FlowError> {
        let fields = &sealed.header.fields;
        let (record, version) = (fields.record, fields.version);
        let chunks = fields.layout.count();
        let request = StartUploadRequest {
            upload,
            patient: portal.patient(),
            opening: Some(portal.opening.body.opening),
            records: vec![UploadRecord { record, version, chunks, bytes: fields.layout.sealed_length() }],
        };
        if self.call::<StartUploadEndpoint>(&request).await?.published {
            return Ok(());
        }
        let mut frames = Encoder::default();
        for (chunk, index) in sealed.chunks.iter().zip(0..) {
            Frame { record, version, index, bytes: chunk.bytes.clone() }.write(&mut frames);
        }
        let token = self.token().await?;
        self.host.send_bytes::<PutChunksEndpoint>(&PutChunksQuery { upload }, frames.finish(), Some(&token)).await?;
        Ok(())
    }
}
