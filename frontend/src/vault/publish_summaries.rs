//! Stores the summaries of series whose readings changed, made from what is stored and from nothing else.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use sesemr_common::{
    flow::{NewRecord, OwnRecord},
    id::RecordId,
    portion::Portion,
    record::{SeriesKey, SeriesSummary},
};

use super::{
    error::explain,
    file_source::FileSource,
    preview::{new_record, parse_group_size, read_stored, stored_readings},
    reporter::Reporter,
    state::{SignedIn, Vault},
    upload_file::Watch,
};
use crate::{
    message::AppError,
    model::{
        import::GROUP_SIZE,
        series::{series_among, series_keys, summarise},
    },
};

/// What becomes of the summaries that were there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Earlier {
    /// They stay as earlier versions.
    Kept,
    /// They are deleted, with every version: what was deleted from the readings is in none of them.
    Deleted,
}

/// Each summary takes the place of the one before it of the same series; a series that has too few readings left for one
/// loses it. Without a k, each series keeps the k that it has.
pub(super) async fn publish_summaries(
    vault: &Vault,
    member: &SignedIn,
    keys: &BTreeSet<SeriesKey>,
    earlier: Earlier,
    group_size: Option<u8>,
    reporter: &Reporter,
) -> Result<u32, AppError> {
    if keys.is_empty() {
        return Ok(0);
    }
    let stored = stored_readings(member).await?;
    let series = series_among(stored.iter().map(|(id, content)| (*id, content.as_slice())), keys);
    let before = stored_summaries(member).await?;
    let mut outdated: BTreeMap<_, _> = before.iter().filter(|(key, _)| keys.contains(key)).collect();
    let mut records: Vec<NewRecord<FileSource>> = Vec::new();
    for series in series {
        let before = before.get(&series.key());
        let k = group_size.or_else(|| before.and_then(|(_, k)| u8::try_from(*k).ok())).unwrap_or(GROUP_SIZE);
        let Some(summary) = summarise(&series, parse_group_size(k)?) else { continue };
        let record = Rc::new(summary.into_record());
        let replaces = before.map(|(own, _)| Rc::clone(own)).filter(|_| earlier == Earlier::Kept);
        if replaces.is_some() {
            outdated.remove(&series.key());
        }
        let is_new = replaces.as_ref().is_none_or(|own| own.summary.content_id != Some(record.content_id()));
        if is_new {
            records.push(new_record(record, replaces));
        }
    }
    for (own, _) in outdated.into_values() {
        member.delete_record(own.id()).await.map_err(|error| explain(member, error))?;
    }
    let count = u32::try_from(records.len()).unwrap_or(u32::MAX);
    if !records.is_empty() {
        let watch = Watch::new(vault, None, reporter);
        if let Err(error) = member.publish_records(records, &watch).await {
            // They are made anew from what is stored: nothing is to be gone on with.
            if let Some(upload) = watch.upload() {
                member.give_up_upload(upload).await?;
            }
            return Err(explain(member, error));
        }
    }
    Ok(count)
}

/// The series that one of one's own records is in.
pub(super) async fn series_of(member: &SignedIn, record: RecordId) -> Result<BTreeSet<SeriesKey>, AppError> {
    let stored = read_stored(member, Portion::Readings).await?;
    let this = stored.iter().filter(|(own, _)| own.id() == record);
    Ok(series_keys(this.filter_map(|(own, content)| Some((own.summary.content_id?, content.as_slice())))))
}

/// The summaries that are stored, by the series that they summarise, each with its k.
async fn stored_summaries(member: &SignedIn) -> Result<BTreeMap<SeriesKey, (Rc<OwnRecord>, u32)>, AppError> {
    let stored = read_stored(member, Portion::ReadingsSummary).await?;
    let read = |(own, content): (Rc<OwnRecord>, zeroize::Zeroizing<Vec<u8>>)| {
        let summary = SeriesSummary::decode(&content).ok()?;
        Some((summary.key(), (own, summary.k())))
    };
    Ok(stored.into_iter().filter_map(read).collect())
}
