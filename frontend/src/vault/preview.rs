//! An import that was looked into and not confirmed: its files taken apart, its series with what a summary would lose.

use std::{collections::BTreeMap, rc::Rc};

use sesemr_common::{
    flow::{NewRecord, OwnRecord},
    microagg::GroupSize,
    portion::Portion,
    record::{
        ContentId, MedicalRecord, ReadingsSeries, RecordHead, Series, SeriesKey, SeriesSummary, collect_series,
        summarise_series,
    },
};
use web_sys::File;

use super::{error::explain, file_source::FileSource, state::SignedIn};
use crate::{
    message::{AppError, ErrorCode},
    model::{
        import::{FilePreview, ImportId, ImportPreview, PortionCount},
        series::SeriesView,
    },
};

/// A preview.
pub(super) struct Preview {
    /// The files, in their order.
    pub(super) files: Vec<Rc<PreviewFile>>,
    /// Series of all readings, old and new, with their summaries.
    pub(super) series: Vec<PreviewSeries>,
    group_size: u8,
}

/// A file of a preview.
pub(super) struct PreviewFile {
    /// As shown.
    pub(super) view: FilePreview,
    /// What of it is new.
    pub(super) content: FileContent,
}

/// What of a file is new.
pub(super) enum FileContent {
    /// Records in memory.
    Records(Vec<MedicalRecord>),
    /// A file that is stored as it is, read while it is sealed.
    Stream {
        /// Where it belongs and what is said about it.
        head: RecordHead,
        /// The file.
        file: File,
    },
    /// Nothing.
    Nothing,
}

/// A series with its summary, where it is long enough for one.
pub(super) struct PreviewSeries {
    pub(super) series: Series,
    pub(super) summary: Option<SeriesSummary>,
}

impl PreviewFile {
    /// What is to be published of it. Contents stay here, so that an upload that stops can go on.
    pub(super) fn new_records(&self) -> Vec<NewRecord<FileSource>> {
        match &self.content {
            FileContent::Records(records) => records
                .iter()
                .map(|record| NewRecord {
                    head: record.head().clone(),
                    source: FileSource::of_bytes(record.content().to_vec()),
                    replaces: None,
                })
                .collect(),
            FileContent::Stream { head, file } => {
                vec![NewRecord { head: head.clone(), source: FileSource::of_file(file.clone()), replaces: None }]
            }
            FileContent::Nothing => Vec::new(),
        }
    }
}

impl Preview {
    /// From files that were taken apart.
    pub(super) async fn new(member: &SignedIn, files: Vec<PreviewFile>, group_size: u8) -> Result<Self, AppError> {
        let series = collect_all_series(member, &files).await?;
        let files = files.into_iter().map(Rc::new).collect();
        let mut preview = Self { files, series, group_size };
        preview.choose(group_size)?;
        Ok(preview)
    }

    /// Summarises with another k.
    pub(super) fn choose(&mut self, group_size: u8) -> Result<(), AppError> {
        let k = GroupSize::try_from(u32::from(group_size))
            .map_err(|error| AppError::new(ErrorCode::BadField).in_field("group_size").because(error))?;
        self.group_size = group_size;
        for series in &mut self.series {
            let readings = ReadingsSeries::try_from(series.series.clone()).ok();
            // Fewer than k readings are kept exact, without a summary; the page says so.
            series.summary = readings.and_then(|readings| summarise_series(&readings, k).ok());
        }
        Ok(())
    }

    /// As the page shows it.
    pub(super) fn view(&self, import: ImportId) -> ImportPreview {
        let mut portions: BTreeMap<Portion, u32> = BTreeMap::new();
        for counted in self.files.iter().flat_map(|file| &file.view.portions) {
            *portions.entry(counted.portion).or_default() += counted.count;
        }
        ImportPreview {
            import,
            files: self.files.iter().map(|file| file.view.clone()).collect(),
            portions: count(portions),
            series: self.series.iter().map(|some| SeriesView::new(&some.series, some.summary.as_ref())).collect(),
            group_size: self.group_size,
            bytes: self
                .files
                .iter()
                .flat_map(|file| file.new_records())
                .map(|record| record.head.summary().byte_size)
                .sum(),
        }
    }
}

/// Counts by portion.
pub(super) fn count_portions<'a>(heads: impl Iterator<Item = &'a RecordHead>) -> Vec<PortionCount> {
    let mut portions: BTreeMap<Portion, u32> = BTreeMap::new();
    for head in heads {
        *portions.entry(head.portion()).or_default() += 1;
    }
    count(portions)
}

fn count(portions: BTreeMap<Portion, u32>) -> Vec<PortionCount> {
    portions.into_iter().map(|(portion, count)| PortionCount { portion, count }).collect()
}

/// The series of all readings, stored ones and new ones together; those without a new reading are left out.
async fn collect_all_series(member: &SignedIn, files: &[PreviewFile]) -> Result<Vec<PreviewSeries>, AppError> {
    let new: Vec<(ContentId, &[u8])> = files
        .iter()
        .filter_map(|file| match &file.content {
            FileContent::Records(records) => Some(records),
            FileContent::Stream { .. } | FileContent::Nothing => None,
        })
        .flatten()
        .filter(|record| record.portion() == Portion::Readings)
        .map(|record| (record.content_id(), record.content()))
        .collect();
    let new_keys: Vec<SeriesKey> = collect_series(new.iter().map(|(id, json)| (Portion::Readings, *id, *json)))
        .0
        .iter()
        .map(Series::key)
        .collect();
    let stored = read_stored(member, Portion::Readings).await?;
    let all = stored
        .iter()
        .filter_map(|(own, content)| Some((Portion::Readings, own.summary.content_id?, content.as_slice())))
        .chain(new.iter().map(|(id, json)| (Portion::Readings, *id, *json)));
    let (series, _) = collect_series(all);
    Ok(series
        .into_iter()
        .filter(|series| new_keys.contains(&series.key()))
        .map(|series| PreviewSeries { series, summary: None })
        .collect())
}

/// The summaries that are stored, by the series that they summarise.
pub(super) async fn stored_summaries(member: &SignedIn) -> Result<BTreeMap<SeriesKey, Rc<OwnRecord>>, AppError> {
    let stored = read_stored(member, Portion::ReadingsSummary).await?;
    Ok(stored
        .into_iter()
        .filter_map(|(own, content)| Some((SeriesSummary::decode(&content).ok()?.key(), own)))
        .collect())
}

/// The sound small records of a portion, with their contents.
async fn read_stored(
    member: &SignedIn,
    portion: Portion,
) -> Result<Vec<(Rc<OwnRecord>, zeroize::Zeroizing<Vec<u8>>)>, AppError> {
    let listing = member.list_records().await.map_err(|error| explain(member, error))?;
    let chosen: Vec<Rc<OwnRecord>> =
        listing.records.iter().filter(|own| own.header.fields.portion == portion).cloned().collect();
    let contents = member.read_records(&chosen).await.map_err(|error| explain(member, error))?;
    Ok(chosen.into_iter().zip(contents).filter_map(|(own, content)| Some((own, content?.ok()?))).collect())
}
