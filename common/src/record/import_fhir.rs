//! Takes FHIR R4 JSON apart: bundles, single resources and lines of either, every resource with its exact bytes.
//! What kind of file it is has been decided in `import_records`; which portion a resource goes to is in
//! `sort_resource`.

use core::ops::Range;
use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    AlreadyThere, ContentId, EntryPlace, FhirType, Import, MediaType, MedicalRecord, PlaceStep, RecordHead,
    RecordSummary, ReferenceNames, RejectReason, RejectedEntry, Title,
    attachment::{Carrier, inline_attachments},
    element::text,
    limits::{MAX_ENTRIES, MAX_NESTED_BUNDLES},
    series::SeriesBuilder,
    skim_json::{Member, SkimFault, elements, members, value_end},
    sort_resource::{LaboratoryResults, Sorted, sort_resource},
    strict_json::parse_strict,
    title_resource::{date_resource, named_by, title_resource},
};
use crate::portion::Portion;

/// The import of one file in progress.
pub(super) struct FhirImport<'a> {
    file: &'a [u8],
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

/// A bundle's members, as far as they matter here.
#[derive(Default)]
struct Outline {
    kind: Option<String>,
    timestamp: Option<String>,
    entries: Option<Range<usize>>,
}

impl<'a> FhirImport<'a> {
    pub(super) fn new(file: &'a [u8], known: &'a BTreeSet<ContentId>) -> Self {
        Self {
            file,
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

    /// Takes the one value of a file.
    pub(super) fn take_outermost(&mut self, range: Range<usize>) {
        self.take_value(range, EntryPlace::FILE, None, 0);
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
            let up_to_here = file.get(..ends).unwrap_or_default();
            match value_end(up_to_here, begins) {
                Some(end) if end == ends => self.take_value(begins..ends, place, None, 0),
                end => self.reject(place, RejectReason::broken_at(file, end.unwrap_or(ends))),
            }
        }
    }

    /// Notes something that is not taken.
    pub(super) fn reject(&mut self, place: EntryPlace, reason: RejectReason) {
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

    fn take_bundle(&mut self, range: Range<usize>, place: &EntryPlace, nesting: usize) {
        if nesting >= MAX_NESTED_BUNDLES {
            return self.reject(place.clone(), RejectReason::TooManyBundles);
        }
        let rejected_before = self.import.rejected.len();
        let taken_before = self.taken.len();
        let outline = match self.outline_bundle(&range, place) {
            Ok(outline) => outline,
            Err(reason) => return self.reject(place.clone(), reason),
        };
        if let Some(kind) = outline.kind.as_deref().filter(|kind| !is_supported(kind)) {
            let kind = Title::of(kind).into();
            return self.reject(place.clone(), RejectReason::UnsupportedBundle { kind });
        }
        if let Some(entries) = &outline.entries {
            self.take_entries(entries.start, range.end, place, nesting);
        }
        // A document with a broken entry is not kept whole: what was refused in part would come back through it.
        if outline.kind.as_deref() == Some("document") {
            let is_whole = self.import.rejected.iter().skip(rejected_before).all(RejectedEntry::is_attachment);
            if is_whole {
                self.take_document(range, place, &outline, taken_before);
            }
        }
    }

    /// Reads a bundle's members without its entries. What is broken behind the entries is noted; the entries still go.
    fn outline_bundle(&mut self, range: &Range<usize>, place: &EntryPlace) -> Result<Outline, RejectReason> {
        let file = self.file;
        let mut outline = Outline::default();
        let mut keys = BTreeSet::new();
        for member in members(file.get(..range.end).unwrap_or(file), range.start) {
            let Member { key, value } = match member {
                Ok(member) => member,
                Err(SkimFault::Truncated { key: Some(key), unfinished }) if key == "entry" => {
                    outline.entries = Some(unfinished);
                    break;
                }
                Err(fault) => {
                    self.reject(place.clone(), self.reason_of(&fault));
                    break;
                }
            };
            if !keys.insert(key.clone()) {
                return Err(RejectReason::DuplicateKey { key, path: "Bundle".to_owned() });
            }
            if key == "entry" {
                outline.entries = Some(value);
                continue;
            }
            let bytes = file.get(value.clone()).unwrap_or_default();
            let parsed = parse_strict(bytes, "Bundle");
            let parsed = parsed.map_err(|fault| RejectReason::of_fault(fault, file, value.start))?;
            match (key.as_str(), parsed) {
                ("type", Value::String(kind)) => outline.kind = Some(kind),
                ("timestamp", Value::String(timestamp)) => outline.timestamp = Some(timestamp),
                _ => {}
            }
        }
        Ok(outline)
    }

    fn take_entries(&mut self, start: usize, end: usize, place: &EntryPlace, nesting: usize) {
        let file = self.file;
        let up_to_end = file.get(..end).unwrap_or(file);
        if up_to_end.get(start) != Some(&b'[') {
            return self.reject(place.clone(), RejectReason::broken_at(file, start));
        }
        for (index, entry) in elements(up_to_end, start).enumerate() {
            let place = place.then(PlaceStep::Entry(index + 1));
            match entry {
                Ok(entry) => self.take_entry(&entry, place, nesting),
                Err(fault) => self.reject(place, self.reason_of(&fault)),
            }
            if self.is_full {
                return;
            }
        }
    }

    fn take_entry(&mut self, entry: &Range<usize>, place: EntryPlace, nesting: usize) {
        let file = self.file;
        let mut keys = BTreeSet::new();
        let mut resource = None;
        let mut full_url = None;
        for member in members(file.get(..entry.end).unwrap_or(file), entry.start) {
            let Member { key, value } = match member {
                Ok(member) => member,
                Err(fault) => return self.reject(place, self.reason_of(&fault)),
            };
            if !keys.insert(key.clone()) {
                return self.reject(place, RejectReason::DuplicateKey { key, path: "entry".to_owned() });
            }
            if key == "resource" {
                resource = Some(value);
                continue;
            }
            match parse_strict(file.get(value.clone()).unwrap_or_default(), "entry") {
                Ok(Value::String(url)) if key == "fullUrl" => full_url = Some(url),
                Ok(_) => {}
                Err(fault) => return self.reject(place, RejectReason::of_fault(fault, file, value.start)),
            }
        }
        match resource {
            Some(resource) => self.take_value(resource, place, full_url.as_deref(), nesting + 1),
            None => self.reject(place, RejectReason::NoResource),
        }
    }

    fn take_resource(&mut self, range: &Range<usize>, place: &EntryPlace, full_url: Option<&str>) {
        if self.has_no_room(place) {
            return;
        }
        let json = self.file.get(range.clone()).unwrap_or_default();
        let resource_type = resource_type(json, 0);
        let root = resource_type.as_ref().map_or("the record", FhirType::as_str);
        let resource = match parse_strict(json, root) {
            Ok(resource) => resource,
            Err(fault) => return self.reject(place.clone(), RejectReason::of_fault(fault, self.file, range.start)),
        };
        let Some(fhir_type) = resource_type else {
            return self.reject(place.clone(), RejectReason::NoResourceType);
        };
        let id = text(&resource, "id");
        let content_id = ContentId::of_resource(json, id, full_url);
        let title = title_resource(&fhir_type, &resource);
        let clinical_date = date_resource(&resource);
        let sorted = sort_resource(&fhir_type, &resource);
        self.laboratory.note(&fhir_type, full_url, &resource);
        self.names.note(&fhir_type, id, full_url, &title);
        let named_by = named_by(&resource).map(str::to_owned);
        if let ("Observation", Sorted::To(portion)) = (fhir_type.as_str(), &sorted) {
            self.series.add(*portion, content_id, &resource);
        }
        let identity = match (id, full_url) {
            (Some(id), _) => format!("{fhir_type}/{id}").into_bytes(),
            (None, Some(url)) => url.as_bytes().to_vec(),
            (None, None) => content_id.0.to_vec(),
        };
        let summary = RecordSummary {
            title: title.clone(),
            media_type: MediaType::known(MediaType::FHIR_JSON),
            fhir_type: Some(fhir_type),
            clinical_date: clinical_date.clone(),
            byte_size: json.len() as u64,
            content_id: Some(content_id),
        };
        self.keep(Taken { sorted, named_by, summary, content: json.to_vec(), content_id }, place);
        let carrier = Carrier { identity: &identity, title: &title, date: clinical_date.as_ref() };
        self.take_attachments(&resource, &carrier, place);
    }

    fn take_attachments(&mut self, resource: &Value, carrier: &Carrier<'_>, place: &EntryPlace) {
        for (index, attachment) in inline_attachments(resource).into_iter().enumerate() {
            let place = place.then(PlaceStep::Attachment(index + 1));
            if self.has_no_room(&place) {
                return;
            }
            let title = attachment.title(carrier);
            match attachment.into_record(carrier) {
                Ok(record) => {
                    let content_id = record.content_id();
                    let (head, content) = record.into_parts();
                    let sorted = Sorted::To(head.portion());
                    self.keep(
                        Taken { sorted, named_by: None, summary: head.summary().clone(), content, content_id },
                        &place,
                    );
                }
                Err(reason) => {
                    self.import.rejected.push(RejectedEntry { place, title: Some(title), reason });
                }
            }
        }
    }

    /// Keeps a document bundle as one record, named and dated after its Composition.
    fn take_document(&mut self, range: Range<usize>, place: &EntryPlace, outline: &Outline, first: usize) {
        let is_composition =
            |taken: &&Taken| taken.summary.fhir_type.as_ref().map(FhirType::as_str) == Some("Composition");
        let composition = self.taken.iter().skip(first).find(is_composition).map(|taken| &taken.summary);
        let title = composition.map_or_else(|| Title::of("FHIR document"), |summary| summary.title.clone());
        let clinical_date = composition
            .and_then(|summary| summary.clinical_date.clone())
            .or_else(|| outline.timestamp.as_deref().and_then(|timestamp| timestamp.parse().ok()));
        // The file itself, to its last line end, when nothing stands around the bundle.
        let range = if *place == EntryPlace::FILE { 0..self.file.len() } else { range };
        let content = self.file.get(range).unwrap_or_default().to_vec();
        let content_id = ContentId::of_file(&content);
        let summary = RecordSummary {
            title,
            media_type: MediaType::known(MediaType::FHIR_JSON),
            fhir_type: "Bundle".parse().ok(),
            clinical_date,
            byte_size: content.len() as u64,
            content_id: Some(content_id),
        };
        let sorted = Sorted::To(Portion::ImagingDocuments);
        self.keep(Taken { sorted, named_by: None, summary, content, content_id }, &place.then(PlaceStep::Document));
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

    /// Counts one more record; the first one too many is noted, the rest are passed over.
    fn has_no_room(&mut self, place: &EntryPlace) -> bool {
        self.count += 1;
        if self.count > MAX_ENTRIES && !core::mem::replace(&mut self.is_full, true) {
            self.reject(place.clone(), RejectReason::TooManyEntries);
        }
        self.is_full
    }

    fn reason_of(&self, fault: &SkimFault) -> RejectReason {
        match fault {
            SkimFault::Truncated { .. } => RejectReason::EndsEarly,
            SkimFault::Unexpected { at } => RejectReason::broken_at(self.file, *at),
        }
    }
}

impl RejectedEntry {
    fn is_attachment(&self) -> bool {
        matches!(self.place.steps().last(), Some(PlaceStep::Attachment(_)))
    }
}

/// `resourceType` of the object that starts at `start`, where it can be read and is a name.
fn resource_type(bytes: &[u8], start: usize) -> Option<FhirType> {
    let member = members(bytes, start).map_while(Result::ok).find(|member| member.key == "resourceType")?;
    serde_json::from_slice::<String>(bytes.get(member.value)?).ok()?.parse().ok()
}

fn is_supported(kind: &str) -> bool {
    matches!(kind, "transaction" | "batch" | "collection" | "searchset" | "document")
}
