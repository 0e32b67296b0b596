//! Uploads that were cut off: listed, gone on with, or left out.

use std::{ops::Range, rc::Rc};

use sesemr_common::{
    flow::UnfinishedUpload,
    record::{MedicalRecord, RecordSummary},
};
use web_sys::File;

use super::{
    confirm_import::{add_marks, add_summaries},
    kept_readings::kept_uploads,
    preview::{FileContent, PreviewFile},
    preview_import::{Looking, known_contents},
    reporter::Reporter,
    state::{SignedIn, Vault},
    upload_file::FileUpload,
};
use crate::{
    message::{AppError, ContinueImport, ErrorCode, LeaveOutImport, ListInterruptedImports},
    model::{
        import::{FileFate, FileOutcome, ImportResult, InterruptedImport},
        moment::Moment,
        series::series_keys,
    },
};

/// An upload that stopped in this session, with what it needs to go on.
#[derive(Clone)]
pub(super) struct Stopped {
    pub(super) file: Rc<PreviewFile>,
    /// Which of the file's records it holds.
    pub(super) part: Range<usize>,
    /// k of the summaries that follow.
    pub(super) group_size: Option<u8>,
    /// Why it stopped, where nobody pressed cancel.
    pub(super) reason: Option<AppError>,
}

/// Those that are running in this worker are not among them, nor typed readings, which go on by themselves.
pub(super) async fn list_interrupted_imports(
    vault: &Vault,
    _verb: ListInterruptedImports,
) -> Result<Vec<InterruptedImport>, AppError> {
    let member = vault.member()?;
    let uploads = member.unfinished_uploads().await?;
    let kept = kept_uploads(&member).await?;
    let (running, stopped) = (vault.running.borrow(), vault.stopped.borrow());
    let cut_off = uploads.iter().filter(|upload| !running.contains(&upload.upload) && !kept.contains(&upload.upload));
    Ok(cut_off.map(|upload| view_interrupted(upload, stopped.get(&upload.upload))).collect())
}

/// Goes on, with the sources that this session kept or with the files that travel beside it; then the rest of the file,
/// and the summaries.
pub(super) async fn continue_import(
    vault: &Rc<Vault>,
    verb: ContinueImport,
    files: Vec<File>,
    reporter: &Reporter,
) -> Result<ImportResult, AppError> {
    let member = vault.member()?;
    if vault.running.borrow().contains(&verb.upload) {
        return Err(ErrorCode::Conflict.into());
    }
    let kept = vault.stopped.borrow().get(&verb.upload).cloned();
    let Stopped { file, part, group_size, .. } = if let Some(kept) = kept {
        kept
    } else {
        let uploads = member.unfinished_uploads().await?;
        let upload = uploads.iter().find(|upload| upload.upload == verb.upload).ok_or(ErrorCode::NotFound)?;
        find_again(&member, &upload.records, files, reporter).await?
    };
    let upload = FileUpload { vault, member: &member, reporter, file: &file, place: 0, group_size };
    let fate = upload.go_on(verb.upload, part).await?;
    let is_stored = matches!(fate, FileFate::Stored { .. });
    let outcome = FileOutcome { place: 0, name: file.view.name.clone(), fate };
    let mut result = ImportResult { files: vec![outcome], ..ImportResult::default() };
    if is_stored {
        let grown = series_keys(file.readings());
        add_summaries(&mut result, vault, &member, &grown, group_size, reporter).await;
        add_marks(&mut result, &member, &file.said).await;
    }
    Ok(result)
}

pub(super) async fn leave_out_import(vault: &Vault, verb: LeaveOutImport) -> Result<(), AppError> {
    let member = vault.member()?;
    if vault.running.borrow().contains(&verb.upload) {
        return Err(ErrorCode::Conflict.into());
    }
    vault.stopped.borrow_mut().remove(&verb.upload);
    Ok(member.give_up_upload(verb.upload).await?)
}

/// What the draft says of it; of one that an earlier session left, that is all.
pub(super) fn view_interrupted(upload: &UnfinishedUpload, stopped: Option<&Stopped>) -> InterruptedImport {
    let percent = upload.stored.saturating_mul(100).checked_div(upload.bytes).unwrap_or_default();
    let name = match stopped {
        Some(stopped) => Some(stopped.file.view.name.clone()),
        None => upload.records.first().map(|record| record.title.as_str().to_owned()),
    };
    InterruptedImport {
        upload: upload.upload,
        files: name.into_iter().collect(),
        percent: u8::try_from(percent).unwrap_or(100),
        begun_at: Moment::from_wire(upload.begun_at),
        needs_files: stopped.is_none(),
        reason: stopped.and_then(|stopped| stopped.reason.clone()),
    }
}

/// Finds the records of an upload in the files that were given again, wherever in them they stand.
async fn find_again(
    member: &SignedIn,
    wanted: &[RecordSummary],
    files: Vec<File>,
    reporter: &Reporter,
) -> Result<Stopped, AppError> {
    if files.is_empty() {
        return Err(ErrorCode::UnreadableFile.into());
    }
    let known = known_contents(member).await?;
    for (place, file) in (0..).zip(files) {
        let looked = Looking { known: &known, limit: u64::MAX, reporter, place }.into_files(file).await?;
        if let Some(found) = looked.into_iter().find_map(|part| reorder(part, wanted)) {
            return Ok(Stopped { file: Rc::new(found), part: 0..wanted.len(), group_size: None, reason: None });
        }
    }
    Err(ErrorCode::SourceChanged.into())
}

/// The same file with the wanted records first, in their order; nothing where it does not hold them all.
fn reorder(file: PreviewFile, wanted: &[RecordSummary]) -> Option<PreviewFile> {
    let PreviewFile { view, content, said } = file;
    let content = match content {
        FileContent::Records(records) => FileContent::Records(wanted_first(records, wanted)?),
        FileContent::Stream { head, file } => {
            let [only] = wanted else { return None };
            // Drafts of earlier versions know no content id; the chunks are compared in any case.
            let is_it = only.byte_size == head.summary().byte_size
                && only.content_id.is_none_or(|id| head.summary().content_id == Some(id));
            is_it.then_some(FileContent::Stream { head, file })?
        }
        FileContent::Nothing => return None,
    };
    Some(PreviewFile { view, content, said })
}

fn wanted_first(records: Vec<Rc<MedicalRecord>>, wanted: &[RecordSummary]) -> Option<Vec<Rc<MedicalRecord>>> {
    let mut rest = records;
    let mut found = Vec::with_capacity(rest.len());
    for summary in wanted {
        let place = rest.iter().position(|record| Some(record.content_id()) == summary.content_id)?;
        found.push(rest.remove(place));
    }
    found.append(&mut rest);
    Some(found)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

    use sesemr_common::record::{ReadingKind, TypedReading};

    use super::*;

    fn records(count: u32) -> Vec<Rc<MedicalRecord>> {
        let record = |minute: u32| {
            let time = format!("2026-03-01T{:02}:{:02}:00Z", minute / 60, minute % 60).parse().unwrap();
            let reading = TypedReading::try_new(ReadingKind::HeartRate, time, vec![60.0]).unwrap();
            Rc::new(reading.into_record("Amina Yusuf"))
        };
        (0..count).map(record).collect()
    }

    #[test]
    fn a_part_of_a_file_is_found_again_wherever_it_stands_and_the_rest_follows() {
        let all = records(10);
        let wanted: Vec<_> = all.iter().skip(3).take(4).map(|record| record.summary().clone()).collect();
        let ordered = wanted_first(all.clone(), &wanted).unwrap();
        let ids = |records: &[Rc<MedicalRecord>]| records.iter().map(|record| record.content_id()).collect::<Vec<_>>();
        assert_eq!(ids(&ordered), ids(&[&all[3..7], &all[..3], &all[7..]].concat()));
    }

    #[test]
    fn a_file_that_lacks_one_of_the_records_is_another_file() {
        let all = records(10);
        let wanted: Vec<_> = all.iter().map(|record| record.summary().clone()).collect();
        assert!(wanted_first(records(9), &wanted).is_none());
    }
}
