//! Making key batches of one's own: one a portion, under the portion's current card.

use std::collections::BTreeMap;

use super::credentials::make_id;
use super::{FlowError, Host, Member};
use crate::api::BatchWithSlots;
use crate::crypto::FileKey;
use crate::envelope::{
    Authority, BatchKey, EnvelopeError, KeyBatch, KeyBatchFields, KeySlot, WrappedBatch, wrap_file_keys,
};
use crate::id::{BatchId, Encoded, Hash};
use crate::portion::Portion;
use crate::vault::PortionKey;

/// A file key with what it belongs to.
pub(super) struct Keyed {
    pub(super) portion: Portion,
    /// H of the record header.
    pub(super) binding: Hash,
    pub(super) file_key: FileKey,
}

impl<H: Host> Member<H> {
    /// Wraps file keys into one batch a portion, under the cards in force.
    pub(super) fn wrap_batches(&self, keys: &[Keyed]) -> Result<Vec<WrappedBatch>, FlowError> {
        let mut portions: BTreeMap<Portion, Vec<(Hash, FileKey)>> = BTreeMap::new();
        for key in keys {
            portions.entry(key.portion).or_default().push((key.binding, key.file_key.clone()));
        }
        let vault = self.vault();
        portions
            .into_iter()
            .map(|(portion, keys)| {
                let portion_key =
                    vault.current_portion_key(portion).ok_or(FlowError::Invalid("Only patients keep records."))?;
                self.wrap_batch(portion_key, &keys)
            })
            .collect()
    }

    /// Opens a batch that this person wrapped.
    pub(super) fn open_own_batch(&self, batch: &KeyBatch) -> Result<BatchKey, EnvelopeError> {
        self.open_batch(batch, &self.own_keys())
    }

    /// Wraps file keys under one of one's own portion keys.
    pub(super) fn wrap_batch(
        &self,
        key: &PortionKey,
        file_keys: &[(Hash, FileKey)],
    ) -> Result<WrappedBatch, FlowError> {
        let vault = self.vault();
        let card = &key.card.fields;
        let fields = KeyBatchFields {
            batch: BatchId(make_id(self.host.now())),
            patient: vault.account,
            portion: card.portion,
            epoch: card.epoch,
            card: key.card.hash(),
            writer: vault.account,
            writer_key: vault.key_id(),
            authority: Authority::Own,
        };
        Ok(wrap_file_keys(fields, &card.pre_key, &card.kem_key, file_keys, &vault.identity.signing_key)?)
    }
}

/// A batch as the wire carries it.
pub(super) fn to_wire(batch: &KeyBatch, slots: &[(Hash, KeySlot)]) -> BatchWithSlots {
    BatchWithSlots {
        batch: Encoded(batch.clone()),
        slots: slots.iter().map(|(_, slot)| Encoded(slot.clone())).collect(),
    }
}
