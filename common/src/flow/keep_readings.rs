//! Typed readings that could not be sent: sealed on the device, and sent once the server answers, exactly once.
//!
//! They are sealed to this person (`own_seal`). A set of readings has the id of the upload that it will be, so that an upload
//! which the server took and whose answer was lost goes on instead of beginning again.
//!
//! ```text
//! kept = seal_base(own KEM key, "sesemr/1/kept-readings" ‖ 0 ‖ account ‖ upload, KeptSet)
//! ```

use std::collections::BTreeSet;
use std::rc::Rc;

use super::credentials::{made_at, make_id};
use super::upload_draft::Drafts;
use super::{BroughtMark, FlowError, Host, Member, NewRecord, UploadWatch};
use crate::codec::{Decode as _, Encode as _, object};
use crate::envelope::BytesSource;
use crate::id::{AccountId, Bytes, UploadId};
use crate::portion::Portion;
use crate::record::{ContentId, MediaType, MedicalRecord, RecordSummary, Title};

/// The most sets that one device keeps.
const MOST_SETS: usize = 200;

object! {
    /// One reading.
    local struct KeptReading {
        /// Its title, as text.
        title: Bytes,
        /// Its date, as text; empty where it has none.
        date: Bytes,
        /// By which it is recognised.
        content_id: ContentId,
        /// Its bytes.
        content: Bytes,
    }
}

object! {
    /// Readings that were typed together.
    local struct KeptSet {
        /// k of the summaries that follow.
        group_size: u32,
        /// The readings.
        readings: Vec<KeptReading>,
    }
}

/// Readings that were typed together and not sent yet.
pub struct KeptReadings {
    /// The upload that they will be.
    pub upload: UploadId,
    /// When they were typed, in milliseconds since 1970 UTC.
    pub at: u64,
    /// k of the summaries that follow.
    pub group_size: u32,
    /// The readings.
    pub records: Vec<MedicalRecord>,
}

impl<H: Host> Member<H> {
    /// Keeps typed readings on this device until they are sent.
    ///
    /// # Errors
    /// Those of the device's storage; [`FlowError::Invalid`] where it keeps very many already.
    pub async fn keep_readings(&self, records: &[Rc<MedicalRecord>], group_size: u32) -> Result<UploadId, FlowError> {
        let mut list = self.kept_list().await?;
        if list.len() >= MOST_SETS {
            return Err(FlowError::Invalid("Add fewer records at a time."));
        }
        let upload = UploadId(make_id(self.host.now()));
        let readings = records.iter().map(|record| keep(record)).collect();
        let set = zeroize::Zeroizing::new(KeptSet { group_size, readings }.encode());
        let sealed = self.seal_to_self(&info(self.account(), upload), &set)?;
        self.host.store(&self.kept_name(upload), sealed).await?;
        list.push(upload);
        self.host.store(&self.kept_list_name(), list.encode()).await?;
        Ok(upload)
    }

    /// What this device keeps of this person's, oldest first.
    ///
    /// # Errors
    /// Those of the device's storage.
    pub async fn kept_readings(&self) -> Result<Vec<KeptReadings>, FlowError> {
        let mut sets = Vec::new();
        for upload in self.kept_list().await? {
            sets.extend(self.kept_set(upload).await?);
        }
        Ok(sets)
    }

    /// Sends what was kept, and forgets it once it is stored. What the server took before, and said so to nobody, is not sent
    /// again. Gives how many readings were sent now.
    ///
    /// # Errors
    /// [`FlowError::Away`] at once, without waiting: it stays kept. Those of publishing.
    pub async fn send_kept_readings(&self, upload: UploadId, watch: &impl UploadWatch) -> Result<usize, FlowError> {
        let Some(set) = self.kept_set(upload).await? else { return Ok(0) };
        self.forget_listing();
        let listing = self.list_records().await?;
        let stored: BTreeSet<ContentId> = listing.records.iter().filter_map(|own| own.summary.content_id).collect();
        let is_new = |record: &MedicalRecord| !stored.contains(&record.content_id());
        let watch = Impatient(watch);
        let has_draft = Drafts::of(&self.host, self.account()).load(upload).await?.is_some();
        let count = set.records.iter().filter(|record| is_new(record)).count();
        if count == 0 {
            // Stored already: what is left of its upload is left over.
            self.discard_kept_readings(upload).await?;
            return Ok(0);
        }
        if has_draft {
            let sources = set.records.iter().map(|record| BytesSource::new(record.content().to_vec())).collect();
            match self.resume_upload(upload, sources, &watch).await {
                Err(FlowError::SourceChanged) => self.give_up_upload(upload).await?,
                Err(error) => return Err(error),
                Ok(_) => {
                    self.discard_kept_readings(upload).await?;
                    return Ok(count);
                }
            }
        }
        let new: Vec<NewRecord<BytesSource>> = set.records.into_iter().filter(is_new).map(NewRecord::from).collect();
        self.publish_records_as(upload, new, &watch).await?;
        self.discard_kept_readings(upload).await?;
        Ok(count)
    }

    /// Forgets what was kept, unsent.
    ///
    /// # Errors
    /// Those of the device's storage.
    pub async fn discard_kept_readings(&self, upload: UploadId) -> Result<(), FlowError> {
        // The readings first: a draft without them sends nothing.
        self.host.remove(&self.kept_name(upload)).await?;
        let mut list = self.kept_list().await?;
        list.retain(|other| *other != upload);
        self.host.store(&self.kept_list_name(), list.encode()).await?;
        self.give_up_upload(upload).await
    }

    /// Forgets all readings of this person's that this device keeps, unsent, and those among them that do not open.
    ///
    /// # Errors
    /// Those of the device's storage.
    pub async fn forget_kept_readings(&self) -> Result<(), FlowError> {
        // What the list is called is also what the names of the sets begin with.
        Ok(self.host.remove_all(&self.kept_list_name()).await?)
    }

    async fn kept_list(&self) -> Result<Vec<UploadId>, FlowError> {
        let stored = self.host.load(&self.kept_list_name()).await?;
        Ok(stored.and_then(|bytes| Vec::<UploadId>::decode(&bytes).ok()).unwrap_or_default())
    }

    /// A set; nothing where it does not open: somebody else wrote there.
    async fn kept_set(&self, upload: UploadId) -> Result<Option<KeptReadings>, FlowError> {
        let stored = self.host.load(&self.kept_name(upload)).await?;
        let opened = stored.and_then(|sealed| self.open_from_self(&info(self.account(), upload), &sealed));
        let Some(set) = opened.and_then(|bytes| KeptSet::decode(&bytes).ok()) else { return Ok(None) };
        let records = set.readings.into_iter().filter_map(reopen).collect();
        Ok(Some(KeptReadings { upload, at: made_at(upload.0), group_size: set.group_size, records }))
    }

    fn kept_list_name(&self) -> String {
        format!("kept-readings/{}", self.account())
    }

    fn kept_name(&self, upload: UploadId) -> String {
        format!("kept-readings/{}/{upload}", self.account())
    }
}

fn info(account: AccountId, upload: UploadId) -> Vec<u8> {
    [b"sesemr/1/kept-readings\0".as_slice(), account.as_bytes(), upload.as_bytes()].concat()
}

fn keep(record: &MedicalRecord) -> KeptReading {
    let summary = record.summary();
    KeptReading {
        title: Bytes(summary.title.as_str().as_bytes().to_vec()),
        date: Bytes(summary.clinical_date.as_ref().map_or_else(Vec::new, |date| date.as_str().as_bytes().to_vec())),
        content_id: record.content_id(),
        content: Bytes(record.content().to_vec()),
    }
}

fn reopen(kept: KeptReading) -> Option<MedicalRecord> {
    let content = kept.content.0;
    let summary = RecordSummary {
        title: Title::of(core::str::from_utf8(&kept.title.0).ok()?),
        media_type: MediaType::FHIR_JSON.parse().ok()?,
        fhir_type: "Observation".parse().ok(),
        clinical_date: core::str::from_utf8(&kept.date.0).ok()?.parse().ok(),
        byte_size: content.len() as u64,
        content_id: Some(kept.content_id),
        reason: None,
        voids: None,
    };
    MedicalRecord::from_opened(Portion::Readings, summary, content).ok()
}

/// A watch that does not wait for a server that is away: what is kept is safe.
struct Impatient<'a, W>(&'a W);

impl<W: UploadWatch> UploadWatch for Impatient<'_, W> {
    fn begun(&self, upload: UploadId) {
        self.0.begun(upload);
    }

    fn stored(&self, bytes: u64, of: u64) {
        self.0.stored(bytes, of);
    }

    fn server_away(&self, away: bool) {
        self.0.server_away(away);
    }

    fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }

    fn is_patient(&self) -> bool {
        false
    }

    fn said(&self) -> &[BroughtMark] {
        self.0.said()
    }

    fn request_bytes(&self) -> usize {
        self.0.request_bytes()
    }
}
