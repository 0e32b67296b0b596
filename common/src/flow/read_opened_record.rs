//! Reading through a portal: records are released under a ticket, checked against the opening, and opened.

use std::collections::{BTreeMap, BTreeSet};

use super::read_record::{ChunkSource, read_body};
use super::{FlowError, Host, Member, Portal};
use crate::api::srs::{RenewTicketEndpoint, RenewTicketRequest};
use crate::api::{
    ChunkRange, ReadReleasedChunksEndpoint, ReadReleasedChunksRequest, ReleaseRecordsEndpoint, ReleaseRecordsRequest,
    ReleaseRecordsResponse, ReleasedRecord,
};
use crate::codec::Decode as _;
use crate::crypto::{FileKey, ProtocolObject as _, VerifyingKey};
use crate::envelope::{BatchKey, EnvelopeError, KeyBatch, RecordHeader, open_reencrypted_key_batch, open_summary};
use crate::id::{BatchId, Encoded, Hash, KeyId, RecordId};
use crate::record::RecordSummary;
use crate::sharing::{
    OpenedRecord, OpeningRecord, RecordMark, ReleaseRecords, ReleaseRecordsFields, RenewTicket, RenewTicketFields,
};

/// Records released at once.
const RECORDS_AT_ONCE: usize = 256;
/// How long before its end a ticket is renewed, in milliseconds.
const RENEW_AHEAD: u64 = 60_000;

/// A record whose key and summary are open, under an opening.
pub struct LentRecord {
    /// Its header.
    pub header: RecordHeader,
    /// What is said about it.
    pub summary: RecordSummary,
    /// What its patient says of it.
    pub mark: Option<RecordMark>,
    pub(super) author_key: VerifyingKey,
    pub(super) file_key: FileKey,
    chunk_hashes: Vec<Hash>,
}

/// What an opening lends.
#[derive(Default)]
pub struct Lent {
    /// Those that check out.
    pub records: Vec<LentRecord>,
    /// Those that are altered or damaged, or that the server did not show.
    pub damaged: Vec<OpenedRecord>,
    /// Those that the patient deleted since the opening was signed, by an act of theirs.
    pub deleted: Vec<RecordId>,
}

impl<H: Host> Member<H> {
    /// Asks for all records of the opening and opens their keys and summaries. The patient sees that they were opened.
    ///
    /// # Errors
    /// A refusal with `NotOpen`, `TakenBack` or `Expired` where the opening has ended.
    pub async fn list_opened_records(&self, portal: &Portal) -> Result<Lent, FlowError> {
        let mut lent = Lent::default();
        let named: Vec<&OpeningRecord> = portal.opening.body.records.iter().collect();
        let mut authors = self.known_authors();
        for some in named.chunks(RECORDS_AT_ONCE) {
            let released = self.release(portal, some).await?;
            self.learn_authors(&released, &mut authors).await;
            let deleted = self.deleted_among(portal, &released).await;
            let (gone, here): (Vec<&OpeningRecord>, Vec<_>) =
                some.iter().copied().partition(|named| deleted.contains(&named.record));
            lent.deleted.extend(gone.into_iter().map(|named| named.record));
            portal.open_released(&here, released, &authors, &mut lent);
        }
        Ok(lent)
    }

    /// Reads the content of a lent record, piece by piece.
    ///
    /// # Errors
    /// [`FlowError::AlteredOrDamaged`]; what `take` answers; those of the server.
    pub async fn read_opened_record(
        &self,
        portal: &Portal,
        record: &LentRecord,
        take: impl AsyncFnMut(&[u8]) -> Result<(), FlowError>,
    ) -> Result<(), FlowError> {
        let source = LentChunks { member: self, portal, hashes: &record.chunk_hashes };
        read_body(&self.host, &source, &record.header, &record.author_key, &record.file_key, take).await
    }

    /// Keeps the portal open: another ticket from the SRS, and a sign of life to the SAS, which closes what is idle.
    ///
    /// # Errors
    /// A refusal with `NotOpen` where the opening has ended.
    pub async fn keep_open(&self, portal: &Portal) -> Result<(), FlowError> {
        self.renew_ticket(portal, true).await?;
        // Reading counts as use, so reading one chunk again is the sign.
        let read = portal.opened.borrow().first().copied();
        if let Some((record, version)) = read {
            let range = ChunkRange { record, version, from: 0, count: 1 };
            LentChunks { member: self, portal, hashes: &[] }.chunks(vec![range]).await?;
        }
        Ok(())
    }

    /// The records of a release that the patient deleted. The server's word alone is not believed.
    async fn deleted_among(&self, portal: &Portal, released: &ReleaseRecordsResponse) -> BTreeSet<RecordId> {
        let mut deleted = BTreeSet::new();
        for Encoded(act) in &released.deleted {
            let header = &act.header;
            let is_patients = (header.actor, header.patient) == (portal.patient(), portal.patient());
            if is_patients && self.check_act(act).await.is_ok() {
                deleted.insert(act.body.record);
            }
        }
        deleted
    }

    async fn release(&self, portal: &Portal, records: &[&OpeningRecord]) -> Result<ReleaseRecordsResponse, FlowError> {
        let _one = portal.releases.lock().await;
        self.renew_ticket(portal, false).await?;
        let ticket = portal.ticket.borrow().clone();
        let number = portal.next_release.get();
        let fields = ReleaseRecordsFields {
            opening: portal.opening.body.opening,
            opening_hash: portal.opening.hash(),
            number,
            records: records.iter().map(|record| record.record).collect(),
            ticket: ticket.hash(),
        };
        let release = ReleaseRecords::sign(fields, &portal.one_time_signing_key);
        let request = ReleaseRecordsRequest { release: Encoded(release), ticket: Encoded(ticket) };
        let response = self.call::<ReleaseRecordsEndpoint>(&request).await?;
        portal.next_release.set(number.saturating_add(1));
        Ok(response)
    }

    /// Shows the SRS, which sees nothing of reading and writing, that the portal is in use. One that is away is let be.
    pub(super) async fn stay_open(&self, portal: &Portal) -> Result<(), FlowError> {
        match self.renew_ticket(portal, false).await {
            Err(FlowError::Away) => Ok(()),
            other => other,
        }
    }

    async fn renew_ticket(&self, portal: &Portal, even_if_fresh: bool) -> Result<(), FlowError> {
        let (number, expires_at) = {
            let ticket = portal.ticket.borrow();
            (ticket.fields.number, ticket.fields.expires_at)
        };
        if !even_if_fresh && expires_at > self.host.now().saturating_add(RENEW_AHEAD) {
            return Ok(());
        }
        let fields = RenewTicketFields { opening: portal.opening.body.opening, number: number.saturating_add(1) };
        let renewal = RenewTicket::sign(fields, &portal.one_time_signing_key);
        let response = self.call::<RenewTicketEndpoint>(&RenewTicketRequest { renewal: Encoded(renewal) }).await?;
        self.check_ticket(&portal.opening, &response.ticket.0)?;
        *portal.ticket.borrow_mut() = response.ticket.0;
        Ok(())
    }

    /// The keys of everybody this person knows.
    fn known_authors(&self) -> BTreeMap<KeyId, VerifyingKey> {
        let vault = self.vault();
        let known = vault.contacts.iter().flat_map(|contact| &contact.cards);
        known.chain(&vault.identity.cards).map(|card| (card.key_id(), card.fields.signing_key)).collect()
    }

    /// Records may be written by clinicians whom this one has never met: their cards are asked for.
    async fn learn_authors(&self, released: &ReleaseRecordsResponse, authors: &mut BTreeMap<KeyId, VerifyingKey>) {
        for header in released.records.iter().filter_map(|record| RecordHeader::decode(&record.header.0).ok()) {
            let fields = &header.fields;
            if !authors.contains_key(&fields.author_key)
                && let Ok(contact) = self.person(fields.author).await
            {
                authors.extend(contact.cards.iter().map(|card| (card.key_id(), card.fields.signing_key)));
            }
        }
    }
}

impl Portal {
    fn open_released(
        &self,
        named: &[&OpeningRecord],
        released: ReleaseRecordsResponse,
        authors: &BTreeMap<KeyId, VerifyingKey>,
        lent: &mut Lent,
    ) {
        let keys: BTreeMap<BatchId, BatchKey> = released
            .batches
            .iter()
            .filter_map(|batch| Some((batch.0.fields.batch, self.open_batch(&batch.0)?)))
            .collect();
        let mut by_record: BTreeMap<RecordId, (RecordHeader, ReleasedRecord)> = released
            .records
            .into_iter()
            .filter_map(|record| {
                let header = RecordHeader::decode(&record.header.0).ok()?;
                Some((header.fields.record, (header, record)))
            })
            .collect();
        for name in named {
            let opened = by_record.remove(&name.record);
            let opened = opened.and_then(|(header, record)| open_lent(name, header, record, &keys, authors).ok());
            let (record, version) = (name.record, name.version);
            match opened {
                Some(opened) => {
                    let mark = self.marks.get(&record).cloned();
                    lent.records.push(LentRecord { mark, ..opened });
                    self.opened.borrow_mut().insert((record, version));
                }
                None => lent.damaged.push(OpenedRecord { record, version }),
            }
        }
    }

    /// A batch opens where the opening names it by hash, and fragment and box have its two halves.
    fn open_batch(&self, batch: &KeyBatch) -> Option<BatchKey> {
        let hash = batch.object_hash();
        let body = &self.opening.body;
        let named = body.batches.iter().find(|named| named.hash == hash)?;
        let portion = body.portions.iter().find(|portion| portion.portion == named.portion)?;
        let fits = named.batch == batch.fields.batch
            && named.capsule == batch.capsule
            && batch.fields.patient == self.patient()
            && (batch.fields.portion, batch.fields.epoch, batch.fields.card)
                == (portion.portion, portion.epoch, portion.card);
        if !fits {
            return None;
        }
        let (fragment, kem_secret) = (self.fragments.get(&hash)?, self.kem_secrets.get(&hash)?);
        let (pre_key, commitment) = (&portion.pre_key, &portion.commitment);
        open_reencrypted_key_batch(batch, pre_key, &self.one_time_pre_secret, commitment, fragment, kem_secret).ok()
    }
}

/// A record opens where header and slot are the ones that the opening names.
fn open_lent(
    name: &OpeningRecord,
    header: RecordHeader,
    record: ReleasedRecord,
    keys: &BTreeMap<BatchId, BatchKey>,
    authors: &BTreeMap<KeyId, VerifyingKey>,
) -> Result<LentRecord, EnvelopeError> {
    let damaged = EnvelopeError::AlteredOrDamaged;
    let slot = record.slot.0;
    if header.object_hash() != name.header || slot.object_hash() != name.slot || slot.batch != name.batch {
        return Err(damaged);
    }
    let author_key = *authors.get(&header.fields.author_key).ok_or(damaged)?;
    let file_key = keys.get(&slot.batch).ok_or(damaged)?.unwrap_file_key(&header.binding(), &slot)?;
    let summary = open_summary(&header, &author_key, &file_key)?;
    Ok(LentRecord { header, summary, mark: None, author_key, file_key, chunk_hashes: record.chunk_hashes })
}

/// Chunks of a lent record.
pub(super) struct LentChunks<'a, H> {
    pub(super) member: &'a Member<H>,
    pub(super) portal: &'a Portal,
    pub(super) hashes: &'a [Hash],
}

impl<H: Host> ChunkSource for LentChunks<'_, H> {
    async fn chunk_hashes(&self, _header: &RecordHeader) -> Result<Vec<Hash>, FlowError> {
        Ok(self.hashes.to_vec())
    }

    async fn chunks(&self, ranges: Vec<ChunkRange>) -> Result<Vec<u8>, FlowError> {
        self.member.stay_open(self.portal).await?;
        let token = self.member.token().await?;
        let request = ReadReleasedChunksRequest { opening: self.portal.opening.body.opening, ranges };
        Ok(self.member.host.fetch_bytes::<ReadReleasedChunksEndpoint>(&request, Some(&token)).await?)
    }
}
