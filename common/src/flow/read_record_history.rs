//! The versions of one record, as the index names them and the access log dates them.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::list_records::{decode, open_own_record};
use super::{CheckedLog, FlowError, Host, LogObject, Member, OwnRecord};
use crate::api::{ReadRecordVersionsEndpoint, ReadRecordVersionsQuery};
use crate::crypto::ProtocolObject as _;
use crate::envelope::BatchKey;
use crate::id::{BatchId, Hash, RecordId};
use crate::sharing::{IndexEntry, IndexKind};

/// One version of a record.
pub struct PastVersion {
    /// Its number, from 1.
    pub version: u32,
    /// The version, open; nothing where it is damaged, or the server does not show it.
    pub record: Option<Rc<OwnRecord>>,
    /// When it was stored, milliseconds since 1970 UTC by the server's clock; nothing where the log has no proof of it.
    pub stored_at: Option<u64>,
}

impl<H: Host> Member<H> {
    /// All versions of a record, oldest first. The index says which there are; none is taken from the server's list alone.
    ///
    /// # Errors
    /// A refusal with `Deleted` where it was deleted; those of the server.
    pub async fn read_record_history(&self, record: RecordId) -> Result<Vec<PastVersion>, FlowError> {
        let entries = self.read_index_entries().await?;
        let log = self.read_access_log().await?;
        let times = times_of_headers(&log);
        self.past_versions(record, &entries, &times).await
    }

    /// The same, by an index and a log that were read already; `times` are when headers were stored, by their hash.
    pub(super) async fn past_versions(
        &self,
        record: RecordId,
        entries: &[IndexEntry],
        times: &BTreeMap<Hash, u64>,
    ) -> Result<Vec<PastVersion>, FlowError> {
        let is_of = |entry: &&IndexEntry| entry.record == record && entry.kind != IndexKind::Delete;
        let named: Vec<&IndexEntry> = entries.iter().filter(is_of).collect();
        if named.is_empty() {
            return Err(FlowError::Invalid("There is no such record."));
        }
        let query = ReadRecordVersionsQuery { record };
        let shown = self.call::<ReadRecordVersionsEndpoint>(&query).await?.versions;
        let shown: Vec<_> = shown.into_iter().filter_map(decode).collect();
        let batches = self.read_batches(&shown).await?;
        let authors = self.author_keys(&shown).await;
        let batch_keys: BTreeMap<BatchId, BatchKey> =
            batches.iter().filter_map(|(id, batch)| Some((*id, self.open_batch(batch, &authors).ok()?))).collect();
        let mut opened: BTreeMap<Hash, Rc<OwnRecord>> = BTreeMap::new();
        for version in shown {
            let author = authors.get(&version.header.fields.author_key);
            let author = author.filter(|author| author.account == version.header.fields.author);
            let record = author.and_then(|author| open_own_record(version, &batch_keys, &author.key).ok());
            opened.extend(record.map(|record| (record.header.object_hash(), Rc::new(record))));
        }
        let version = |entry: &IndexEntry| PastVersion {
            version: entry.version,
            record: opened.get(&entry.header).cloned(),
            stored_at: times.get(&entry.header).copied(),
        };
        Ok(named.into_iter().map(version).collect())
    }
}

/// When each version of each record was stored, by header hash, as the log proves it; of two, the first counts: a
/// clinician's was stored before it was taken into the index.
pub(super) fn times_of_headers(log: &CheckedLog) -> BTreeMap<Hash, u64> {
    let mut times = BTreeMap::new();
    for checked in log.entries.iter().filter(|checked| checked.verdict.is_ok()) {
        let headers = match &checked.object {
            LogObject::PublishRecords(act) => act.records.iter().map(|published| published.header).collect(),
            LogObject::WritePrescription(act) => vec![act.header],
            _ => Vec::new(),
        };
        for header in headers {
            times.entry(header).or_insert(checked.entry.at);
        }
    }
    times
}
