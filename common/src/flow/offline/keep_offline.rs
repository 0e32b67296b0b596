//! Keeping a copy of one's own records on this device, and forgetting it.

use std::rc::Rc;

use super::OfflineHost;
use super::kept::{
    Answers, KeptBodies, KeptBody, KeptKey, KeptListing, bodies_name, body_name, body_prefix, key_name, listing_name,
    load, store,
};
use super::offline_host::noted_index_head;
use crate::api::frame::Frame;
use crate::api::{ChunkRange, ReadChunksEndpoint, ReadChunksRequest};
use crate::codec::Encoder;
use crate::crypto::derive_account_password;
use crate::envelope::RecordHeader;
use crate::flow::log_in::normalise;
use crate::flow::read_record::CHUNKS_AT_ONCE;
use crate::flow::{DeviceKeyPlace, FlowError, Host, Listing, Member};
use crate::sharing::IndexHead;
use crate::vault::{VaultContent, seal_vault};

/// The largest body that is kept, in sealed bytes: a device lends its browser a limited room.
const LARGEST_BODY: u64 = 16 * 1024 * 1024;
/// The most that all bodies may take, in sealed bytes.
const MOST_BYTES: u64 = 512 * 1024 * 1024;
/// After how many bodies the list of them is written, and once more at the end. What a crash leaves unlisted is fetched
/// again under the same name.
const LISTED_AT_ONCE: usize = 32;

/// What this device keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptOffline {
    /// When it was last brought up to date, in milliseconds since 1970 UTC.
    pub at: u64,
    /// Records whose content is here.
    pub records: usize,
    /// Records that are listed, but whose content is too large to be kept.
    pub left_out: usize,
    /// Records whose content would be kept and is not here: the copy did not come that far, or room ended.
    pub missing: usize,
    /// What the contents take, in bytes.
    pub bytes: u64,
}

impl<H: Host> Member<OfflineHost<H>> {
    /// Keeps a first copy. One that does not come to its end leaves nothing behind, and none is wanted.
    ///
    /// # Errors
    /// As [`Self::keep_offline`] and [`Self::refresh_offline`].
    pub async fn keep_first_copy(
        &self,
        password: &str,
        go_on: impl FnMut(usize, usize) -> bool,
    ) -> Result<(), FlowError> {
        // Another window may have made one meanwhile: that one stays.
        let is_first = self.kept_offline().await?.is_none();
        self.keep_offline(password).await?;
        let made = self.refresh_offline(go_on).await;
        if made.is_err() && is_first {
            self.forget_offline().await?;
        }
        made
    }

    /// Wants a copy on this device from now on, under this password; [`Self::refresh_offline`] then makes it. Where
    /// password, kit or vault key have changed, what is kept opens with those in force now; no server is asked.
    ///
    /// # Errors
    /// [`FlowError::WrongPassword`] where it is not the one of this sign-in; those of the device's storage.
    pub async fn keep_offline(&self, password: &str) -> Result<(), FlowError> {
        if !self.confirms_password(password) {
            return Err(FlowError::WrongPassword);
        }
        let account = self.account();
        let mac = self.host.device_mac(account, DeviceKeyPlace::InForce).await?.ok_or(FlowError::KitNeeded)?;
        let password = derive_account_password(password, &mac);
        let key = self.state.borrow().vault_key.clone();
        let name = self.offline_key_name();
        let kept: Option<KeptKey> = load(&self.host, &name).await?;
        if kept.is_some_and(|kept| kept.is_of(account, &key, &password)) {
            return Ok(());
        }
        store(&self.host, &name, &KeptKey::wrap(account, &key, &password)?).await?;
        self.seal_kept_vault().await
    }

    /// Whether a copy is wanted on this device.
    ///
    /// # Errors
    /// Those of the device's storage.
    pub async fn keeps_offline(&self) -> Result<bool, FlowError> {
        Ok(self.host.load(&self.offline_key_name()).await?.is_some())
    }

    /// What is kept; nothing where no copy is wanted, or none was made yet.
    ///
    /// # Errors
    /// Those of the device's storage.
    pub async fn kept_offline(&self) -> Result<Option<KeptOffline>, FlowError> {
        if !self.keeps_offline().await? {
            return Ok(None);
        }
        let Some(kept) = load::<KeptListing>(&self.host, &listing_name(self.account())).await? else {
            return Ok(None);
        };
        let (listing, bodies) = (self.list_records().await?, self.kept_bodies().await?);
        let has_body = |header: &RecordHeader| {
            bodies.get(&header.fields.record).is_some_and(|body| body.version == header.fields.version)
        };
        let (here, not_here): (Vec<_>, Vec<_>) = listing.records.iter().partition(|record| has_body(&record.header));
        let left_out = not_here.iter().filter(|record| is_too_large(&record.header)).count();
        let bytes = bodies.values().map(|body| body.bytes).sum();
        let missing = not_here.len() - left_out;
        Ok(Some(KeptOffline { at: kept.at, records: here.len(), left_out, missing, bytes }))
    }

    /// Brings the copy up to date: vault and listing first, then the contents that are new. Stops where `go_on` says so;
    /// what was kept until then stays.
    ///
    /// # Errors
    /// Those of the server and the device's storage; [`FlowError::Cancelled`], also where the copy was forgotten
    /// meanwhile.
    pub async fn refresh_offline(&self, go_on: impl FnMut(usize, usize) -> bool) -> Result<(), FlowError> {
        // What answers now is the copy itself: it must not be replaced by what it does not say of itself.
        if self.host.is_offline() {
            return Err(FlowError::Away);
        }
        let listing = self.note_listing().await?;
        let mut bodies = self.kept_bodies().await?;
        self.drop_old_bodies(&listing, &mut bodies).await?;
        let kept = self.keep_bodies(&listing, &mut bodies, go_on).await;
        self.list_bodies(&bodies).await?;
        kept
    }

    /// Wants no copy any more, and removes what was kept.
    ///
    /// # Errors
    /// Those of the device's storage.
    pub async fn forget_offline(&self) -> Result<(), FlowError> {
        let account = self.account();
        self.forget_offline_key().await?;
        self.host.remove(&listing_name(account)).await?;
        self.host.remove(&bodies_name(account)).await?;
        Ok(self.host.remove_all(&body_prefix(account)).await?)
    }

    /// Removes the key of the copy, without which the rest opens for nobody. A [`Self::refresh_offline`] that is going
    /// on stops; [`Self::forget_offline`] then removes the rest.
    ///
    /// # Errors
    /// Those of the device's storage.
    pub async fn forget_offline_key(&self) -> Result<(), FlowError> {
        Ok(self.host.remove(&self.offline_key_name()).await?)
    }

    async fn keep_bodies(
        &self,
        listing: &Listing,
        bodies: &mut KeptBodies,
        mut go_on: impl FnMut(usize, usize) -> bool,
    ) -> Result<(), FlowError> {
        let mut room = MOST_BYTES.saturating_sub(bodies.values().map(|body| body.bytes).sum());
        let all = listing.records.len();
        // The newest first: where room ends, it ends with the oldest.
        for (done, record) in listing.records.iter().rev().enumerate() {
            if !go_on(done, all) {
                return Err(FlowError::Cancelled);
            }
            let header = &record.header;
            let bytes = header.fields.layout.sealed_length();
            if bodies.contains_key(&record.id()) || is_too_large(header) || bytes > room {
                continue;
            }
            self.keep_body(header).await?;
            bodies.insert(record.id(), KeptBody { version: header.fields.version, bytes });
            room -= bytes;
            if bodies.len().is_multiple_of(LISTED_AT_ONCE) {
                self.list_bodies(bodies).await?;
            }
        }
        Ok(())
    }

    /// Lists anew, and stores in one piece what the server answered and the vault that goes with it.
    async fn note_listing(&self) -> Result<Rc<Listing>, FlowError> {
        self.forget_listing();
        self.host.start_noting();
        let listed = self.list_records().await;
        let answers = self.host.end_noting();
        let listing = listed?;
        let head = noted_index_head(&answers).ok_or(FlowError::Untrustworthy("the record index"))?;
        self.still_wanted().await?;
        let kept = self.seal_listing(self.host.now(), answers, head);
        store(&self.host, &listing_name(self.account()), &kept).await?;
        Ok(listing)
    }

    /// Seals the vault of what is kept under the vault key in force, where it has seen no more than what is kept.
    /// Anything else waits for the next listing.
    async fn seal_kept_vault(&self) -> Result<(), FlowError> {
        let name = listing_name(self.account());
        let Some(kept) = load::<KeptListing>(&self.host, &name).await? else { return Ok(()) };
        let seen = self.vault().index_head.clone();
        if noted_index_head(&kept.answers).as_ref() == Some(&seen) {
            store(&self.host, &name, &self.seal_listing(kept.at, kept.answers, seen)).await
        } else {
            Ok(self.host.remove(&name).await?)
        }
    }

    /// The vault may have seen more of the index than what was noted: records were added meanwhile. The kept one has
    /// not.
    fn seal_listing(&self, at: u64, answers: Answers, index_head: IndexHead) -> KeptListing {
        let state = self.state.borrow();
        let vault = VaultContent { index_head, ..state.vault.clone() };
        KeptListing { at, vault_version: vault.version, sealed_vault: seal_vault(&vault, &state.vault_key), answers }
    }

    async fn keep_body(&self, header: &RecordHeader) -> Result<(), FlowError> {
        let (record, version) = (header.fields.record, header.fields.version);
        let count = header.fields.layout.count();
        let mut frames = Encoder::with_capacity(0);
        let mut from = 0;
        while from < count {
            let some = CHUNKS_AT_ONCE.min(count - from);
            let request = ReadChunksRequest { ranges: vec![ChunkRange { record, version, from, count: some }] };
            let token = self.token().await?;
            let bytes = self.host.fetch_bytes::<ReadChunksEndpoint>(&request, Some(&token)).await?;
            let read = Frame::read_all(&bytes).map_err(|_| FlowError::AlteredOrDamaged)?;
            for frame in &read {
                frame.write(&mut frames);
            }
            from += some;
        }
        self.still_wanted().await?;
        Ok(self.host.store(&body_name(self.account(), record, version), frames.finish()).await?)
    }

    /// Bodies of versions that are no longer the newest, and of records that are gone.
    async fn drop_old_bodies(&self, listing: &Listing, bodies: &mut KeptBodies) -> Result<(), FlowError> {
        let account = self.account();
        let current = |record, version| {
            let is_it = |header: &RecordHeader| (header.fields.record, header.fields.version) == (record, version);
            listing.records.iter().any(|own| is_it(&own.header))
        };
        let old: Vec<_> = bodies
            .iter()
            .filter(|(record, body)| !current(**record, body.version))
            .map(|(record, body)| (*record, body.version))
            .collect();
        for (record, version) in old {
            self.host.remove(&body_name(account, record, version)).await?;
            bodies.remove(&record);
        }
        self.list_bodies(bodies).await
    }

    async fn list_bodies(&self, bodies: &KeptBodies) -> Result<(), FlowError> {
        self.still_wanted().await?;
        store(&self.host, &bodies_name(self.account()), bodies).await
    }

    /// Asked before anything is stored: what was forgotten meanwhile does not come back.
    async fn still_wanted(&self) -> Result<(), FlowError> {
        if self.keeps_offline().await? { Ok(()) } else { Err(FlowError::Cancelled) }
    }

    async fn kept_bodies(&self) -> Result<KeptBodies, FlowError> {
        Ok(load(&self.host, &bodies_name(self.account())).await?.unwrap_or_default())
    }

    fn offline_key_name(&self) -> String {
        key_name(&normalise(&self.profile().handle))
    }
}

fn is_too_large(header: &RecordHeader) -> bool {
    header.fields.layout.sealed_length() > LARGEST_BODY
}
