//! What an opening opens, and under which keys: portion by portion, the home batches that hold nothing else, and one
//! opening batch for the rest.
//!
//! So there is exactly one rk a portion, and the choice of records, too, is cryptography.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::wrap_batches::to_wire;
use super::{FlowError, Host, Listing, Member, OwnRecord};
use crate::api::BatchWithSlots;
use crate::api::srs::PortionReKey;
use crate::crypto::ProtocolObject as _;
use crate::envelope::{BatchKemSecret, KeyBatch, KeySlot, export_kem_secret};
use crate::id::{AccountId, BatchId, Bytes, Hash, RecordId};
use crate::portion::Portion;
use crate::pre::{PreContext, PreSecretKey, ReEncryptionKey, make_re_encryption_key};
use crate::sharing::{BoxKey, OpeningBatch, OpeningPortion, OpeningRecord, PortionCard, Scope};

/// What an opening opens, and under which keys.
#[derive(Default)]
pub(super) struct Selection {
    pub(super) records: Vec<OpeningRecord>,
    pub(super) batches: Vec<OpeningBatch>,
    pub(super) box_keys: Vec<BoxKey>,
    /// Batches made for this opening alone.
    pub(super) made: Vec<BatchWithSlots>,
    pub(super) portions: Vec<OpeningPortion>,
    pub(super) re_keys: Vec<PortionReKey>,
    pub(super) cards: Vec<PortionCard>,
}

impl<H: Host> Member<H> {
    /// Portion by portion: home batches where they hold nothing else, an opening batch for the rest, one rk each.
    pub(super) fn select(
        &self,
        listing: &Listing,
        chosen: &[Rc<OwnRecord>],
        one_time_pre_secret: &PreSecretKey,
    ) -> Result<Selection, FlowError> {
        let mut by_portion: BTreeMap<Portion, Vec<&Rc<OwnRecord>>> = BTreeMap::new();
        for record in chosen {
            by_portion.entry(record.header.fields.portion).or_default().push(record);
        }
        let mut selection = Selection::default();
        for (portion, records) in by_portion {
            self.select_portion(portion, &records, listing, one_time_pre_secret, &mut selection)?;
        }
        Ok(selection)
    }

    fn select_portion(
        &self,
        portion: Portion,
        records: &[&Rc<OwnRecord>],
        listing: &Listing,
        one_time_pre_secret: &PreSecretKey,
        selection: &mut Selection,
    ) -> Result<(), FlowError> {
        let vault = self.vault();
        let key = vault.current_portion_key(portion).ok_or(FlowError::Untrustworthy("a portion card"))?;
        let card = &key.card;
        let (at_home, rest): (Vec<&Rc<OwnRecord>>, Vec<_>) = records
            .iter()
            .copied()
            .partition(|record| serves(&record.slot.batch, records, listing, &card.hash(), &vault.account));

        let mut home: BTreeMap<_, &KeyBatch> = BTreeMap::new();
        for record in &at_home {
            if let Some(batch) = listing.batches.get(&record.slot.batch) {
                home.insert(record.slot.batch, batch);
                selection.records.push(name_record(record, &record.slot));
            }
        }
        for batch in home.into_values() {
            selection.add_batch(batch, export_kem_secret(batch, &key.secret.kem)?);
        }
        if !rest.is_empty() {
            let file_keys: Vec<_> =
                rest.iter().map(|record| (record.header.binding(), record.file_key.clone())).collect();
            let wrapped = self.wrap_batch(key, &file_keys)?;
            for record in rest {
                let binding = record.header.binding();
                let slot = wrapped.slots.iter().find(|(other, _)| *other == binding);
                let (_, slot) = slot.ok_or(FlowError::AlteredOrDamaged)?;
                selection.records.push(name_record(record, slot));
            }
            selection.made.push(to_wire(&wrapped.batch, &wrapped.slots));
            selection.add_batch(&wrapped.batch, wrapped.kem_secret);
        }

        let context = PreContext { patient: vault.account, portion, epoch: card.fields.epoch };
        let (re_key, commitment) = make_re_encryption_key(&context, &key.secret.pre, &one_time_pre_secret.public_key());
        selection.portions.push(OpeningPortion {
            portion,
            epoch: card.fields.epoch,
            card: card.hash(),
            pre_key: card.fields.pre_key,
            commitment,
        });
        selection.re_keys.push(re_key_to_wire(portion, &re_key));
        selection.cards.push(card.clone());
        Ok(())
    }
}

impl Selection {
    fn add_batch(&mut self, batch: &KeyBatch, kem_secret: BatchKemSecret) {
        let hash = batch.object_hash();
        self.batches.push(OpeningBatch {
            batch: batch.fields.batch,
            hash,
            portion: batch.fields.portion,
            capsule: batch.capsule,
        });
        self.box_keys.push(BoxKey { batch: hash, kem_secret });
    }
}

/// The current records of a scope that are not hidden: whole portions as they are now, and single records. A void
/// prescription goes along only with what makes it so: alone it would pass for one that counts.
pub(super) fn choose(listing: &Listing, scope: &Scope, is_hidden: impl Fn(RecordId) -> bool) -> Vec<Rc<OwnRecord>> {
    let in_scope = |record: &&Rc<OwnRecord>| {
        !record.pending
            && !is_hidden(record.id())
            && (scope.portions.contains(&record.header.fields.portion) || scope.records.contains(&record.id()))
    };
    let chosen: Vec<Rc<OwnRecord>> = listing.records.iter().filter(in_scope).cloned().collect();
    let ids: BTreeSet<RecordId> = chosen.iter().map(|record| record.id()).collect();
    let counts = |record: &Rc<OwnRecord>| listing.voids.void.get(&record.id()).is_none_or(|by| ids.contains(by));
    chosen.into_iter().filter(counts).collect()
}

/// Whether an opening may name a home batch: the patient wrote it under the current card, and the slots that it was
/// signed over are those of current records of the scope. Their number alone would not do: a record that was slipped
/// into the batch would stand for one that is not to be lent, and the batch's key opens both.
fn serves(batch: &BatchId, records: &[&Rc<OwnRecord>], listing: &Listing, card: &Hash, patient: &AccountId) -> bool {
    listing.batches.get(batch).is_some_and(|home| {
        let chosen = records.iter().filter(|record| record.slot.batch == *batch);
        let mut slots: Vec<(Hash, KeySlot)> =
            chosen.map(|record| (record.header.binding(), record.slot.clone())).collect();
        slots.sort_unstable_by_key(|(binding, _)| *binding);
        home.fields.writer == *patient && home.fields.card == *card && home.check_slots(&slots).is_ok()
    })
}

fn name_record(record: &OwnRecord, slot: &KeySlot) -> OpeningRecord {
    OpeningRecord {
        record: record.id(),
        version: record.header.fields.version,
        header: record.header.object_hash(),
        slot: slot.object_hash(),
        batch: slot.batch,
    }
}

fn re_key_to_wire(portion: Portion, key: &ReEncryptionKey) -> PortionReKey {
    PortionReKey { portion, re_encryption_key: Bytes(key.expose_bytes().to_vec()) }
}
