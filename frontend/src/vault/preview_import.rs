//! Looks into files before anything is uploaded.

use std::collections::BTreeSet;

use sesemr_common::{
    api::DescribeServerEndpoint,
    flow::Host as _,
    record::{
        ContentId, FileClass, HEAD_BYTES, Import, MAX_FHIR_BYTES, MedicalRecord, RecordRow, ReferenceNames, SourceFile,
        TypedReading, classify_file, import_records, view_record,
    },
};
use web_sys::File;

use super::{
    error::explain,
    file_source::{file_length, read_head},
    preview::{FileContent, Preview, PreviewFile, count_portions},
    reporter::Reporter,
    state::{SignedIn, Vault},
};
use crate::{
    message::{
        AppError, ChooseGroupSize, DiscardImport, ErrorCode, PreviewImport, PreviewReadings, Progress, ProgressStep,
    },
    model::import::{FileKind, FilePreview, ImportId, ImportPreview, Refusal},
};

pub(super) async fn preview_import(
    vault: &Vault,
    verb: PreviewImport,
    files: Vec<File>,
    reporter: &Reporter,
) -> Result<ImportPreview, AppError> {
    let member = vault.member()?;
    let mut known = known_contents(&member).await?;
    let limit = most_record_bytes(&member).await?;
    let mut previewed = Vec::with_capacity(files.len());
    for (place, file) in (0..).zip(files) {
        reporter.go_on()?;
        reporter.progress(Progress {
            step: ProgressStep::ReadingFile,
            file: Some(place),
            done: 0,
            total: file_length(&file),
        });
        let file = preview_file(file, &known, limit).await;
        // The same record in two files of one import goes once.
        if let FileContent::Records(records) = &file.content {
            known.extend(records.iter().map(MedicalRecord::content_id));
        }
        previewed.push(file);
    }
    Ok(keep(vault, Preview::new(&member, previewed, verb.group_size).await?))
}

pub(super) async fn preview_readings(vault: &Vault, verb: PreviewReadings) -> Result<ImportPreview, AppError> {
    let member = vault.member()?;
    let name = member.profile().display_name;
    let mut records = Vec::with_capacity(verb.readings.len());
    for (place, reading) in verb.readings.into_iter().enumerate() {
        let typed = TypedReading::try_new(reading.kind, reading.time, reading.values).map_err(|error| {
            AppError::new(ErrorCode::BadField).in_field(&format!("readings.{place}")).because(error)
        })?;
        records.push(typed.into_record(&name));
    }
    if records.is_empty() {
        return Err(ErrorCode::NothingChosen.into());
    }
    let view = FilePreview {
        name: String::new(),
        bytes: records.iter().map(|record| record.summary().byte_size).sum(),
        kind: FileKind::Typed,
        portions: count_portions(records.iter().map(MedicalRecord::head)),
        already_there: 0,
        rejected: Vec::new(),
        refused: None,
        subject: None,
    };
    let file = PreviewFile { view, content: FileContent::Records(records) };
    Ok(keep(vault, Preview::new(&member, vec![file], verb.group_size).await?))
}

pub(super) fn choose_group_size(vault: &Vault, verb: ChooseGroupSize) -> Result<ImportPreview, AppError> {
    let mut previews = vault.previews.borrow_mut();
    let preview = previews.get_mut(&verb.import).ok_or(ErrorCode::NotFound)?;
    preview.choose(verb.group_size)?;
    Ok(preview.view(verb.import))
}

pub(super) fn discard_import(vault: &Vault, verb: DiscardImport) -> Result<(), AppError> {
    vault.previews.borrow_mut().remove(&verb.import);
    Ok(())
}

fn keep(vault: &Vault, preview: Preview) -> ImportPreview {
    let import: ImportId = vault.next_import();
    let view = preview.view(import);
    vault.previews.borrow_mut().insert(import, preview);
    view
}

/// What the patient's records hold already, by content.
pub(super) async fn known_contents(member: &SignedIn) -> Result<BTreeSet<ContentId>, AppError> {
    let listing = member.list_records().await.map_err(|error| explain(member, error))?;
    Ok(listing.records.iter().filter_map(|own| own.summary.content_id).collect())
}

async fn most_record_bytes(member: &SignedIn) -> Result<u64, AppError> {
    let server =
        member.host().call::<DescribeServerEndpoint>(&(), None).await.map_err(sesemr_common::flow::FlowError::from)?;
    Ok(server.most_record_bytes)
}

/// A file taken apart, or why it cannot go.
pub(super) async fn preview_file(file: File, known: &BTreeSet<ContentId>, limit: u64) -> PreviewFile {
    let (name, declared, length) = (file.name(), file.type_(), file_length(&file));
    let refused = |refusal| PreviewFile {
        view: FilePreview {
            name: name.clone(),
            bytes: length,
            kind: FileKind::Other { media_type: declared.clone() },
            portions: Vec::new(),
            already_there: 0,
            rejected: Vec::new(),
            refused: Some(refusal),
            subject: None,
        },
        content: FileContent::Nothing,
    };
    if length > limit {
        return refused(Refusal::TooLarge { limit });
    }
    let Ok(head) = read_head(&file, HEAD_BYTES as u64).await else { return refused(Refusal::Unreadable) };
    match classify_file(&head, length, &name, &declared) {
        Err(reason) => refused(Refusal::Rejected(reason)),
        Ok(FileClass::StoreAsIs(head)) if length > MAX_FHIR_BYTES => stream(name, head, file),
        Ok(_) => match read_head(&file, length).await {
            Err(_) => refused(Refusal::Unreadable),
            Ok(bytes) => {
                let source = SourceFile { name: &name, declared_type: &declared, bytes: &bytes };
                take_apart(&name, length, import_records(&source, known))
            }
        },
    }
}

fn stream(name: String, head: sesemr_common::record::RecordHead, file: File) -> PreviewFile {
    let summary = head.summary();
    let view = FilePreview {
        name,
        bytes: summary.byte_size,
        kind: FileKind::Other { media_type: summary.media_type.as_str().to_owned() },
        portions: count_portions(core::iter::once(&head)),
        already_there: 0,
        rejected: Vec::new(),
        refused: None,
        subject: None,
    };
    PreviewFile { view, content: FileContent::Stream { head, file } }
}

fn take_apart(name: &str, bytes: u64, import: Import) -> PreviewFile {
    let Import { records, already_there, rejected, .. } = import;
    let is_fhir = records.iter().any(|record| record.summary().fhir_type.is_some());
    let entries = records.len() + already_there.len() + rejected.len();
    let kind = match records.first() {
        Some(record) if !is_fhir => FileKind::Other { media_type: record.summary().media_type.as_str().to_owned() },
        _ => FileKind::Fhir { entries: u32::try_from(entries).unwrap_or(u32::MAX) },
    };
    let refused = match rejected.as_slice() {
        [only] if records.is_empty() && already_there.is_empty() => Some(Refusal::Rejected(only.reason.clone())),
        _ => None,
    };
    let view = FilePreview {
        name: name.to_owned(),
        bytes,
        kind,
        portions: count_portions(records.iter().map(MedicalRecord::head)),
        already_there: u32::try_from(already_there.len()).unwrap_or(u32::MAX),
        subject: subject(&records),
        rejected: if refused.is_some() { Vec::new() } else { rejected },
        refused,
    };
    let content = if records.is_empty() { FileContent::Nothing } else { FileContent::Records(records) };
    PreviewFile { view, content }
}

/// Whose records a file says it holds.
fn subject(records: &[MedicalRecord]) -> Option<String> {
    let patient = records
        .iter()
        .find(|record| record.summary().fhir_type.as_ref().is_some_and(|fhir_type| fhir_type.as_str() == "Patient"))?;
    let view = view_record(patient.content(), &ReferenceNames::default());
    let born = match &view.row {
        RecordRow::Other(row) => row.date.as_ref().map(|date| format!(", {}", date.as_str())),
        _ => None,
    };
    Some(format!("{}{}", view.title.as_str(), born.unwrap_or_default()))
}
