//! Bundles: their entries one by one, so that a broken one does not take its neighbours along, and documents whole.
//! For the resources in them see `import_resource`.

use core::ops::Range;
use std::collections::BTreeSet;

use serde_json::Value;

use super::{FhirImport, Taken};
use crate::{
    portion::Portion,
    record::{
        ContentId, EntryPlace, FhirType, MediaType, PlaceStep, RecordSummary, RejectReason, RejectedEntry, Title,
        limits::MAX_NESTED_BUNDLES,
        make_visible,
        skim_json::{Member, SkimFault, elements, members, skip_space},
        sort_resource::Sorted,
        strict_json::parse_strict,
    },
};

/// A bundle's members, as far as they matter here.
#[derive(Default)]
struct Outline {
    kind: Option<String>,
    timestamp: Option<String>,
    entries: Option<Range<usize>>,
}

impl FhirImport<'_> {
    /// Takes a bundle's entries, and a document as a whole besides.
    pub(super) fn take_bundle(&mut self, range: Range<usize>, place: &EntryPlace, nesting: usize) {
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
                    let reason = self.reason_of_skim(&fault);
                    self.reject(place.clone(), reason);
                    break;
                }
            };
            if !keys.insert(key.clone()) {
                return Err(RejectReason::DuplicateKey { key: make_visible(&key), path: "Bundle".to_owned() });
            }
            if key == "entry" {
                outline.entries = Some(value);
                continue;
            }
            let bytes = file.get(value.clone()).unwrap_or_default();
            let parsed = parse_strict(bytes, "Bundle");
            let parsed = parsed.map_err(|fault| self.reason_of_json(fault, value.start))?;
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
            let reason = self.broken_at(start);
            return self.reject(place.clone(), reason);
        }
        for (index, entry) in elements(up_to_end, start).enumerate() {
            let place = place.then(PlaceStep::Entry(index + 1));
            if self.has_no_room(&place) {
                return;
            }
            let entry = entry.map_err(|fault| self.reason_of_skim(&fault));
            let taken = entry.and_then(|entry| self.outline_entry(&entry));
            match taken {
                Ok((resource, full_url)) => self.take_value(resource, place, full_url.as_deref(), nesting + 1),
                Err(reason) => self.reject(place, reason),
            }
        }
    }

    /// Where an entry's resource stands, and its full URL.
    fn outline_entry(&mut self, entry: &Range<usize>) -> Result<(Range<usize>, Option<String>), RejectReason> {
        let file = self.file;
        let mut keys = BTreeSet::new();
        let mut resource = None;
        let mut full_url = None;
        for member in members(file.get(..entry.end).unwrap_or(file), entry.start) {
            let Member { key, value } = member.map_err(|fault| self.reason_of_skim(&fault))?;
            if !keys.insert(key.clone()) {
                return Err(RejectReason::DuplicateKey { key: make_visible(&key), path: "entry".to_owned() });
            }
            if key == "resource" {
                resource = Some(value);
                continue;
            }
            let parsed = parse_strict(file.get(value.clone()).unwrap_or_default(), "entry");
            match parsed.map_err(|fault| self.reason_of_json(fault, value.start))? {
                Value::String(url) if key == "fullUrl" => full_url = Some(url),
                _ => {}
            }
        }
        Ok((resource.ok_or(RejectReason::NoResource)?, full_url))
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
        // The file itself, to its last line end, where nothing stands behind the bundle.
        let is_file = *place == EntryPlace::FILE && skip_space(self.file, range.end) == self.file.len();
        let range = if is_file { 0..self.file.len() } else { range };
        let content = self.file.get(range).unwrap_or_default().to_vec();
        let content_id = ContentId::of_file(&content);
        let summary = RecordSummary {
            title,
            media_type: MediaType::known(MediaType::FHIR_JSON),
            fhir_type: "Bundle".parse().ok(),
            clinical_date,
            byte_size: content.len() as u64,
            content_id: Some(content_id),
            reason: None,
            voids: None,
        };
        let sorted = Sorted::To(Portion::ImagingDocuments);
        self.keep(Taken { sorted, named_by: None, summary, content, content_id }, &place.then(PlaceStep::Document));
    }
}

impl RejectedEntry {
    fn is_attachment(&self) -> bool {
        matches!(self.place.steps().last(), Some(PlaceStep::Attachment(_)))
    }
}

fn is_supported(kind: &str) -> bool {
    matches!(kind, "transaction" | "batch" | "collection" | "searchset" | "document")
}
