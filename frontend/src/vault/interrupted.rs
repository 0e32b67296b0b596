//! Uploads that were cut off: listed, gone on with, or left out.

use std::rc::Rc;

use sesemr_common::{
    flow::{NewRecord, UnfinishedUpload},
    id::UploadId,
};
use web_sys::File;

use super::{
    confirm_import::Watch,
    error::explain,
    file_source::FileSource,
    preview::PreviewFile,
    preview_import::{known_contents, preview_file},
    reporter::Reporter,
    state::Vault,
    timer,
};
use crate::{
    message::{AppError, ContinueImport, ErrorCode, LeaveOutImport, ListInterruptedImports},
    model::{
        import::{ImportResult, InterruptedImport},
        moment::Moment,
    },
};

/// An upload that stopped in this session, with what it needs to go on.
pub(super) struct Stopped {
    pub(super) file: Rc<PreviewFile>,
    pub(super) begun_at: u64,
    pub(super) percent: u8,
}

pub(super) async fn list_interrupted_imports(
    vault: &Vault,
    _verb: ListInterruptedImports,
) -> Result<Vec<InterruptedImport>, AppError> {
    let uploads = vault.member()?.unfinished_uploads().await?;
    let stopped = vault.stopped.borrow();
    Ok(uploads
        .iter()
        .map(|upload| {
            stopped.get(&upload.upload).map_or_else(|| view_left(upload), |known| view_stopped(upload.upload, known))
        })
        .collect())
}

/// Goes on, with the sources that this session kept or with the files that travel beside it.
pub(super) async fn continue_import(
    vault: &Vault,
    verb: ContinueImport,
    files: Vec<File>,
    reporter: &Reporter,
) -> Result<ImportResult, AppError> {
    let member = vault.member()?;
    let kept = vault.stopped.borrow().get(&verb.upload).map(|stopped| stopped.file.new_records());
    let records = match (kept, files.into_iter().next()) {
        (Some(records), _) => records,
        (None, Some(file)) => preview_file(file, &known_contents(&member).await?, u64::MAX).await.new_records(),
        (None, None) => return Err(ErrorCode::UnreadableFile.into()),
    };
    let count = u32::try_from(records.len()).unwrap_or(u32::MAX);
    let sources: Vec<FileSource> = records.into_iter().map(|NewRecord { source, .. }| source).collect();
    let watch = Watch::new(Some(0), reporter, vault.live.clone());
    member.resume_upload(verb.upload, sources, &watch).await.map_err(|error| explain(&member, error))?;
    vault.stopped.borrow_mut().remove(&verb.upload);
    Ok(ImportResult { stored: count, files_safe: 1, files: 1, stopped: Vec::new() })
}

pub(super) async fn leave_out_import(vault: &Vault, verb: LeaveOutImport) -> Result<(), AppError> {
    vault.stopped.borrow_mut().remove(&verb.upload);
    Ok(vault.member()?.give_up_upload(verb.upload).await?)
}

pub(super) fn view_stopped(upload: UploadId, stopped: &Stopped) -> InterruptedImport {
    InterruptedImport {
        upload,
        files: vec![stopped.file.view.name.clone()],
        percent: stopped.percent,
        begun_at: Moment::from_wire(stopped.begun_at),
        needs_files: false,
    }
}

/// One that an earlier session left: only what its sealed summaries say is known.
fn view_left(upload: &UnfinishedUpload) -> InterruptedImport {
    InterruptedImport {
        upload: upload.upload,
        files: upload.records.first().map(|record| record.title.as_str().to_owned()).into_iter().collect(),
        percent: 0,
        begun_at: Moment::from_wire(timer::now()),
        needs_files: true,
    }
}
