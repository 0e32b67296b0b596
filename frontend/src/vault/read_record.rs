//! One record, decrypted, of one's own or lent.

use std::rc::Rc;

use sesemr_common::{
    crypto::{Fingerprint, ProtocolObject as _},
    envelope::{Authority, RecordHeader},
    flow::{FlowError, OwnRecord},
    id::{OpeningId, RecordId},
    portion::Portion,
    record::{Prescription, ReadingDraft, ReferenceNames},
};
use zeroize::Zeroizing;

use super::{
    error::explain,
    record_body::{BlobParts, Shown, view_text_body},
    record_summary::{find_own, view_own_with_voids},
    reporter::Reporter,
    state::{SignedIn, Vault},
};
use crate::{
    message::{AppError, ErrorCode, Progress, ProgressStep, ReadRecord, Source},
    model::record::{PrescriptionView, RecordBody, RecordSummary, RecordView, SignatureView},
};

pub(super) async fn read_record(vault: &Vault, verb: ReadRecord, reporter: &Reporter) -> Result<RecordView, AppError> {
    let member = vault.member()?;
    match verb.source {
        Source::Own => read_own(&member, &verb, reporter).await,
        Source::Opening(opening) => read_opened(vault, &member, opening, verb.record, reporter).await,
    }
}

async fn read_opened(
    vault: &Vault,
    member: &SignedIn,
    opening: OpeningId,
    record: RecordId,
    reporter: &Reporter,
) -> Result<RecordView, AppError> {
    let open = vault.portal(opening)?;
    let contents = open.contents(member).await.map_err(|error| vault.explain_under(member, &open, error))?;
    let summary = open.summaries(member, contents).into_iter().find(|summary| summary.record == record);
    let summary = summary.ok_or(ErrorCode::NotFound)?;
    let header = open.header(contents, record).ok_or(ErrorCode::NotFound)?;
    let may_void = open.may_void(member, &header, &summary);
    let mut collected = Collected::new(Shown::of(&summary.media_type, summary.bytes), &summary, reporter);
    // What was lent is shown, never saved.
    if !collected.shown.is_drawn() {
        return Ok(not_loaded(summary));
    }
    let read = match contents.record(record) {
        Some(lent) => {
            let read = member.read_opened_record(&open.portal, lent, async |piece| collected.take(piece)).await;
            if read.is_ok() {
                open.touch();
            }
            read
        }
        // What was written just now is still here.
        None => {
            open.written(record).ok_or(FlowError::AlteredOrDamaged).and_then(|written| collected.take(&written.content))
        }
    };
    let read = read.map_err(|error| vault.explain_under(member, &open, error));
    collected.finish(summary, &header, Whose::Lent { may_void }, read)
}

async fn read_own(member: &SignedIn, verb: &ReadRecord, reporter: &Reporter) -> Result<RecordView, AppError> {
    let record = match verb.version {
        None => find_own(member, verb.record).await?,
        Some(version) => find_version(member, verb.record, version).await?,
    };
    let listing = member.list_records().await.map_err(|error| explain(member, error))?;
    let summary = view_own_with_voids(member, &listing, &record);
    // A copy to save is a file, whatever it shows.
    let shown = if verb.save { Shown::File } else { Shown::of(&summary.media_type, summary.bytes) };
    let mut collected = Collected::new(shown, &summary, reporter);
    if !collected.shown.is_drawn() && !verb.save {
        return Ok(not_loaded(summary));
    }
    let read = member.read_record(&record, async |piece| collected.take(piece)).await;
    collected.finish(summary, &record.header, Whose::Own, read.map_err(|error| explain(member, error)))
}

/// A version of one's own record, whichever it is.
async fn find_version(member: &SignedIn, record: RecordId, version: u32) -> Result<Rc<OwnRecord>, AppError> {
    let versions = member.read_record_history(record).await.map_err(|error| explain(member, error))?;
    let found = versions.into_iter().find(|past| past.version == version).ok_or(ErrorCode::NotFound)?;
    found.record.ok_or_else(|| ErrorCode::Altered.into())
}

/// A record of a kind that is not drawn: nothing of it is fetched to say so.
fn not_loaded(summary: RecordSummary) -> RecordView {
    let (signature, prescription, reading) = (None, None, None);
    RecordView { summary, stored_at: None, body: RecordBody::NotLoaded, signature, prescription, reading }
}

/// The digits of what a clinician signed under an opening.
fn view_signature(header: &RecordHeader) -> Option<SignatureView> {
    matches!(header.fields.authority, Authority::Opening(_)).then(|| SignatureView {
        key_digits: Fingerprint::from(&header.fields.author_key).to_string(),
        record_digits: Fingerprint::from(&header.object_hash()).to_string(),
    })
}

/// A prescription that was written here, from its `MedicationRequest`.
fn view_prescription(content: &[u8], may_void: bool) -> Option<PrescriptionView> {
    let prescription = Prescription::from_medication_request(content).ok()?;
    Some(PrescriptionView {
        draft: prescription.to_draft(),
        requester: prescription.requester.as_str().to_owned(),
        subject: prescription.subject.as_str().to_owned(),
        words: prescription.words,
        authored: prescription.authored,
        may_void,
    })
}

/// Whose a record is, and what its reader may do with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// The reader's own.
    Own,
    /// A patient's, who lent it.
    Lent {
        /// Whether the reader may correct or withdraw it now, where it is a prescription.
        may_void: bool,
    },
}

impl Whose {
    fn may_void(self) -> bool {
        self == Self::Lent { may_void: true }
    }
}

/// Pieces of a body: a text in memory, a file as parts of a blob.
struct Collected<'a> {
    shown: Shown,
    text: Zeroizing<Vec<u8>>,
    file: BlobParts,
    progress: Progress,
    reporter: &'a Reporter,
}

impl<'a> Collected<'a> {
    fn new(shown: Shown, summary: &RecordSummary, reporter: &'a Reporter) -> Self {
        let progress = Progress { step: ProgressStep::OpeningRecords, file: None, done: 0, total: summary.bytes };
        Self { shown, text: Zeroizing::default(), file: BlobParts::default(), progress, reporter }
    }

    fn take(&mut self, piece: &[u8]) -> Result<(), FlowError> {
        if self.reporter.is_cancelled() {
            return Err(FlowError::Cancelled);
        }
        self.progress.done += piece.len() as u64;
        self.reporter.progress(self.progress.clone());
        if self.shown.is_read_in_tables() {
            self.text.extend_from_slice(piece);
            return Ok(());
        }
        self.file.push(piece).map_err(|_| FlowError::Invalid("This browser cannot hold the file."))
    }

    fn finish(
        self,
        summary: RecordSummary,
        header: &RecordHeader,
        whose: Whose,
        read: Result<(), AppError>,
    ) -> Result<RecordView, AppError> {
        let signature = view_signature(header);
        let is_signed = read.is_ok() && signature.is_some() && self.shown.is_read_in_tables();
        let prescription = is_signed.then(|| view_prescription(&self.text, whose.may_void())).flatten().map(Box::new);
        // What was lent is not typed anew.
        let is_reading = whose == Whose::Own && read.is_ok() && summary.portion == Portion::Readings;
        let reading = is_reading.then(|| ReadingDraft::from_observation(&self.text)).flatten();
        let body = match read {
            Err(error) if error.code == ErrorCode::Altered => RecordBody::Altered,
            Err(error) => return Err(error),
            Ok(()) if self.shown.is_read_in_tables() => {
                let mut names = ReferenceNames::default();
                names.learn(&self.text);
                view_text_body(self.shown, &self.text, &names)
            }
            Ok(()) => self.file.attach(self.shown, &summary.media_type, self.reporter)?,
        };
        Ok(RecordView { summary, stored_at: None, body, signature, prescription, reading })
    }
}
