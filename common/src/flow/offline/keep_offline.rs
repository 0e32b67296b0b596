//! Keeping a copy of one's own records on this device, and forgetting it.

use std::rc::Rc;

use super::OfflineHost;
use super::kept::{
    KeptBodies, KeptBody, KeptKey, KeptListing, bodies_name, body_name, key_name, listing_name, load, store,
};
use crate::api::frame::Frame;
use crate::api::{ChunkRange, ReadChunksEndpoint, ReadChunksRequest};
use crate::codec::Encoder;
use crate::crypto::derive_account_password;
use crate::envelope::RecordHeader;
use crate::flow::log_in::normalise;
use crate::flow::read_record::CHUNKS_AT_ONCE;
use crate::flow::{DeviceKeyPlace, FlowError, Host, Listing, Member};
use crate::vault::seal_vault;

/// The largest body that is kept, in sealed bytes: a device lends its browser a limited room.
const LARGEST_BODY: u64 = 16 * 1024 * 1024;
/// The most that all bodies may take, in sealed bytes.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// What this device keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptOffline {
    /// When it was last brought up to date, in milliseconds since 1970 UTC.
    pub at: u64,
    /// Records whose content is here.
    pub records: usize,
    /// Records that are listed, but whose content is too large to be kept.
    pub left_out: usize,
    /// What the contents take, in bytes.
    pub bytes: u64,
}

impl<H: Host> Member<OfflineHost<H>> {
    /// Wants a copy on this device from now on, under this password; under a changed password, wants it anew.
    /// [`Self::refresh_offline`] then makes it.
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
        store(&self.host, &name, &KeptKey::wrap(account, &key, &password)?).await
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
        let records = listing.records.iter().filter(|record| has_body(&record.header)).count();
        let bytes = bodies.values().map(|body| body.bytes).sum();
        Ok(Some(KeptOffline { at: kept.at, records, left_out: listing.records.len() - records, bytes }))
    }

    /// Brings the copy up to date: vault and listing first, then the contents that are new. Stops where `go_on` says so;
    /// what was kept until then stays.
    ///
    /// # Errors
    /// Those of the server and the device's storage; [`FlowError::Cancelled`].
    pub async fn refresh_offline(&self, mut go_on: impl FnMut(usize, usize) -> bool) -> Result<(), FlowError> {
        let listing = self.note_listing().await?;
        let mut bodies = self.kept_bodies().await?;
        self.drop_old_bodies(&listing, &mut bodies).await?;
        let mut room = MOST_BYTES.saturating_sub(bodies.values().map(|body| body.bytes).sum());
        let all = listing.records.len();
        // The newest first: where room ends, it ends with the oldest.
        for (done, record) in listing.records.iter().rev().enumerate() {
            if !go_on(done, all) {
                return Err(FlowError::Cancelled);
            }
            let header = &record.header;
            let bytes = header.fields.layout.sealed_length();
            if bodies.contains_key(&record.id()) || bytes > LARGEST_BODY || bytes > room {
                continue;
            }
            self.keep_body(header).await?;
            bodies.insert(record.id(), KeptBody { version: header.fields.version, bytes });
            store(&self.host, &bodies_name(self.account()), &bodies).await?;
            room -= bytes;
        }
        Ok(())
    }

    /// Wants no copy any more, and removes what was kept.
    ///
    /// # Errors
    /// Those of the device's storage.
    pub async fn forget_offline(&self) -> Result<(), FlowError> {
        let account = self.account();
        // The key first: without it the rest opens for nobody.
        self.host.remove(&self.offline_key_name()).await?;
        self.host.remove(&listing_name(account)).await?;
        for (record, body) in self.kept_bodies().await? {
            self.host.remove(&body_name(account, record, body.version)).await?;
        }
        Ok(self.host.remove(&bodies_name(account)).await?)
    }

    /// Lists anew, and stores in one piece what the server answered and the vault that now goes with it: the one that has
    /// reached the index.
    async fn note_listing(&self) -> Result<Rc<Listing>, FlowError> {
        self.forget_listing();
        self.host.start_noting();
        let listed = self.list_records().await;
        let answers = self.host.end_noting();
        let listing = listed?;
        let kept = {
            let state = self.state.borrow();
            let sealed_vault = seal_vault(&state.vault, &state.vault_key);
            KeptListing { at: self.host.now(), vault_version: state.vault.version, sealed_vault, answers }
        };
        store(&self.host, &listing_name(self.account()), &kept).await?;
        Ok(listing)
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
        store(&self.host, &bodies_name(account), bodies).await
    }

    async fn kept_bodies(&self) -> Result<KeptBodies, FlowError> {
        Ok(load(&self.host, &bodies_name(self.account())).await?.unwrap_or_default())
    }

    fn offline_key_name(&self) -> String {
        key_name(&normalise(&self.profile().handle))
    }
}
