//! Replacing a record's content by a corrected one: a new version of the same record, with the reason sealed in its summary.

use std::{collections::BTreeSet, rc::Rc};

use sesemr_common::{
    flow::{NewRecord, OwnRecord},
    portion::Portion,
    record::{PatientNote, SeriesKey, TypedReading},
};
use web_sys::File;

use super::{
    error::explain,
    file_source::FileSource,
    offline::follow_records,
    preview::{FileContent, PreviewFile, new_record},
    preview_import::{Looking, most_record_bytes},
    publish_summaries::{Earlier, publish_summaries, series_of},
    record_summary::find_own,
    reporter::Reporter,
    state::{SignedIn, Vault},
    upload_file::Watch,
};
use crate::{
    message::{AppError, CorrectReading, CorrectRecord, ErrorCode},
    model::series::series_keys,
};

pub(super) async fn correct_record(
    vault: &Rc<Vault>,
    verb: CorrectRecord,
    files: Vec<File>,
    reporter: &Reporter,
) -> Result<(), AppError> {
    let member = vault.member()?;
    let correction = Correction { vault, member: &member, reporter, before: find_own(&member, verb.record).await? };
    let reason = read_reason(&verb.reason)?;
    let file = files.into_iter().next().ok_or_else(|| AppError::new(ErrorCode::NothingChosen).in_field("file"))?;
    let limit = most_record_bytes(&member).await?;
    // What is stored already may be stored again: it replaces something else.
    let looked =
        Looking { member: &member, known: &BTreeSet::new(), limit, reporter, place: 0 }.into_file(file).await?;
    let new = only_record(&looked)?;
    correction.publish(new, reason, series_keys(looked.readings())).await
}

pub(super) async fn correct_reading(
    vault: &Rc<Vault>,
    verb: CorrectReading,
    reporter: &Reporter,
) -> Result<(), AppError> {
    let member = vault.member()?;
    let correction = Correction { vault, member: &member, reporter, before: find_own(&member, verb.record).await? };
    let reason = read_reason(&verb.reason)?;
    let reading = verb.reading;
    let typed = TypedReading::try_new(reading.kind, reading.time, reading.values)
        .map_err(|error| AppError::new(ErrorCode::BadField).in_field("first").because(error))?;
    let record = Rc::new(typed.in_words(Some(reading.words)).into_record(&member.profile().display_name));
    let keys = series_keys(core::iter::once((record.content_id(), record.content())));
    correction.publish(new_record(record, None), reason, keys).await
}

/// Who corrects which record.
struct Correction<'a> {
    vault: &'a Rc<Vault>,
    member: &'a Rc<SignedIn>,
    reporter: &'a Reporter,
    before: Rc<OwnRecord>,
}

impl Correction<'_> {
    /// Publishes the corrected version, then the summaries of the series that it was and is in.
    async fn publish(
        self,
        new: NewRecord<FileSource>,
        reason: PatientNote,
        mut keys: BTreeSet<SeriesKey>,
    ) -> Result<(), AppError> {
        if self.before.header.fields.portion == Portion::Readings {
            keys.extend(series_of(self.member, self.before.id()).await?);
        }
        let head = new.head.because(reason);
        let version = NewRecord { head, source: new.source, replaces: Some(Rc::clone(&self.before)) };
        let watch = Watch::new(self.vault, None, self.reporter);
        if let Err(error) = self.member.publish_records(vec![version], &watch).await {
            // The person has the file and the reason before them: to be tried anew, not gone on with.
            if let Some(upload) = watch.upload() {
                self.member.give_up_upload(upload).await?;
            }
            return Err(explain(self.member, error));
        }
        // The correction is stored whatever becomes of them: they are made anew with the next readings.
        drop(publish_summaries(self.vault, self.member, &keys, Earlier::Kept, None, self.reporter).await);
        follow_records(self.vault, self.member);
        Ok(())
    }
}

fn read_reason(typed: &str) -> Result<PatientNote, AppError> {
    PatientNote::of(typed).ok_or_else(|| AppError::new(ErrorCode::BadNote).in_field("reason"))
}

/// The one record that a file holds.
fn only_record(file: &PreviewFile) -> Result<NewRecord<FileSource>, AppError> {
    let unfit = |code: ErrorCode| AppError::new(code).in_field("file");
    if file.view.refused.is_some() {
        return Err(unfit(ErrorCode::UnreadableFile));
    }
    if let FileContent::Stream { .. } = &file.content {
        return file.new_records(0..1).into_iter().next().ok_or_else(|| unfit(ErrorCode::UnreadableFile));
    }
    if file.count() != 1 || !file.view.rejected.is_empty() {
        return Err(unfit(ErrorCode::NotOneRecord));
    }
    file.new_records(0..1).into_iter().next().ok_or_else(|| unfit(ErrorCode::NotOneRecord))
}
