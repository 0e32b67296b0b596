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
    keep_draft::forget_correction,
    offline::follow_records,
    preview::{PreviewFile, new_record},
    preview_import::{Looking, most_file_bytes},
    publish_summaries::{Earlier, publish_summaries, series_of},
    record_summary::find_own,
    reporter::Reporter,
    state::{SignedIn, Vault},
    upload_file::Watch,
};
use crate::{
    message::{AppError, CorrectReading, CorrectRecord, ErrorCode},
    model::{import::Refusal, series::series_keys},
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
    let limit = most_file_bytes(&member).await?;
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
        forget_correction(self.member, self.before.id()).await;
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
    let found: Result<_, AppError> = match what_is_wrong(file) {
        Some(Refusal::Unreadable) => Err(ErrorCode::UnreadableFile.into()),
        Some(refusal) => Err(AppError::refusing(refusal)),
        None if file.count() == 1 => {
            file.new_records(0..1).into_iter().next().ok_or_else(|| ErrorCode::NotOneRecord.into())
        }
        None => Err(ErrorCode::NotOneRecord.into()),
    };
    found.map_err(|error| error.in_field("file"))
}

/// Why a file cannot go that is to hold one record. One that holds several is sound, and another matter.
fn what_is_wrong(file: &PreviewFile) -> Option<Refusal> {
    let rejected = &file.view.rejected;
    let in_entries = || (file.count() <= 1 && !rejected.is_empty()).then(|| Refusal::Entries(rejected.clone()));
    file.view.refused.clone().or_else(in_entries)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where an assumption fails")]

    use sesemr_common::record::{Import, RejectReason, SourceFile, import_records};

    use super::*;
    use crate::{
        model::import::{FileKind, FilePreview},
        vault::preview::FileContent,
    };

    const ALLERGY: &str = r#"{"resource":{"resourceType":"AllergyIntolerance","code":{"text":"Peanut"}}}"#;
    const DISEASE: &str = r#"{"resource":{"resourceType":"Condition","code":{"text":"Asthma"}}}"#;
    const NOTHING: &str = r#"{"fullUrl":"a"}"#;

    fn file(import: Import, refused: Option<Refusal>) -> PreviewFile {
        let view = FilePreview {
            name: "corrected.json".to_owned(),
            bytes: 1,
            kind: FileKind::Fhir { entries: 1 },
            portions: Vec::new(),
            already_there: 0,
            rejected: import.rejected,
            refused,
            subject: None,
        };
        PreviewFile::new(view, FileContent::Records(import.records.into_iter().map(Rc::new).collect()))
    }

    fn of_entries(entries: &[&str]) -> PreviewFile {
        let bundle = format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#, entries.join(","));
        let source = SourceFile { name: "corrected.json", declared_type: "", bytes: bundle.as_bytes() };
        file(import_records(&source, &BTreeSet::new()), None)
    }

    fn why_not(file: &PreviewFile) -> AppError {
        only_record(file).err().unwrap()
    }

    #[test]
    fn a_file_of_one_sound_record_replaces_one() {
        assert!(only_record(&of_entries(&[ALLERGY])).is_ok());
    }

    #[test]
    fn a_refused_file_says_why_at_its_field() {
        let empty = Refusal::Rejected(RejectReason::Empty);
        let why = why_not(&file(Import::default(), Some(empty.clone())));
        assert_eq!((why.code, why.field.as_deref()), (ErrorCode::FileRefused, Some("file")));
        assert_eq!(why.refusal.as_deref(), Some(&empty));
        let unreadable = why_not(&file(Import::default(), Some(Refusal::Unreadable)));
        assert_eq!((unreadable.code, unreadable.field.as_deref()), (ErrorCode::UnreadableFile, Some("file")));
    }

    #[test]
    fn entries_that_are_broken_are_not_taken_for_too_few_or_too_many() {
        for (entries, broken) in [([NOTHING, NOTHING], 2), ([ALLERGY, NOTHING], 1)] {
            let Some(Refusal::Entries(told)) = why_not(&of_entries(&entries)).refusal.map(|refusal| *refusal) else {
                panic!("{entries:?} are told");
            };
            let reasons: Vec<&RejectReason> = told.iter().map(|entry| &entry.reason).collect();
            assert_eq!(reasons, vec![&RejectReason::NoResource; broken]);
        }
        assert_eq!(why_not(&of_entries(&[ALLERGY, DISEASE])).code, ErrorCode::NotOneRecord);
        assert_eq!(why_not(&of_entries(&[ALLERGY, DISEASE, NOTHING])).code, ErrorCode::NotOneRecord);
    }
}
