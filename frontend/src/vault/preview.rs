//! An import that was looked into and not confirmed: its files taken apart, its series with what a summary would lose.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    rc::Rc,
};

use sesemr_common::{
    flow::{BroughtMark, NewRecord, OwnRecord},
    microagg::GroupSize,
    portion::Portion,
    record::{ContentId, MedicalRecord, RecordHead, RecordSummary, Series, SeriesSummary},
};
use web_sys::File;
use zeroize::Zeroizing;

use super::{error::explain, file_source::FileSource, state::SignedIn};
use crate::{
    message::{AppError, ErrorCode},
    model::{
        import::{FilePreview, ImportId, ImportPreview, PortionCount},
        series::{SeriesView, series_among, series_keys, summarise},
    },
};

/// A preview.
pub(super) struct Preview {
    /// The files, in their order.
    pub(super) files: Vec<Rc<PreviewFile>>,
    /// k.
    pub(super) group_size: u8,
    /// The files that are stored already, by their place.
    pub(super) safe: BTreeSet<u32>,
    /// How many records of a file of very many are stored, by its place: where it is tried again, it goes on from there.
    pub(super) reached: BTreeMap<u32, usize>,
    /// The files that were to go, whatever became of them, by their place.
    pub(super) chosen: BTreeSet<u32>,
    left_out: Vec<u32>,
    /// The readings that were stored when this was made; nothing where they could not be read.
    stored: Option<Vec<Reading>>,
    /// Series of all readings, stored ones and those to go, with their summaries.
    series: Vec<(Series, Option<SeriesSummary>)>,
}

/// A stored reading.
type Reading = (ContentId, Zeroizing<Vec<u8>>);

/// A file of a preview.
pub(super) struct PreviewFile {
    /// As shown.
    pub(super) view: FilePreview,
    /// What of it is new.
    pub(super) content: FileContent,
    /// What their patient said elsewhere of records in it.
    pub(super) said: Vec<BroughtMark>,
}

/// What of a file is new.
pub(super) enum FileContent {
    /// Records in memory.
    Records(Vec<Rc<MedicalRecord>>),
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

impl PreviewFile {
    /// A file of which nobody said anything elsewhere.
    pub(super) const fn new(view: FilePreview, content: FileContent) -> Self {
        Self { view, content, said: Vec::new() }
    }

    /// How many records are new.
    pub(super) fn count(&self) -> usize {
        match &self.content {
            FileContent::Records(records) => records.len(),
            FileContent::Stream { .. } => 1,
            FileContent::Nothing => 0,
        }
    }

    /// What is said about the new records.
    pub(super) fn summaries(&self) -> impl Iterator<Item = &RecordSummary> {
        let (records, streamed) = match &self.content {
            FileContent::Records(records) => (records.as_slice(), None),
            FileContent::Stream { head, .. } => (&[][..], Some(head.summary())),
            FileContent::Nothing => (&[][..], None),
        };
        records.iter().map(|record| record.summary()).chain(streamed)
    }

    /// Some of the new records, to be published. Contents stay here, so that an upload that stops can go on.
    pub(super) fn new_records(&self, part: Range<usize>) -> Vec<NewRecord<FileSource>> {
        match &self.content {
            FileContent::Records(records) => {
                records.get(part).unwrap_or_default().iter().map(|record| new_record(Rc::clone(record), None)).collect()
            }
            FileContent::Stream { head, file } => {
                let source = FileSource::of_file(file.clone());
                vec![NewRecord { head: head.clone(), source, replaces: None }]
            }
            FileContent::Nothing => Vec::new(),
        }
    }

    /// The new readings.
    pub(super) fn readings(&self) -> impl Iterator<Item = (ContentId, &[u8])> + Clone {
        let records = match &self.content {
            FileContent::Records(records) => records.as_slice(),
            FileContent::Stream { .. } | FileContent::Nothing => &[],
        };
        let readings = records.iter().filter(|record| record.portion() == Portion::Readings);
        readings.map(|record| (record.content_id(), record.content()))
    }
}

/// A record in memory, to be published.
pub(super) fn new_record(record: Rc<MedicalRecord>, replaces: Option<Rc<OwnRecord>>) -> NewRecord<FileSource> {
    NewRecord { head: record.head().clone(), source: FileSource::of_record(record), replaces }
}

impl Preview {
    /// From files that were taken apart.
    pub(super) async fn new(member: &SignedIn, files: Vec<PreviewFile>, group_size: u8) -> Result<Self, AppError> {
        let has_readings = files.iter().any(|file| file.readings().next().is_some());
        let stored = if has_readings { stored_readings(member).await } else { Ok(Vec::new()) };
        let stored = match stored {
            // What is stored cannot be read: a summary of the new ones alone would promise another one than will be made.
            Err(error) if error.code == ErrorCode::ServerAway => None,
            other => Some(other?),
        };
        let files = files.into_iter().map(Rc::new).collect();
        let (left_out, series) = (Vec::new(), Vec::new());
        let (safe, reached, chosen) = (BTreeSet::new(), BTreeMap::new(), BTreeSet::new());
        let mut preview = Self { files, group_size, safe, reached, chosen, left_out, stored, series };
        preview.adjust(group_size, Vec::new())?;
        Ok(preview)
    }

    /// Summarises with another k, without the files that are left out.
    pub(super) fn adjust(&mut self, group_size: u8, left_out: Vec<u32>) -> Result<(), AppError> {
        let k = parse_group_size(group_size)?;
        (self.group_size, self.left_out) = (group_size, left_out);
        let Some(stored) = &self.stored else { return Ok(()) };
        let to_go: Vec<&Rc<PreviewFile>> = self.files_to_go().collect();
        let new = to_go.iter().flat_map(|file| file.readings());
        let all = stored.iter().map(|(id, content)| (*id, content.as_slice())).chain(new.clone());
        let series = series_among(all, &series_keys(new));
        let summarised = |series| {
            let summary = summarise(&series, k);
            (series, summary)
        };
        self.series = series.into_iter().map(summarised).collect();
        Ok(())
    }

    /// Puts another file in the place of one that is not stored yet.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where there is none.
    pub(super) fn replace(&mut self, place: u32, file: PreviewFile) -> Result<(), AppError> {
        if self.safe.contains(&place) {
            return Err(ErrorCode::NotFound.into());
        }
        let index = usize::try_from(place).map_err(|_| ErrorCode::NotFound)?;
        *self.files.get_mut(index).ok_or(ErrorCode::NotFound)? = Rc::new(file);
        self.reached.remove(&place);
        self.adjust(self.group_size, self.left_out.clone())
    }

    /// What was said elsewhere of records in the files that were to go.
    pub(super) fn said(&self) -> Rc<[BroughtMark]> {
        let chosen = (0..).zip(&self.files).filter(|(place, _)| self.chosen.contains(place));
        chosen.flat_map(|(_, file)| file.said.iter().cloned()).collect()
    }

    /// As the page shows it.
    pub(super) fn view(&self, import: ImportId) -> ImportPreview {
        let mut portions: BTreeMap<Portion, u32> = BTreeMap::new();
        for counted in self.files_to_go().flat_map(|file| &file.view.portions) {
            *portions.entry(counted.portion).or_default() += counted.count;
        }
        for (_, summary) in &self.series {
            if summary.is_some() {
                *portions.entry(Portion::ReadingsSummary).or_default() += 1;
            }
        }
        ImportPreview {
            import,
            files: self.files.iter().map(|file| file.view.clone()).collect(),
            portions: count(portions),
            series: self.series.iter().map(|(series, summary)| SeriesView::new(series, summary.as_ref())).collect(),
            group_size: self.group_size,
            bytes: self.files_to_go().flat_map(|file| file.summaries()).map(|summary| summary.byte_size).sum(),
        }
    }

    fn files_to_go(&self) -> impl Iterator<Item = &Rc<PreviewFile>> {
        (0..).zip(&self.files).filter(|(place, _)| !self.left_out.contains(place)).map(|(_, file)| file)
    }
}

/// k, as a person chose it.
pub(super) fn parse_group_size(group_size: u8) -> Result<GroupSize, AppError> {
    GroupSize::try_from(u32::from(group_size))
        .map_err(|error| AppError::new(ErrorCode::BadField).in_field("group_size").because(error))
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

/// The readings that are stored now.
pub(super) async fn stored_readings(member: &SignedIn) -> Result<Vec<Reading>, AppError> {
    let stored = read_stored(member, Portion::Readings).await?;
    Ok(stored.into_iter().filter_map(|(own, content)| Some((own.summary.content_id?, content))).collect())
}

/// The sound small records of a portion, with their contents.
pub(super) async fn read_stored(
    member: &SignedIn,
    portion: Portion,
) -> Result<Vec<(Rc<OwnRecord>, Zeroizing<Vec<u8>>)>, AppError> {
    let listing = member.list_records().await.map_err(|error| explain(member, error))?;
    let chosen: Vec<Rc<OwnRecord>> =
        listing.records.iter().filter(|own| own.header.fields.portion == portion).cloned().collect();
    let contents = member.read_records(&chosen).await.map_err(|error| explain(member, error))?;
    Ok(chosen.into_iter().zip(contents).filter_map(|(own, content)| Some((own, content?.ok()?))).collect())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;
    use crate::model::import::FileKind;

    fn file() -> PreviewFile {
        let view = FilePreview {
            name: "many.json".to_owned(),
            bytes: 1,
            kind: FileKind::Fhir { entries: 3_000 },
            portions: Vec::new(),
            already_there: 0,
            rejected: Vec::new(),
            refused: None,
            subject: None,
        };
        PreviewFile::new(view, FileContent::Nothing)
    }

    #[test]
    fn another_file_in_the_place_of_one_that_came_some_way_begins_at_its_beginning() {
        let mut preview = Preview {
            files: vec![Rc::new(file()), Rc::new(file())],
            group_size: 3,
            safe: BTreeSet::new(),
            reached: BTreeMap::from([(0, 2_000), (1, 2_000)]),
            chosen: BTreeSet::new(),
            left_out: Vec::new(),
            stored: None,
            series: Vec::new(),
        };
        preview.replace(1, file()).unwrap();
        assert_eq!(preview.reached, BTreeMap::from([(0, 2_000)]));
    }
}
