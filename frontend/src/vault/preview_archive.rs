//! Looks into a file in which somebody took everything away: its records go where they were, what belongs to them becomes
//! files to read. Everything is unpacked and held against the list before anything of it is shown.

use std::{collections::BTreeSet, rc::Rc};

use js_sys::Array;
use sesemr_common::{
    export::archive::{ARCHIVE_HEAD_BYTES, ArchiveFault, ArchiveReader, ListedRecord, ReadFault, begins_like_archive},
    flow::{BroughtMark, leave_most_marks},
    record::{
        ClinicalDate, ContentHasher, ContentId, EntryPlace, MediaType, MedicalRecord, RejectReason, RejectedEntry,
        Title,
    },
};
use web_sys::File;

use super::{
    error::explain,
    file_source::{file_length, file_name, read_head},
    preview::{FileContent, PreviewFile, count_portions},
    preview_import::{Looking, MOST_KEPT, refuse},
    record_body::BlobParts,
    seekable_file::SeekableFile,
    timer,
};
use crate::{
    message::{AppError, ErrorCode, Progress, ProgressStep},
    model::{
        import::{FileKind, FilePreview, Refusal},
        moment::Moment,
    },
};

/// The most bytes of records that are held together.
const MOST_HELD: u64 = 512 * 1024 * 1024;
/// The most marks of one person that come along: with their notes they go into the vault, which travels as a whole.
const MOST_MARKS: usize = 2_000;
/// The most hidden records of one person. A file that makes them more is refused: one that is not hidden could be lent.
const MOST_HIDDEN: usize = 20_000;
/// How many files that the list does not name are told one by one.
const MOST_TOLD: usize = 20;
/// After how many milliseconds of work the worker listens whether to stop.
const LISTEN: u64 = 100;
/// How every ZIP file with something in it begins.
const ZIP: &[u8] = b"PK\x03\x04";

/// The parts of a file that was taken away; nothing where it is any other file.
///
/// # Errors
/// [`ErrorCode::Cancelled`].
pub(super) async fn preview_archive(looking: &Looking<'_>, file: &File) -> Result<Option<Vec<PreviewFile>>, AppError> {
    let head = read_head(file, ARCHIVE_HEAD_BYTES as u64).await.unwrap_or_default();
    if !head.starts_with(ZIP) {
        return Ok(None);
    }
    // A browser that cannot look into it keeps it as it is.
    let Ok(source) = SeekableFile::new(file.clone()) else { return Ok(None) };
    let archive = match ArchiveReader::open(source) {
        Ok(archive) => archive,
        Err(ArchiveFault::NotOurs) => return Ok(None),
        Err(ArchiveFault::Broken | ArchiveFault::TooMuch) if !begins_like_archive(&head) => return Ok(None),
        Err(fault) => return Ok(Some(vec![refused(file, fault)])),
    };
    let small: u64 =
        archive.manifest().records.iter().filter(|record| is_held(record)).map(|record| record.file.bytes).sum();
    if small > MOST_HELD {
        return Ok(Some(vec![refused(file, ArchiveFault::TooMuch)]));
    }
    Unpacking::new(looking, file, archive).run().await.map(Some)
}

fn refused(file: &File, fault: ArchiveFault) -> PreviewFile {
    refuse(&file.name(), file.type_(), file_length(file), Refusal::Archive(fault))
}

/// Whether a record is held in memory until it is sealed. FHIR is looked into, whatever its size.
fn is_held(record: &ListedRecord) -> bool {
    record.file.bytes <= MOST_KEPT || record.media_type.as_str() == MediaType::FHIR_JSON
}

/// An archive that is being unpacked.
struct Unpacking<'a> {
    looking: &'a Looking<'a>,
    file: &'a File,
    archive: ArchiveReader<SeekableFile>,
    known: BTreeSet<ContentId>,
    records: Vec<Rc<MedicalRecord>>,
    already_there: u32,
    rejected: Vec<RejectedEntry>,
    /// What was said of the small ones, and of those that are here already.
    said: Vec<BroughtMark>,
    /// Marks that do not come along: there are too many.
    marks_left_out: usize,
    /// Large records, each a file of its own.
    large: Vec<PreviewFile>,
    progress: Progress,
    listened_at: u64,
}

impl<'a> Unpacking<'a> {
    fn new(looking: &'a Looking<'a>, file: &'a File, archive: ArchiveReader<SeekableFile>) -> Self {
        let manifest = archive.manifest();
        let papers = manifest.papers.iter().filter(|paper| paper.kind.is_kept()).map(|paper| paper.file.bytes);
        let total = manifest.records.iter().map(|record| record.file.bytes).chain(papers).sum();
        let progress = Progress { step: ProgressStep::ReadingFile, file: Some(looking.place), done: 0, total };
        Self {
            looking,
            file,
            archive,
            known: looking.known.clone(),
            records: Vec::new(),
            already_there: 0,
            rejected: Vec::new(),
            said: Vec::new(),
            marks_left_out: 0,
            large: Vec::new(),
            progress,
            listened_at: timer::now(),
        }
    }

    async fn run(mut self) -> Result<Vec<PreviewFile>, AppError> {
        for listed in self.archive.manifest().records.clone() {
            self.step(listed.file.bytes).await?;
            let content_id = listed.summary().content_id;
            if content_id.is_some_and(|id| self.known.contains(&id)) {
                self.note_there(&listed, content_id);
            } else if listed.file.bytes > self.looking.limit {
                let refusal = Refusal::TooLarge { limit: self.looking.limit };
                let (title, media_type) = (listed.title.as_str(), listed.media_type.to_string());
                self.large.push(refuse(title, media_type, listed.file.bytes, refusal));
            } else if is_held(&listed) {
                self.take_small(&listed);
            } else {
                self.take_large(&listed)?;
            }
        }
        let papers = self.papers().await?;
        self.tell_unlisted();
        self.keep_unsaid().await?;
        if self.hides_too_many() {
            return Ok(vec![refused(self.file, ArchiveFault::TooMuch)]);
        }
        let mut files = vec![self.records_file()];
        files.extend(papers);
        files.append(&mut self.large);
        Ok(files)
    }

    /// Tells how far it has come, and listens now and then whether to stop: unpacking keeps the worker busy.
    async fn step(&mut self, bytes: u64) -> Result<(), AppError> {
        self.looking.reporter.progress(self.progress.clone());
        self.progress.done += bytes;
        if timer::now().saturating_sub(self.listened_at) > LISTEN {
            timer::sleep(0).await;
            self.listened_at = timer::now();
        }
        self.looking.reporter.go_on()
    }

    fn take_small(&mut self, listed: &ListedRecord) {
        match self.archive.read_record(listed) {
            // One without an id in the list has one now.
            Ok(record) if !self.known.insert(record.content_id()) => self.note_there(listed, Some(record.content_id())),
            Ok(record) => {
                self.said.extend(listed.brought_mark(Some(record.content_id())));
                self.records.push(Rc::new(record));
            }
            Err(reason) => self.reject(Some(listed.title.clone()), reason),
        }
    }

    /// A record that is here already does not go again. What was said of it counts all the same: an import that stopped
    /// before it could be said is made up for when the file is added once more.
    fn note_there(&mut self, listed: &ListedRecord, content_id: Option<ContentId>) {
        self.already_there += 1;
        self.said.extend(listed.brought_mark(content_id));
    }

    /// Keeps of what was said what is not said here yet, and no more marks than can come along.
    async fn keep_unsaid(&mut self) -> Result<(), AppError> {
        let member = self.looking.member;
        self.said = member.unsaid_marks(&self.said).await.map_err(|error| explain(member, error))?;
        let room = MOST_MARKS.saturating_sub(member.vault().marked_records().len());
        let of_large = self.large.iter_mut().flat_map(|file| &mut file.said);
        self.marks_left_out = leave_most_marks(of_large.chain(&mut self.said), room);
        self.said.retain(BroughtMark::says_anything);
        for file in &mut self.large {
            file.said.retain(BroughtMark::says_anything);
        }
        Ok(())
    }

    fn hides_too_many(&self) -> bool {
        let hidden = self.all_said().filter(|said| said.hidden).count();
        hidden > 0 && self.looking.member.vault().hidden_records().len() + hidden > MOST_HIDDEN
    }

    /// What is to be said of all records of the file.
    fn all_said(&self) -> impl Iterator<Item = &BroughtMark> {
        self.large.iter().flat_map(|file| &file.said).chain(&self.said)
    }

    /// A large file goes to the browser as it is unpacked, and is read from there when it is sealed.
    fn take_large(&mut self, listed: &ListedRecord) -> Result<(), AppError> {
        let mut parts = BlobParts::default();
        let mut full = None;
        let mut hasher = ContentHasher::for_file();
        let read = self.archive.read_stream(listed, &mut |piece| {
            hasher.update(piece);
            match parts.push(piece) {
                Ok(()) => true,
                Err(error) => {
                    full = Some(error);
                    false
                }
            }
        });
        let head = match read {
            Ok(head) => head,
            Err(ReadFault::Rejected(reason)) => {
                self.reject(Some(listed.title.clone()), reason);
                return Ok(());
            }
            Err(ReadFault::Stopped) => return Err(full.unwrap_or_else(|| ErrorCode::NoStorage.into())),
        };
        // One without an id in the list has one now: by it, what is hidden is hidden again.
        let content_id = head.summary().content_id.unwrap_or_else(|| hasher.finish());
        if !self.known.insert(content_id) {
            self.note_there(listed, Some(content_id));
            return Ok(());
        }
        let head = head.identified(content_id);
        let title = listed.title.as_str().to_owned();
        let blob = parts.into_blob("application/octet-stream")?;
        let file = File::new_with_blob_sequence(&Array::of1(&blob), &title);
        let file = file.map_err(|_| AppError::from(ErrorCode::NoStorage))?;
        let view = FilePreview {
            name: title,
            bytes: listed.file.bytes,
            kind: FileKind::Other { media_type: listed.media_type.to_string() },
            portions: count_portions(core::iter::once(&head)),
            already_there: 0,
            rejected: Vec::new(),
            refused: None,
            subject: None,
        };
        let said = listed.brought_mark(Some(content_id)).into_iter().collect();
        self.large.push(PreviewFile { view, content: FileContent::Stream { head, file }, said });
        Ok(())
    }

    /// What belongs to the records, as documents.
    async fn papers(&mut self) -> Result<Option<PreviewFile>, AppError> {
        let mut records = Vec::new();
        let mut already_there = 0;
        for listed in self.archive.manifest().papers.clone() {
            if !listed.kind.is_kept() || listed.file.bytes > MOST_KEPT.min(self.looking.limit) {
                continue;
            }
            self.step(listed.file.bytes).await?;
            match self.archive.read_paper(&listed) {
                Ok(record) if !self.known.insert(record.content_id()) => already_there += 1,
                Ok(record) => records.push(Rc::new(record)),
                Err(reason) => self.reject(Some(Title::of(&listed.file.path)), reason),
            }
        }
        if records.is_empty() && already_there == 0 {
            return Ok(None);
        }
        let files = u32::try_from(records.len()).unwrap_or(u32::MAX).saturating_add(already_there);
        let view = FilePreview {
            name: file_name(self.file),
            bytes: records.iter().map(|record| record.summary().byte_size).sum(),
            kind: FileKind::ArchivePapers { files },
            portions: count_portions(records.iter().map(|record| record.head())),
            already_there,
            rejected: Vec::new(),
            refused: None,
            subject: None,
        };
        Ok(Some(PreviewFile::new(view, FileContent::Records(records))))
    }

    fn tell_unlisted(&mut self) {
        let unlisted: Vec<Title> = self.archive.unlisted().into_iter().take(MOST_TOLD).map(Title::of).collect();
        for title in unlisted {
            self.reject(Some(title), RejectReason::NotListed);
        }
    }

    fn reject(&mut self, title: Option<Title>, reason: RejectReason) {
        self.rejected.push(RejectedEntry { place: EntryPlace::FILE, title, reason });
    }

    fn records_file(&mut self) -> PreviewFile {
        let manifest = self.archive.manifest();
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let made_at = manifest.made_at.parse::<ClinicalDate>().ok();
        let made_at = made_at.and_then(|at| u64::try_from(at.begins().as_millisecond()).ok()).map(Moment::from_wire);
        let kind = FileKind::Archive {
            files: count(manifest.records.len() + manifest.earlier_versions.len() + manifest.papers.len() + 1),
            person: sesemr_common::record::make_visible(&manifest.person.name),
            made_at,
            marked: count(self.all_said().filter(|said| said.mark.is_some()).count()),
            hidden: count(self.all_said().filter(|said| said.hidden).count()),
            marks_left_out: count(self.marks_left_out),
            earlier: count(manifest.earlier_versions.len()),
            missing: count(manifest.not_taken.len()),
        };
        let records = core::mem::take(&mut self.records);
        let view = FilePreview {
            name: file_name(self.file),
            bytes: file_length(self.file),
            kind,
            portions: count_portions(records.iter().map(|record| record.head())),
            already_there: self.already_there,
            rejected: core::mem::take(&mut self.rejected),
            refused: None,
            subject: None,
        };
        let content = if records.is_empty() { FileContent::Nothing } else { FileContent::Records(records) };
        PreviewFile { view, content, said: core::mem::take(&mut self.said) }
    }
}
