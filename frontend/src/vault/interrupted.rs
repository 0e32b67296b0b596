//! Uploads that were cut off: listed, gone on with, or left out.

use std::{collections::BTreeSet, ops::Range, rc::Rc};

use sesemr_common::{
    flow::{BroughtMark, UnfinishedUpload},
    id::UploadId,
    record::{MedicalRecord, RecordSummary, SeriesKey},
};
use web_sys::File;

use super::{
    confirm_import::{add_marks, add_summaries},
    kept_readings::kept_uploads,
    offline::follow_records,
    preview::{FileContent, PreviewFile},
    preview_import::{Looking, known_contents},
    reporter::Reporter,
    state::{SignedIn, Vault},
    upload_file::{FileUpload, Share},
};
use crate::{
    message::{AppError, ContinueImport, ErrorCode, LeaveOutImport, ListInterruptedImports},
    model::{
        import::{FileFate, FileOutcome, ImportId, ImportResult, InterruptedImport},
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
    /// The preview that the file is of, with its place there; nothing after a reload.
    pub(super) origin: Option<(ImportId, u32)>,
    /// What was said elsewhere of records in this and the other files that went.
    pub(super) said: Rc<[BroughtMark]>,
    /// k of the summaries that follow.
    pub(super) group_size: Option<u8>,
    /// Why it stopped, where nobody pressed cancel.
    pub(super) reason: Option<AppError>,
}

/// What comes beside the records of an upload that went on. What of it failed is kept here, to be tried again.
#[derive(Clone)]
pub(super) struct Beside {
    said: Rc<[BroughtMark]>,
    grown: BTreeSet<SeriesKey>,
    group_size: Option<u8>,
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
/// and the summaries. Of an upload that is stored, what came beside its records and failed is tried again.
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
    let failed = vault.beside.borrow().get(&verb.upload).cloned();
    if let Some(beside) = failed {
        let mut result = ImportResult { all_summaries: true, ..ImportResult::default() };
        add_marks(&mut result, &member, &beside.said, reporter).await;
        beside.add(verb.upload, &mut result, vault, &member, reporter).await;
        follow_records(vault, &member);
        return Ok(result);
    }
    let kept = vault.stopped.borrow().get(&verb.upload).cloned();
    let Stopped { file, part, origin, said, group_size, .. } = if let Some(kept) = kept {
        kept
    } else {
        let uploads = member.unfinished_uploads().await?;
        let upload = uploads.iter().find(|upload| upload.upload == verb.upload).ok_or(ErrorCode::NotFound)?;
        find_again(&member, &upload.records, files, reporter).await?
    };
    let mut result = ImportResult::default();
    add_marks(&mut result, &member, &said, reporter).await;
    let upload =
        FileUpload { vault, member: &member, reporter, file: &file, place: 0, origin, said: &said, group_size };
    let fate = upload.go_on(verb.upload, part).await?;
    let is_stored = matches!(fate, FileFate::Stored { .. });
    result.files.push(FileOutcome { place: 0, name: file.view.name.clone(), fate });
    if is_stored {
        // Where its preview is tried again, its summaries are.
        if let Some((import, place)) = origin
            && let Some(preview) = vault.previews.borrow_mut().get_mut(&import)
        {
            preview.safe.insert(place);
        }
        let beside = Beside { grown: series_keys(file.readings()), said, group_size };
        beside.add(verb.upload, &mut result, vault, &member, reporter).await;
    }
    // A part of the file may be stored where the rest of it stopped.
    follow_records(vault, &member);
    Ok(result)
}

impl Beside {
    /// Adds the summaries, after the marks. Whatever of both fails stays to be tried again.
    async fn add(
        self,
        upload: UploadId,
        result: &mut ImportResult,
        vault: &Vault,
        member: &Rc<SignedIn>,
        reporter: &Reporter,
    ) {
        add_summaries(result, vault, member, &self.grown, self.group_size, reporter).await;
        let is_done = result.no_summaries.is_none() && result.no_marks.is_none();
        let mut kept = vault.beside.borrow_mut();
        if is_done {
            kept.remove(&upload);
        } else if vault.holds(member) {
            kept.insert(upload, self);
        }
    }
}

pub(super) async fn leave_out_import(vault: &Vault, verb: LeaveOutImport) -> Result<(), AppError> {
    let member = vault.member()?;
    if vault.running.borrow().contains(&verb.upload) {
        return Err(ErrorCode::Conflict.into());
    }
    vault.stopped.borrow_mut().remove(&verb.upload);
    Ok(member.give_up_upload(verb.upload).await?)
}

/// What the draft says of it; of one that an earlier session left, that is all. Its percent is then of the upload: of a file
/// of very many records nobody knows how many more follow before it is given again, and from then on it is of the file.
pub(super) fn view_interrupted(upload: &UnfinishedUpload, stopped: Option<&Stopped>) -> InterruptedImport {
    let (stored, bytes) = match stopped {
        Some(Stopped { file, part, .. }) => Share::new(part, file.count()).of_file(upload.stored, upload.bytes),
        None => (upload.stored, upload.bytes),
    };
    let percent = stored.saturating_mul(100).checked_div(bytes).unwrap_or_default();
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
    let (mut found, mut said) = (None, Vec::new());
    for (place, file) in (0..).zip(files) {
        let looked = Looking { member, known: &known, limit: u64::MAX, reporter, place }.into_files(file).await?;
        for part in looked {
            said.extend(part.said.iter().cloned());
            if found.is_none() {
                found = reorder(part, wanted);
            }
        }
    }
    let file = Rc::new(found.ok_or(ErrorCode::SourceChanged)?);
    Ok(Stopped { file, part: 0..wanted.len(), origin: None, said: said.into(), group_size: None, reason: None })
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
