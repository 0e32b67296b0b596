//! A file becomes records: FHIR R4 is taken apart, one entry one record, anything else is stored as it is.
//! For files too large to hold in memory ask [`super::classify_file`] first.

use std::collections::BTreeSet;

use super::{
    AlreadyThere, ContentId, EntryPlace, FileClass, LeftOut, MediaType, MedicalRecord, RejectReason, RejectedEntry,
    Series,
    classify_file::{classify_file, file_head, head_of},
    import_fhir::{FhirImport, LineFinder},
    skim_json::{SkimFault, members, skip_space, value_end},
    sniff_media_type::{check_claim, claims_json, claims_json_lines, sniff_media_type},
    strict_json::{JsonFault, parse_strict},
};

/// A file as the patient dropped it.
#[derive(Clone, Copy)]
pub struct SourceFile<'a> {
    /// Its name, shown as the title where it is stored as it is.
    pub name: &'a str,
    /// The media type that somebody says it has; may be empty.
    pub declared_type: &'a str,
    /// All of it.
    pub bytes: &'a [u8],
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Import {
    /// The new records, in the order of the file; a resource's attachments follow it, a document follows its entries.
    pub records: Vec<MedicalRecord>,
    /// What was recognised as there already, in this file or from `known`.
    pub already_there: Vec<AlreadyThere>,
    /// The series that all numeric Observations of the file make, those already there included.
    pub series: Vec<Series>,
    /// Readings that could not become points of a series; their records are among the others.
    pub left_out: Vec<LeftOut>,
    /// What was not taken, and why.
    pub rejected: Vec<RejectedEntry>,
}

/// Takes a file apart. `known` are the content ids of the patient's records, from their summaries.
///
/// FHIR R4 JSON in these shapes is taken apart: bundles of type transaction, batch, collection, searchset or document,
/// single resources, and NDJSON of either. Each resource keeps its exact bytes. A document bundle is kept whole as well.
/// Everything wrong is named in [`Import::rejected`]; the good entries stand in [`Import::records`] all the same.
pub fn import_records(file: &SourceFile<'_>, known: &BTreeSet<ContentId>) -> Import {
    let length = file.bytes.len() as u64;
    let taken = match classify_file(file.bytes, length, file.name, file.declared_type) {
        Ok(FileClass::TakeApart) => import_json(file, known),
        Ok(FileClass::StoreAsIs(head)) => Ok(import_file(head, file, known)),
        Err(reason) => Err(reason),
    };
    taken.unwrap_or_else(|reason| Import {
        rejected: vec![RejectedEntry { place: EntryPlace::FILE, title: None, reason }],
        ..Import::default()
    })
}

fn import_file(head: super::RecordHead, file: &SourceFile<'_>, known: &BTreeSet<ContentId>) -> Import {
    let content_id = ContentId::of_file(file.bytes);
    let mut import = Import::default();
    if known.contains(&content_id) {
        let title = head.summary().title.clone();
        import.already_there.push(AlreadyThere { place: EntryPlace::FILE, title, content_id });
    } else {
        import.records.push(MedicalRecord::new(head.identified(content_id), file.bytes.to_vec(), content_id));
    }
    import
}

/// FHIR or other JSON, or something that only begins like it.
fn import_json(file: &SourceFile<'_>, known: &BTreeSet<ContentId>) -> Result<Import, RejectReason> {
    let start = skip_space(file.bytes, if file.bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 });
    let first_end = value_end(file.bytes, start).unwrap_or(file.bytes.len());
    let says_more = skip_space(file.bytes, first_end) < file.bytes.len();
    let stands_on_one_line = !file.bytes.get(start..first_end).unwrap_or_default().contains(&b'\n');
    let is_lines = claims_json_lines(file.name, file.declared_type);
    if !is_lines && !says_resource_type(file.bytes, start) {
        return import_other_json(file, start, known);
    }
    check_claim(file.name, file.declared_type, &MediaType::known(MediaType::FHIR_JSON))?;
    let mut fhir = FhirImport::new(file.bytes, known);
    if is_lines || says_more && stands_on_one_line {
        fhir.take_lines(start);
    } else {
        fhir.take_outermost(start..first_end);
    }
    Ok(fhir.finish())
}

/// Whether an object with a member `resourceType` begins at `start`. A broken object counts by what can be read of it.
fn says_resource_type(bytes: &[u8], start: usize) -> bool {
    members(bytes, start).any(|member| match member {
        Ok(member) => member.key == "resourceType",
        Err(SkimFault::Truncated { key, .. }) => key.as_deref() == Some("resourceType"),
        Err(SkimFault::Unexpected { .. }) => false,
    })
}

fn import_other_json(file: &SourceFile<'_>, start: usize, known: &BTreeSet<ContentId>) -> Result<Import, RejectReason> {
    let json = file.bytes.get(start..).unwrap_or_default();
    let Err(fault) = parse_strict(json, "the outermost object") else {
        let media_type = MediaType::known(MediaType::JSON);
        check_claim(file.name, file.declared_type, &media_type)?;
        let head = head_of(media_type, file.bytes.len() as u64, file.name);
        return Ok(import_file(head, file, known));
    };
    let claims_json = claims_json(file.name, file.declared_type);
    match fault {
        JsonFault::Truncated | JsonFault::Broken { .. } if !claims_json => {
            let head = file_head(file.bytes, file.bytes.len() as u64, file.name, file.declared_type)?;
            Ok(import_file(head, file, known))
        }
        JsonFault::Broken { .. } if sniff_media_type(file.bytes).as_str() != MediaType::TEXT => {
            Err(RejectReason::NotWhatItSays { says: "JSON".to_owned(), found: sniff_media_type(file.bytes) })
        }
        fault => Err(RejectReason::of_fault(fault, LineFinder::new(file.bytes).position(start))),
    }
}
