//! Encrypts and uploads what was previewed: one file after another, then the summaries of the series that grew.
//!
//! What was said elsewhere of the records comes first: of those that are here already at once, of those that go together
//! with each part that is published. Whatever stops it leaves nothing visible that was hidden.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use sesemr_common::{flow::BroughtMark, record::SeriesKey};

use super::{
    error::explain,
    kept_readings::keep_and_send,
    offline::follow_records,
    preview::PreviewFile,
    publish_summaries::{Earlier, publish_summaries},
    reporter::Reporter,
    state::{SignedIn, Vault},
    upload_file::FileUpload,
};
use crate::{
    message::{AppError, ConfirmImport, ErrorCode, Progress, ProgressStep},
    model::{
        import::{FileFate, FileKind, FileOutcome, GROUP_SIZE, ImportResult},
        series::series_keys,
    },
};

pub(super) async fn confirm_import(
    vault: &Rc<Vault>,
    verb: ConfirmImport,
    reporter: &Reporter,
) -> Result<ImportResult, AppError> {
    let member = vault.member()?;
    // The page may be left, and the preview forgotten, while this goes on.
    let ToGo { files, mut safe, reached, said, group_size } = ToGo::of(vault, &verb)?;
    let mut result = ImportResult { all_summaries: true, ..ImportResult::default() };
    add_marks(&mut result, &member, &said, reporter).await;
    for (place, file) in (0..).zip(&files) {
        if !verb.files.contains(&place) || safe.contains(&place) || file.count() == 0 {
            continue;
        }
        let fate = if reporter.is_cancelled() {
            FileFate::NotSent
        } else {
            let (origin, from) = (Some((verb.import, place)), reached.get(&place).copied().unwrap_or_default());
            let upload = FileUpload { vault, member: &member, reporter, file, place, origin, said: &said, group_size };
            send(&upload, from).await?
        };
        if matches!(fate, FileFate::Stored { .. }) {
            safe.insert(place);
            if let Some(preview) = vault.previews.borrow_mut().get_mut(&verb.import) {
                preview.safe.insert(place);
            }
        }
        tell(reporter, place, &fate);
        result.files.push(FileOutcome { place, name: file.view.name.clone(), fate });
    }
    let stored = (0..).zip(&files).filter(|(place, _)| safe.contains(place)).map(|(_, file)| file);
    let grown = series_keys(stored.flat_map(|file| file.readings()));
    add_summaries(&mut result, vault, &member, &grown, group_size, reporter).await;
    follow_records(vault, &member);
    Ok(result)
}

/// What was typed is kept on the device before it is sent; a file is the person's own to give again, and goes on from
/// record number `from`.
async fn send(upload: &FileUpload<'_>, from: usize) -> Result<FileFate, AppError> {
    if upload.file.view.kind == FileKind::Typed {
        let group_size = upload.group_size.unwrap_or(GROUP_SIZE);
        let kept = keep_and_send(upload.vault, upload.member, upload.file, group_size, upload.reporter).await?;
        if let Some(fate) = kept {
            return Ok(fate);
        }
    }
    upload.run(from).await
}

/// Tells the page what became of a file, while the others still go.
fn tell(reporter: &Reporter, place: u32, fate: &FileFate) {
    let (step, done, total) = match fate {
        FileFate::Stored { records } => (ProgressStep::FileStored, u64::from(*records), u64::from(*records)),
        FileFate::Stopped(import) => (ProgressStep::FileStopped, u64::from(import.percent), 100),
        FileFate::Failed(_) => (ProgressStep::FileFailed, 0, 0),
        FileFate::NotSent | FileFate::LeftOut | FileFate::Kept => return,
    };
    reporter.progress(Progress { step, file: Some(place), done, total });
}

/// What of a preview an import needs.
struct ToGo {
    files: Vec<Rc<PreviewFile>>,
    /// Those that are stored already, by their place.
    safe: BTreeSet<u32>,
    /// How many records of the others are stored already, by their place.
    reached: BTreeMap<u32, usize>,
    /// What was said elsewhere of records in the files that were to go, now or before.
    said: Rc<[BroughtMark]>,
    group_size: Option<u8>,
}

impl ToGo {
    fn of(vault: &Vault, verb: &ConfirmImport) -> Result<Self, AppError> {
        let mut previews = vault.previews.borrow_mut();
        let preview = previews.get_mut(&verb.import).ok_or(ErrorCode::NotFound)?;
        preview.chosen.extend(&verb.files);
        let (files, safe, said) = (preview.files.clone(), preview.safe.clone(), preview.said());
        let reached = preview.reached.clone();
        Ok(Self { files, safe, reached, said, group_size: Some(preview.group_size) })
    }
}

/// Stores the summaries of these series. What stops them stops no file: they can be made at any time.
pub(super) async fn add_summaries(
    result: &mut ImportResult,
    vault: &Vault,
    member: &SignedIn,
    grown: &BTreeSet<SeriesKey>,
    group_size: Option<u8>,
    reporter: &Reporter,
) {
    if !grown.is_empty() {
        // They are made of all readings, which are read first.
        reporter.progress(Progress { step: ProgressStep::OpeningRecords, file: None, done: 0, total: 0 });
    }
    match publish_summaries(vault, member, grown, Earlier::Kept, group_size, reporter).await {
        Ok(count) => result.summaries = count,
        Err(why) => result.no_summaries = Some(why),
    }
}

/// Says of the records that are here what was said of them elsewhere. What stops that stops no file.
pub(super) async fn add_marks(result: &mut ImportResult, member: &SignedIn, said: &[BroughtMark], reporter: &Reporter) {
    if !said.is_empty() {
        reporter.progress(Progress { step: ProgressStep::Uploading, file: None, done: 0, total: 0 });
    }
    match member.bring_marks(said).await {
        Ok(count) => result.said = u32::try_from(count).unwrap_or(u32::MAX),
        Err(error) => result.no_marks = Some(explain(member, error)),
    }
}
