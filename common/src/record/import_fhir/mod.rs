//! Takes FHIR R4 JSON apart: bundles, single resources and lines of either, every resource with its exact bytes.
//! What kind of file it is has been decided in `import_records`; which portion a resource goes to is in
//! `sort_resource`. Bundles are in `import_bundle`, resources and what they carry in `import_resource`.

mod import_bundle;
mod import_resource;
mod line_finder;

use core::ops::Range;
use std::collections::BTreeSet;

pub(super) use line_finder::{LineFinder, Position};

use super::{
    AlreadyThere, ContentId, EntryPlace, FhirType, Import, MedicalRecord, PlaceStep, RecordHead, RecordSummary,
    ReferenceNames, RejectReason, RejectedEntry,
    limits::MAX_ENTRIES,
    series::SeriesBuilder,
    skim_json::{SkimFault, members, skip_space, value_end},
    sort_resource::{LaboratoryResults, Sorted},
    strict_json::JsonFault,
};

/// The import of one file in progress.
pub(super) struct FhirImport<'a> {
    file: &'a [u8],
    lines: LineFinder<'a>,
    known: &'a BTreeSet<ContentId>,
    seen: BTreeSet<ContentId>,
    taken: Vec<Taken>,
    laboratory: LaboratoryResults,
    names: ReferenceNames,
    series: SeriesBuilder,
    count: usize,
    is_full: bool,
    import: Import,
}

/// A record whose portion or title may still depend on what the rest of the file holds.
struct Taken {
    sorted: Sorted,
    named_by: Option<String>,
    summary: RecordSummary,
    content: Vec<u8>,
    content_id: ContentId,
}

impl<'a> FhirImport<'a> {
    pub(super) fn new(file: &'a [u8], known: &'a BTreeSet<ContentId>) -> Self {
        Self {
            file,
            lines: LineFinder::new(file),
            known,
            seen: BTreeSet::new(),
            taken: Vec::new(),
            laboratory: LaboratoryResults::default(),
            names: ReferenceNames::default(),
            series: SeriesBuilder::default(),
            count: 0,
            is_full: false,
            import: Import::default(),
        }
    }

    /// Takes the one value of a file, and names what stands behind it.
    pub(super) fn take_outermost(&mut self, range: Range<usize>) {
        let behind = skip_space(self.file, range.end);
        self.take_value(range, EntryPlace::FILE, None, 0);
        if behind < self.file.len() {
            let reason = self.broken_at(behind);
            self.reject(EntryPlace::FILE, reason);
        }
    }

    /// Takes each line from the byte `start` on as a value of its own (NDJSON). Blank lines are skipped but counted.
    pub(super) fn take_lines(&mut self, start: usize) {
        let file = self.file;
        let mut at = start;
        for (index, line) in file.get(start..).unwrap_or_default().split(|byte| *byte == b'\n').enumerate() {
            let line_start = at;
            at += line.len() + 1;
            if line.trim_ascii().is_empty() {
                continue;
            }
            let begins = line_start + (line.len() - line.trim_ascii_start().len());
            let ends = begins + line.trim_ascii().len();
            let place = EntryPlace::FILE.then(PlaceStep::Line(index + 1));
            if self.has_no_room(&place) {
                return;
            }
            match value_end(file.get(..ends).unwrap_or_default(), begins) {
                Some(end) if end == ends => self.take_value(begins..ends, place, None, 0),
                end => {
                    let reason = self.broken_at(end.unwrap_or(ends));
                    self.reject(place, reason);
                }
            }
        }
    }

    /// Notes something that is not taken.
    fn reject(&mut self, place: EntryPlace, reason: RejectReason) {
        self.import.rejected.push(RejectedEntry { place, title: None, reason });
    }

    /// Everything taken, now that all of the file's laboratory results are known. A file without anything says so.
    pub(super) fn finish(mut self) -> Import {
        let (laboratory, names) = (self.laboratory, self.names);
        self.import.records = self
            .taken
            .into_iter()
            .map(|mut taken| {
                if let Some(title) = taken.named_by.and_then(|reference| names.find(&reference).cloned()) {
                    taken.summary.title = title;
                }
                let head = RecordHead::new(taken.sorted.decide(&laboratory), taken.summary);
                MedicalRecord::new(head, taken.content, taken.content_id)
            })
            .collect();
        let Import { records, already_there, rejected, .. } = &self.import;
        if records.is_empty() && already_there.is_empty() && rejected.is_empty() {
            let (place, reason) = (EntryPlace::FILE, RejectReason::NoResource);
            self.import.rejected.push(RejectedEntry { place, title: None, reason });
        }
        let (series, left_out) = self.series.finish();
        Import { series, left_out, ..self.import }
    }

    fn take_value(&mut self, range: Range<usize>, place: EntryPlace, full_url: Option<&str>, nesting: usize) {
        let file = self.file;
        let value = file.get(..range.end).unwrap_or(file);
        if value.get(range.start) != Some(&b'{') {
            return self.reject(place, RejectReason::NoResource);
        }
        let fhir_type = resource_type(value, range.start);
        match fhir_type {
            Some(fhir_type) if fhir_type.as_str() == "Bundle" => self.take_bundle(range, &place, nesting),
            _ => self.take_resource(&range, &place, full_url),
        }
    }

    fn keep(&mut self, taken: Taken, place: &EntryPlace) {
        let is_new = self.seen.insert(taken.content_id) && !self.known.contains(&taken.content_id);
        if is_new {
            self.taken.push(taken);
        } else {
            let Taken { summary: RecordSummary { title, .. }, content_id, .. } = taken;
            self.import.already_there.push(AlreadyThere { place: place.clone(), title, content_id });
        }
    }

    /// Counts one more entry, line or attachment, good or bad; the first one too many is noted, the rest passed over.
    fn has_no_room(&mut self, place: &EntryPlace) -> bool {
        self.count += 1;
        if self.count > MAX_ENTRIES && !core::mem::replace(&mut self.is_full, true) {
            self.reject(place.clone(), RejectReason::TooManyEntries);
        }
        self.is_full
    }

    /// What a fault is called that was found while skimming the file.
    fn reason_of_skim(&mut self, fault: &SkimFault) -> RejectReason {
        match fault {
            SkimFault::Truncated { .. } => RejectReason::EndsEarly,
            SkimFault::Unexpected { at } => self.broken_at(*at),
        }
    }

    /// What a fault is called that was found in the stretch of the file that starts at `start`.
    fn reason_of_json(&mut self, fault: JsonFault, start: usize) -> RejectReason {
        RejectReason::of_fault(fault, self.lines.position(start))
    }

    fn broken_at(&mut self, at: usize) -> RejectReason {
        let Position { line, column } = self.lines.position(at);
        RejectReason::BrokenJson { line, column }
    }
}

/// `resourceType` of the object that starts at `start`, where it can be read and is a name.
fn resource_type(bytes: &[u8], start: usize) -> Option<FhirType> {
    let member = members(bytes, start).map_while(Result::ok).find(|member| member.key == "resourceType")?;
    serde_json::from_slice::<String>(bytes.get(member.value)?).ok()?.parse().ok()
}
