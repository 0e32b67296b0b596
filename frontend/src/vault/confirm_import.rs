//! Encrypts and uploads what was previewed: one file after another, then the summaries of the series that grew.

use std::{collections::BTreeSet, rc::Rc};

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
    message::{AppError, ConfirmImport, ErrorCode},
    model::{
        import::{FileFate, FileKind, FileOutcome, GROUP_SIZE, ImportId, ImportResult},
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
    let ToGo { files, mut safe, group_size } = ToGo::of(vault, verb.import)?;
    let mut result = ImportResult { all_summaries: true, ..ImportResult::default() };
    for (place, file) in (0..).zip(&files) {
        if !verb.files.contains(&place) || safe.contains(&place) || file.count() == 0 {
            continue;
        }
        let fate = if reporter.is_cancelled() {
            FileFate::NotSent
        } else {
            send(&FileUpload { vault, member: &member, reporter, file, place, group_size }).await?
        };
        if matches!(fate, FileFate::Stored { .. }) {
            safe.insert(place);
            if let Some(preview) = vault.previews.borrow_mut().get_mut(&verb.import) {
                preview.safe.insert(place);
            }
        }
        result.files.push(FileOutcome { place, name: file.view.name.clone(), fate });
    }
    let stored = (0..).zip(&files).filter(|(place, _)| safe.contains(place)).map(|(_, file)| file);
    let grown = series_keys(stored.clone().flat_map(|file| file.readings()));
    add_summaries(&mut result, vault, &member, &grown, group_size, reporter).await;
    let said: Vec<BroughtMark> = stored.flat_map(|file| file.said.iter().cloned()).collect();
    add_marks(&mut result, &member, &said).await;
    follow_records(vault, &member);
    Ok(result)
}

/// What was typed is kept on the device before it is sent; a file is the person's own to give again.
async fn send(upload: &FileUpload<'_>) -> Result<FileFate, AppError> {
    if upload.file.view.kind == FileKind::Typed {
        let group_size = upload.group_size.unwrap_or(GROUP_SIZE);
        let kept = keep_and_send(upload.vault, upload.member, upload.file, group_size, upload.reporter).await?;
        if let Some(fate) = kept {
            return Ok(fate);
        }
    }
    upload.run(0).await
}

/// What of a preview an import needs.
struct ToGo {
    files: Vec<Rc<PreviewFile>>,
    /// Those that are stored already, by their place.
    safe: BTreeSet<u32>,
    group_size: Option<u8>,
}

impl ToGo {
    fn of(vault: &Vault, import: ImportId) -> Result<Self, AppError> {
        let previews = vault.previews.borrow();
        let preview = previews.get(&import).ok_or(ErrorCode::NotFound)?;
        let (files, safe) = (preview.files.clone(), preview.safe.clone());
        Ok(Self { files, safe, group_size: Some(preview.group_size) })
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
    match publish_summaries(vault, member, grown, Earlier::Kept, group_size, reporter).await {
        Ok(count) => result.summaries = count,
        Err(why) => result.no_summaries = Some(why),
    }
}

/// Says of the records again what was said of them elsewhere. What stops that takes nothing back of what is stored.
pub(super) async fn add_marks(result: &mut ImportResult, member: &SignedIn, said: &[BroughtMark]) {
    if let Err(error) = member.bring_marks(said).await {
        result.no_marks = Some(explain(member, error));
    }
}
