//! Rolling a portion's keys: a candidate into the vault, every home slot re-wrapped, one transaction at the server.
//!
//! Old portion secrets are never deleted, so a crash at any step, a second device, a prescription for the old epoch:
//! every record stays openable.

use super::register::make_portion_key;
use super::wrap_batches::to_wire;
use super::{FlowError, Host, Listing, Member};
use crate::api::{
    ErrorCode, ReadPortionCardsEndpoint, ReadPortionCardsQuery, RollPortionKeyEndpoint, RollPortionKeyRequest,
};
use crate::crypto::{FileKey, ProtocolObject as _};
use crate::envelope::WrappedBatch;
use crate::id::{Encoded, Hash};
use crate::portion::Portion;
use crate::sharing::{OpenedRecord, PortionCard, RollPortionKey};
use crate::vault::PortionKey;

/// Records wrapped into one batch.
const RECORDS_AT_ONCE: usize = 4096;
/// How often a roll is tried against another device's uploads.
const MOST_TRIES: usize = 4;

impl<H: Host> Member<H> {
    /// Rolls every portion whose roll is due.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn roll_due_portion_keys(&self) -> Result<Vec<Portion>, FlowError> {
        let _one = self.rolls.lock().await;
        // Asked only now: another call may have rolled what was due.
        let due = self.vault().rolls_due.clone();
        for portion in &due {
            self.roll(*portion).await?;
        }
        Ok(due)
    }

    /// Catches up with openings that have ended: tells the SRS of those that it does not know to have ended, and notes rolls
    /// for the portions whose current card they name. All of them: whether one had opened anything before it was taken back
    /// is only the server's word, and a roll too many costs little.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn note_due_rolls(&self) -> Result<(), FlowError> {
        let openings = self.list_openings().await?;
        self.end_at_srs(&openings).await;
        let portions: Vec<Portion> = {
            let vault = self.vault();
            let ended =
                openings.iter().filter(|opening| opening.has_ended() && opening.act.header.actor == vault.account);
            let used = ended.flat_map(|opening| &opening.act.body.portions);
            used.filter(|used| vault.current_portion_key(used.portion).is_some_and(|key| key.card.hash() == used.card))
                .map(|used| used.portion)
                .filter(|portion| !vault.rolls_due.contains(portion))
                .collect()
        };
        if portions.is_empty() { Ok(()) } else { self.change_vault(|vault| vault.note_rolls_due(&portions)).await }
    }

    /// Rolls one portion.
    ///
    /// # Errors
    /// Those of the server; nothing is lost whatever they are.
    pub async fn roll_portion_key(&self, portion: Portion) -> Result<(), FlowError> {
        let _one = self.rolls.lock().await;
        self.roll(portion).await
    }

    async fn roll(&self, portion: Portion) -> Result<(), FlowError> {
        for _ in 0..MOST_TRIES {
            self.forget_listing();
            let listing = self.list_records().await?;
            let (before, candidate) = self.candidate(portion).await?;
            match self.switch(portion, &listing, &before, &candidate).await {
                // Another device rolled or published: its work counts, and the roll goes on top of it.
                Err(error) if error.is_refusal(ErrorCode::OldEpoch) || error.is_refusal(ErrorCode::Conflict) => {
                    self.catch_up_cards().await?;
                    if self.current_card(portion)?.hash() != before.hash() {
                        return self.change_vault(|vault| vault.rolls_due.retain(|due| *due != portion)).await;
                    }
                }
                other => return other,
            }
        }
        Err(FlowError::Untrustworthy("a roll"))
    }

    /// Learns which of one's own cards the server has switched to, by another device or by a roll whose end this device
    /// never saw. Only a card whose secrets are in the vault counts.
    pub(super) async fn catch_up_cards(&self) -> Result<(), FlowError> {
        self.refresh_vault().await?;
        let query = ReadPortionCardsQuery { patient: self.account() };
        let shown = self.call::<ReadPortionCardsEndpoint>(&query).await?.cards;
        let shown: Vec<Hash> = shown.iter().map(|card| card.0.hash()).collect();
        let is_news = |key: &PortionKey| !key.current && shown.contains(&key.card.hash());
        if self.vault().portion_keys.iter().any(is_news) {
            self.change_vault(|vault| {
                for key in vault.portion_keys.iter_mut().filter(|key| shown.contains(&key.card.hash())) {
                    key.current = true;
                }
            })
            .await?;
        }
        Ok(())
    }

    fn current_card(&self, portion: Portion) -> Result<PortionCard, FlowError> {
        let vault = self.vault();
        let key = vault.current_portion_key(portion).ok_or(FlowError::Invalid("Only patients keep records."))?;
        Ok(key.card.clone())
    }

    /// The card before, and the candidate after it: the one that an earlier try left in the vault, or a new one. It is in
    /// the stored vault when this returns.
    async fn candidate(&self, portion: Portion) -> Result<(PortionCard, PortionCard), FlowError> {
        let before = self.current_card(portion)?;
        let hash = before.hash();
        let left = {
            let vault = self.vault();
            let follows = |card: &PortionCard| card.fields.portion == portion && card.fields.previous == hash;
            vault.portion_keys.iter().map(|key| &key.card).find(|card| follows(card)).cloned()
        };
        if let Some(candidate) = left {
            return Ok((before, candidate));
        }
        let epoch = before.fields.epoch.saturating_add(1);
        let (card, secret) = {
            let vault = self.vault();
            let identity = vault.identity.cards.last().ok_or(FlowError::Untrustworthy("a key card"))?;
            let made = make_portion_key(identity, portion, epoch, hash, &vault.identity.signing_key, false);
            (made.card, made.secret)
        };
        self.change_vault(|vault| {
            if vault.portion_key_of_card(&card.hash()).is_none() {
                let (secret, card) = (secret.clone(), card.clone());
                vault.portion_keys.push(PortionKey { secret, card, current: false });
            }
        })
        .await?;
        Ok((before, card))
    }

    async fn switch(
        &self,
        portion: Portion,
        listing: &Listing,
        before: &PortionCard,
        candidate: &PortionCard,
    ) -> Result<(), FlowError> {
        let wrapped = self.rewrap(portion, listing, candidate)?;
        let batches: Vec<_> = wrapped.iter().map(|wrapped| to_wire(&wrapped.batch, &wrapped.slots)).collect();
        let body = RollPortionKey {
            portion,
            card_before: before.hash(),
            card_after: candidate.hash(),
            batches: wrapped.iter().map(|wrapped| wrapped.batch.object_hash()).collect(),
            quarantined: quarantined(listing, portion),
        };
        self.act(self.account(), body, async |act| {
            let request =
                RollPortionKeyRequest { act: Encoded(act), card: Encoded(candidate.clone()), batches: batches.clone() };
            self.call::<RollPortionKeyEndpoint>(&request).await
        })
        .await?;
        self.forget_listing();
        let card = candidate.hash();
        self.change_vault(|vault| {
            for key in vault.portion_keys.iter_mut().filter(|key| key.card.hash() == card) {
                key.current = true;
            }
            vault.rolls_due.retain(|due| *due != portion);
        })
        .await
    }

    /// Wraps the file key of every sound home record anew. The listing checked signatures and commitments.
    fn rewrap(
        &self,
        portion: Portion,
        listing: &Listing,
        candidate: &PortionCard,
    ) -> Result<Vec<WrappedBatch>, FlowError> {
        let mut keys: Vec<(Hash, FileKey)> = listing
            .records
            .iter()
            .filter(|record| !record.pending && record.header.fields.portion == portion)
            .map(|record| (record.header.binding(), record.file_key.clone()))
            .collect();
        // The server gives records to batches in the order of H.
        keys.sort_by_key(|(binding, _)| *binding);
        let vault = self.vault();
        let key = vault.portion_key_of_card(&candidate.hash()).ok_or(FlowError::Untrustworthy("a portion card"))?;
        keys.chunks(RECORDS_AT_ONCE).map(|some| self.wrap_batch(key, some)).collect()
    }
}

/// The damaged home records of a portion. What a clinician planted is no home record, and stops no roll.
fn quarantined(listing: &Listing, portion: Portion) -> Vec<OpenedRecord> {
    let damaged = listing.damaged.iter().filter(|damaged| damaged.portion == portion && !damaged.pending);
    damaged.map(|damaged| OpenedRecord { record: damaged.record, version: damaged.version }).collect()
}
