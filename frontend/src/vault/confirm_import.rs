//! Encrypts and uploads what was previewed: one upload a file, then the summaries of its series.

use std::{cell::Cell, rc::Rc};

use sesemr_common::{
    flow::{FlowError, MOST_RECORDS, NewRecord, UploadWatch},
    id::UploadId,
};

use super::{
    error::explain,
    file_source::FileSource,
    interrupted::{Stopped, view_stopped},
    live_sender::LiveSender,
    preview::{Preview, PreviewFile, stored_summaries},
    reporter::Reporter,
    state::{SignedIn, Vault},
    timer,
};
use crate::{
    message::{AppError, ConfirmImport, ErrorCode, Progress, ProgressStep},
    model::import::{ImportResult, InterruptedImport},
};

pub(super) async fn confirm_import(
    vault: &Vault,
    verb: ConfirmImport,
    reporter: &Reporter,
) -> Result<ImportResult, AppError> {
    let member = vault.member()?;
    let preview = vault.previews.borrow_mut().remove(&verb.import).ok_or(ErrorCode::NotFound)?;
    let mut result = ImportResult { stored: 0, files_safe: 0, files: 0, stopped: Vec::new() };
    for (place, file) in (0..).zip(&preview.files) {
        let records = file.new_records();
        if records.is_empty() || verb.left_out.contains(&place) {
            continue;
        }
        result.files += 1;
        match upload_file(vault, &member, file, records, Some(place), reporter).await? {
            Uploaded::All(count) => {
                result.stored += count;
                result.files_safe += 1;
            }
            Uploaded::Stopped(stopped) => result.stopped.push(stopped),
        }
        if reporter.is_cancelled() {
            return Ok(result);
        }
    }
    if result.stopped.is_empty() {
        result.stored += publish_summaries(vault, &member, preview, reporter).await?;
    }
    Ok(result)
}

/// What became of a file.
pub(super) enum Uploaded {
    /// All of it is stored.
    All(u32),
    /// It stopped, and can go on.
    Stopped(InterruptedImport),
}

/// Uploads a file's records; what stops it is kept, so that it can go on.
async fn upload_file(
    vault: &Vault,
    member: &Rc<SignedIn>,
    file: &Rc<PreviewFile>,
    records: Vec<NewRecord<FileSource>>,
    place: Option<u32>,
    reporter: &Reporter,
) -> Result<Uploaded, AppError> {
    let count = u32::try_from(records.len()).unwrap_or(u32::MAX);
    let watch = Watch::new(place, reporter, vault.live.clone());
    let mut rest = records;
    while !rest.is_empty() {
        let after = rest.split_off(rest.len().min(MOST_RECORDS));
        let known: Vec<UploadId> = unfinished(member).await?;
        match member.publish_records(rest, &watch).await {
            Ok(_) => {}
            Err(error @ (FlowError::Cancelled | FlowError::Away | FlowError::Refused(_))) => {
                let begun = unfinished(member).await?.into_iter().find(|upload| !known.contains(upload));
                let Some(upload) = begun else { return Err(explain(member, error)) };
                let stopped = Stopped { file: Rc::clone(file), begun_at: timer::now(), percent: watch.percent() };
                let view = view_stopped(upload, &stopped);
                vault.stopped.borrow_mut().insert(upload, stopped);
                return Ok(Uploaded::Stopped(view));
            }
            Err(error) => return Err(explain(member, error)),
        }
        rest = after;
    }
    Ok(Uploaded::All(count))
}

async fn unfinished(member: &SignedIn) -> Result<Vec<UploadId>, AppError> {
    Ok(member.unfinished_uploads().await?.into_iter().map(|unfinished| unfinished.upload).collect())
}

/// Stores the summaries of a preview's series; each replaces the one before it of the same series.
async fn publish_summaries(
    vault: &Vault,
    member: &Rc<SignedIn>,
    preview: Preview,
    reporter: &Reporter,
) -> Result<u32, AppError> {
    if preview.series.iter().all(|series| series.summary.is_none()) {
        return Ok(0);
    }
    let stored = stored_summaries(member).await?;
    let mut records: Vec<NewRecord<FileSource>> = Vec::new();
    for summary in preview.series.into_iter().filter_map(|series| series.summary) {
        let replaces = stored.get(&summary.key()).cloned();
        let (head, content) = summary.into_record().into_parts();
        let unchanged = replaces.as_ref().is_some_and(|own| own.summary.content_id == head.summary().content_id);
        if !unchanged {
            records.push(NewRecord { head, source: FileSource::of_bytes(content), replaces });
        }
    }
    let count = u32::try_from(records.len()).unwrap_or(u32::MAX);
    if !records.is_empty() {
        let watch = Watch::new(None, reporter, vault.live.clone());
        member.publish_records(records, &watch).await.map_err(|error| explain(member, error))?;
    }
    Ok(count)
}

/// Tells the page how far an upload has come.
pub(super) struct Watch<'a> {
    file: Option<u32>,
    reporter: &'a Reporter,
    live: LiveSender,
    percent: Cell<u8>,
}

impl<'a> Watch<'a> {
    pub(super) fn new(file: Option<u32>, reporter: &'a Reporter, live: LiveSender) -> Self {
        Self { file, reporter, live, percent: Cell::new(0) }
    }

    /// How far it has come.
    pub(super) fn percent(&self) -> u8 {
        self.percent.get()
    }
}

impl UploadWatch for Watch<'_> {
    fn stored(&self, bytes: u64, of: u64) {
        let percent = bytes.saturating_mul(100).checked_div(of).unwrap_or(100).min(100);
        self.percent.set(u8::try_from(percent).unwrap_or(100));
        self.reporter.progress(Progress { step: ProgressStep::Uploading, file: self.file, done: bytes, total: of });
    }

    fn server_away(&self, away: bool) {
        self.live.server_is_away(away);
    }

    fn is_cancelled(&self) -> bool {
        self.reporter.is_cancelled()
    }
}
