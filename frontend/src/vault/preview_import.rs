//! Looks into files before anything is uploaded.

use std::{collections::BTreeSet, rc::Rc};

use sesemr_common::{
    api::DescribeServerEndpoint,
    envelope::ChunkLayout,
    flow::{FlowError, Host as _},
    record::{
        ContentHasher, ContentId, FileClass, HEAD_BYTES, Import, MedicalRecord, RecordHead, RecordRow, ReferenceNames,
        SourceFile, TypedReading, classify_file, import_records, make_visible, view_record,
    },
};
use web_sys::File;

use super::{
    error::explain,
    file_source::{file_length, file_name, read_head, read_pieces},
    preview::{FileContent, Preview, PreviewFile, count_portions},
    preview_archive::preview_archive,
    reporter::Reporter,
    state::{SignedIn, Vault},
};
use crate::{
    message::{
        AdjustImport, AppError, DiscardImport, ErrorCode, PreviewImport, PreviewReadings, Progress, ProgressStep,
        ReadFileLimit, ReplaceImportFile,
    },
    model::{
        import::{FileKind, FilePreview, ImportId, ImportPreview, Refusal},
        opening::SubjectView,
    },
};

/// A file that is one record, and longer than this in bytes, is read again when it is sealed rather than kept.
pub(super) const MOST_KEPT: u64 = 4 * 1024 * 1024;

pub(super) async fn read_file_limit(vault: &Vault, _verb: ReadFileLimit) -> Result<u64, AppError> {
    let member = vault.member()?;
    most_file_bytes(&member).await
}

pub(super) async fn preview_import(
    vault: &Vault,
    verb: PreviewImport,
    files: Vec<File>,
    reporter: &Reporter,
) -> Result<ImportPreview, AppError> {
    let member = vault.member()?;
    let mut known = known_contents(&member).await?;
    let limit = most_file_bytes(&member).await?;
    let mut previewed = Vec::with_capacity(files.len());
    // A file keeps its place: what else it holds stands behind all files.
    let mut further = Vec::new();
    for (place, file) in (0..).zip(files) {
        let parts = Looking { member: &member, known: &known, limit, reporter, place }.into_files(file).await?;
        // The same record in two files of one import goes once.
        known.extend(parts.iter().flat_map(PreviewFile::summaries).filter_map(|summary| summary.content_id));
        let mut parts = parts.into_iter();
        previewed.extend(parts.next());
        further.extend(parts);
    }
    previewed.append(&mut further);
    keep(vault, &member, Preview::new(&member, previewed, verb.group_size).await?)
}

pub(super) async fn preview_readings(vault: &Vault, verb: PreviewReadings) -> Result<ImportPreview, AppError> {
    let member = vault.member()?;
    let name = member.profile().display_name;
    let mut records = Vec::with_capacity(verb.readings.len());
    for (place, reading) in verb.readings.into_iter().enumerate() {
        let typed = TypedReading::try_new(reading.kind, reading.time, reading.values).map_err(|error| {
            AppError::new(ErrorCode::BadField).in_field(&format!("readings.{place}")).because(error)
        })?;
        records.push(typed.in_words(Some(reading.words)).into_record(&name));
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
    let file = PreviewFile::new(view, FileContent::Records(records.into_iter().map(Rc::new).collect()));
    keep(vault, &member, Preview::new(&member, vec![file], verb.group_size).await?)
}

pub(super) fn adjust_import(vault: &Vault, verb: AdjustImport) -> Result<ImportPreview, AppError> {
    let mut previews = vault.previews.borrow_mut();
    let preview = previews.get_mut(&verb.import).ok_or(ErrorCode::NotFound)?;
    preview.adjust(verb.group_size, verb.left_out)?;
    Ok(preview.view(verb.import))
}

pub(super) async fn replace_import_file(
    vault: &Vault,
    verb: ReplaceImportFile,
    files: Vec<File>,
    reporter: &Reporter,
) -> Result<ImportPreview, AppError> {
    let ReplaceImportFile { import, place } = verb;
    let member = vault.member()?;
    let file = files.into_iter().next().ok_or(ErrorCode::UnreadableFile)?;
    let mut known = known_contents(&member).await?;
    let limit = most_file_bytes(&member).await?;
    {
        let previews = vault.previews.borrow();
        let others = (0..).zip(&previews.get(&import).ok_or(ErrorCode::NotFound)?.files);
        let others = others.filter(|(other, _)| *other != place).flat_map(|(_, file)| file.summaries());
        known.extend(others.filter_map(|summary| summary.content_id));
    }
    let looked = Looking { member: &member, known: &known, limit, reporter, place }.into_file(file).await?;
    let mut previews = vault.previews.borrow_mut();
    let preview = previews.get_mut(&import).ok_or(ErrorCode::NotFound)?;
    preview.replace(place, looked)?;
    Ok(preview.view(import))
}

pub(super) fn discard_import(vault: &Vault, verb: DiscardImport) -> Result<(), AppError> {
    vault.previews.borrow_mut().remove(&verb.import);
    Ok(())
}

/// Keeps a preview for as long as its person is signed in.
fn keep(vault: &Vault, member: &Rc<SignedIn>, preview: Preview) -> Result<ImportPreview, AppError> {
    if !vault.holds(member) {
        return Err(ErrorCode::Cancelled.into());
    }
    let import: ImportId = vault.next_import();
    let view = preview.view(import);
    vault.previews.borrow_mut().insert(import, preview);
    Ok(view)
}

/// What the patient's records hold already, by content.
pub(super) async fn known_contents(member: &SignedIn) -> Result<BTreeSet<ContentId>, AppError> {
    let listing = member.list_records().await.map_err(|error| explain(member, error))?;
    Ok(listing.records.iter().filter_map(|own| own.summary.content_id).collect())
}

/// The most bytes of one file: the server's limit is of what is sealed, with padding and tags.
pub(super) async fn most_file_bytes(member: &SignedIn) -> Result<u64, AppError> {
    let server = member.host().call::<DescribeServerEndpoint>(&(), None).await.map_err(FlowError::from)?;
    Ok(ChunkLayout::most_content(server.most_record_bytes))
}

/// Looks into one file.
pub(super) struct Looking<'a> {
    /// Whose records.
    pub(super) member: &'a SignedIn,
    /// What is stored already.
    pub(super) known: &'a BTreeSet<ContentId>,
    /// The most bytes of one file.
    pub(super) limit: u64,
    pub(super) reporter: &'a Reporter,
    /// Which file, among those that were given.
    pub(super) place: u32,
}

impl Looking<'_> {
    /// The parts of the file: several where somebody took everything away in it, else one.
    ///
    /// # Errors
    /// [`ErrorCode::Cancelled`].
    pub(super) async fn into_files(self, file: File) -> Result<Vec<PreviewFile>, AppError> {
        match preview_archive(&self, &file).await? {
            Some(parts) => Ok(parts),
            None => Ok(vec![self.into_file(file).await?]),
        }
    }

    /// The file taken apart, or why it cannot go.
    ///
    /// # Errors
    /// [`ErrorCode::Cancelled`].
    pub(super) async fn into_file(self, file: File) -> Result<PreviewFile, AppError> {
        let (name, declared, length) = (file.name(), file.type_(), file_length(&file));
        let refused = |refusal| refuse(&name, declared.clone(), length, refusal);
        if length > self.limit {
            return Ok(refused(Refusal::TooLarge { limit: self.limit }));
        }
        let Ok(first) = read_head(&file, HEAD_BYTES as u64).await else { return Ok(refused(Refusal::Unreadable)) };
        let looked = match classify_file(&first, length, &name, &declared) {
            Err(reason) => return Ok(refused(Refusal::Rejected(reason))),
            Ok(FileClass::StoreAsIs(head)) => {
                self.identify(&file).await.map(|id| self.stream(head.identified(id), file))
            }
            Ok(FileClass::TakeApart) => self.read(&file).await.map(|bytes| {
                let source = SourceFile { name: &name, declared_type: &declared, bytes: &bytes };
                take_apart(&file, import_records(&source, self.known))
            }),
        };
        match looked {
            Err(error) if error.code == ErrorCode::UnreadableFile => Ok(refused(Refusal::Unreadable)),
            other => other,
        }
    }

    /// By which the file is recognised, without holding it.
    async fn identify(&self, file: &File) -> Result<ContentId, AppError> {
        let mut hasher = ContentHasher::for_file();
        self.each_piece(file, |piece| hasher.update(piece)).await?;
        Ok(hasher.finish())
    }

    async fn read(&self, file: &File) -> Result<Vec<u8>, AppError> {
        let mut bytes = Vec::with_capacity(usize::try_from(file_length(file)).unwrap_or_default());
        self.each_piece(file, |piece| bytes.extend_from_slice(piece)).await?;
        Ok(bytes)
    }

    async fn each_piece(&self, file: &File, mut take: impl FnMut(&[u8])) -> Result<(), AppError> {
        let mut progress =
            Progress { step: ProgressStep::ReadingFile, file: Some(self.place), done: 0, total: file_length(file) };
        read_pieces(file, |piece| {
            self.reporter.go_on()?;
            take(piece);
            progress.done += piece.len() as u64;
            self.reporter.progress(progress.clone());
            Ok(())
        })
        .await
    }

    /// A file that is stored as it is.
    fn stream(&self, head: RecordHead, file: File) -> PreviewFile {
        let summary = head.summary();
        let is_there = summary.content_id.is_some_and(|id| self.known.contains(&id));
        let view = FilePreview {
            name: file_name(&file),
            bytes: summary.byte_size,
            kind: FileKind::Other { media_type: summary.media_type.as_str().to_owned() },
            portions: if is_there { Vec::new() } else { count_portions(core::iter::once(&head)) },
            already_there: u32::from(is_there),
            rejected: Vec::new(),
            refused: None,
            subject: None,
        };
        let content = if is_there { FileContent::Nothing } else { FileContent::Stream { head, file } };
        PreviewFile::new(view, content)
    }
}

pub(super) fn refuse(name: &str, declared: String, bytes: u64, refusal: Refusal) -> PreviewFile {
    let view = FilePreview {
        name: make_visible(name),
        bytes,
        kind: FileKind::Other { media_type: declared },
        portions: Vec::new(),
        already_there: 0,
        rejected: Vec::new(),
        refused: Some(refusal),
        subject: None,
    };
    PreviewFile::new(view, FileContent::Nothing)
}

fn take_apart(file: &File, import: Import) -> PreviewFile {
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
        name: file_name(file),
        bytes: file_length(file),
        kind,
        portions: count_portions(records.iter().map(MedicalRecord::head)),
        already_there: u32::try_from(already_there.len()).unwrap_or(u32::MAX),
        subject: subject(&records),
        rejected: if refused.is_some() { Vec::new() } else { rejected },
        refused,
    };
    PreviewFile::new(view, keep_or_stream(file, records))
}

/// A long file that is one record as it stands, like a document, is not kept.
fn keep_or_stream(file: &File, records: Vec<MedicalRecord>) -> FileContent {
    match records.as_slice() {
        [] => FileContent::Nothing,
        [only] if only.content().len() as u64 == file_length(file) && file_length(file) > MOST_KEPT => {
            FileContent::Stream { head: only.head().clone(), file: file.clone() }
        }
        _ => FileContent::Records(records.into_iter().map(Rc::new).collect()),
    }
}

/// Whose records a file says it holds.
fn subject(records: &[MedicalRecord]) -> Option<SubjectView> {
    let patient = records
        .iter()
        .find(|record| record.summary().fhir_type.as_ref().is_some_and(|fhir_type| fhir_type.as_str() == "Patient"))?;
    let view = view_record(patient.content(), &ReferenceNames::default());
    let born = match view.row {
        RecordRow::Other(row) => row.date,
        _ => None,
    };
    Some(SubjectView { name: view.title.as_str().to_owned(), born })
}
