//! A record in plaintext, as it is sealed: where it belongs, what is said about it, and its exact bytes.
//! Made by [`super::import_records`], [`super::TypedReading`], [`super::Prescription`] or [`super::SeriesSummary`].

use super::{
    ClinicalDate, ContentId, FhirType, MediaType, PatientNote, SeriesSummary, SeriesSummaryError, Title,
    VoidedPrescription,
};
use crate::portion::Portion;

/// What is said about a record, sealed beside it: what lists and searches show without opening the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSummary {
    /// What it is called.
    pub title: Title,
    /// What its bytes are.
    pub media_type: MediaType,
    /// Its FHIR type, for FHIR records.
    pub fhir_type: Option<FhirType>,
    /// When it happened, where the record says so.
    pub clinical_date: Option<ClinicalDate>,
    /// The length of its content in bytes.
    pub byte_size: u64,
    /// By which a second import recognises it, where it was known before sealing.
    pub content_id: Option<ContentId>,
    /// Why this version replaces the one before it, where its patient corrected it; or why it makes an earlier prescription
    /// void.
    pub reason: Option<PatientNote>,
    /// Which earlier prescription it makes void. It then has a reason.
    pub voids: Option<Box<VoidedPrescription>>,
}

/// A record's portion and summary, without its content: enough to seal a large file that streams by.
///
/// Its fields are private, so that nothing but a [`SeriesSummary`] gets into `readings_summary`:
///
/// ```compile_fail,E0451
/// use sesemr_common::{portion::Portion, record::{RecordHead, RecordSummary}};
/// fn smuggle(exact_readings: RecordSummary) -> RecordHead {
///     RecordHead { portion: Portion::ReadingsSummary, summary: exact_readings }
/// }
/// ```
///
/// The way to one looks whether the content is a summary:
///
/// ```
/// use sesemr_common::{portion::Portion, record::{MedicalRecord, RecordHead, RecordSummary}};
/// fn head(summary: RecordSummary, content: Vec<u8>) -> Option<RecordHead> {
///     Some(MedicalRecord::from_opened(Portion::ReadingsSummary, summary, content).ok()?.head().clone())
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordHead {
    portion: Portion,
    summary: RecordSummary,
}

impl RecordHead {
    pub(super) const fn new(portion: Portion, summary: RecordSummary) -> Self {
        Self { portion, summary }
    }

    /// The head of a record that streams by when it is sealed again. Nothing where it is to stand among the summaries of
    /// readings: those are looked at whole.
    pub fn of_stream(portion: Portion, summary: RecordSummary) -> Option<Self> {
        (portion != Portion::ReadingsSummary).then_some(Self { portion, summary })
    }

    /// The same head, for a file whose bytes have been hashed (see [`super::ContentHasher`]).
    #[must_use]
    pub const fn identified(mut self, content_id: ContentId) -> Self {
        self.summary.content_id = Some(content_id);
        self
    }

    /// The same head, of a version that corrects the one before it.
    #[must_use]
    pub fn because(mut self, reason: PatientNote) -> Self {
        self.summary.reason = Some(reason);
        self
    }

    /// Where it belongs.
    pub const fn portion(&self) -> Portion {
        self.portion
    }

    /// What is said about it.
    pub const fn summary(&self) -> &RecordSummary {
        &self.summary
    }
}

/// A record in plaintext, ready to be sealed. It has no encoding that could travel:
///
/// ```compile_fail,E0277
/// use sesemr_common::{codec::Encode, record::MedicalRecord};
/// fn smuggle(record: &MedicalRecord) -> Vec<u8> {
///     record_bytes(record)
/// }
/// fn record_bytes(record: &impl Encode) -> Vec<u8> {
///     record.encode()
/// }
/// ```
///
/// A header of a sealed one has:
///
/// ```
/// use sesemr_common::{codec::Encode, envelope::RecordHeader};
/// fn publish(header: &RecordHeader) -> Vec<u8> {
///     record_bytes(header)
/// }
/// fn record_bytes(record: &impl Encode) -> Vec<u8> {
///     record.encode()
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct MedicalRecord {
    head: RecordHead,
    content: Vec<u8>,
    content_id: ContentId,
}

/// Why opened bytes are not a record of the portion.
#[derive(Debug, thiserror::Error)]
pub enum FromOpenedError {
    /// The summary speaks of another number of bytes.
    #[error("the record holds {found} bytes, its summary says {expected}")]
    OtherSize {
        /// What the summary says.
        expected: u64,
        /// What there is.
        found: usize,
    },
    /// Only micro-aggregated series may stand in `readings_summary`.
    #[error("only a summary of readings can stand among the summaries: {0}")]
    NotASummary(#[from] SeriesSummaryError),
}

impl MedicalRecord {
    pub(super) const fn new(head: RecordHead, content: Vec<u8>, content_id: ContentId) -> Self {
        Self { head, content, content_id }
    }

    /// A FHIR resource that was written here, with the earlier prescription that it makes void and why, where it does.
    pub(super) fn of_written(
        portion: Portion,
        fhir_type: &str,
        title: Title,
        date: ClinicalDate,
        content: Vec<u8>,
        voids: Option<(PatientNote, VoidedPrescription)>,
    ) -> Self {
        let content_id = ContentId::of_resource(&content, None, None);
        let (reason, voids) = voids.unzip();
        let summary = RecordSummary {
            title,
            media_type: MediaType::known(MediaType::FHIR_JSON),
            fhir_type: fhir_type.parse().ok(),
            clinical_date: Some(date),
            byte_size: content.len() as u64,
            content_id: Some(content_id),
            reason,
            voids: voids.map(Box::new),
        };
        Self::new(RecordHead::new(portion, summary), content, content_id)
    }

    /// A record that was sealed before, to be sealed again: as a new version, or moved to `portion`.
    ///
    /// # Errors
    /// [`FromOpenedError`]: the size disagrees, or something else than a summary of readings is to stand among them.
    pub fn from_opened(portion: Portion, summary: RecordSummary, content: Vec<u8>) -> Result<Self, FromOpenedError> {
        if content.len() as u64 != summary.byte_size {
            return Err(FromOpenedError::OtherSize { expected: summary.byte_size, found: content.len() });
        }
        if portion == Portion::ReadingsSummary {
            SeriesSummary::decode(&content)?;
        }
        // A file that streamed by when it was sealed gets its content id now.
        let content_id = summary.content_id.unwrap_or_else(|| ContentId::of_file(&content));
        Ok(Self::new(RecordHead::new(portion, summary).identified(content_id), content, content_id))
    }

    /// Where it belongs and what is said about it.
    pub const fn head(&self) -> &RecordHead {
        &self.head
    }

    /// Where it belongs.
    pub const fn portion(&self) -> Portion {
        self.head.portion
    }

    /// What is said about it.
    pub const fn summary(&self) -> &RecordSummary {
        &self.head.summary
    }

    /// Its bytes, exactly as they came.
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// By which a second import recognises it.
    pub const fn content_id(&self) -> ContentId {
        self.content_id
    }

    /// Its head and bytes.
    pub fn into_parts(self) -> (RecordHead, Vec<u8>) {
        (self.head, self.content)
    }
}

impl core::fmt::Debug for MedicalRecord {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "MedicalRecord({}, {} bytes [REDACTED])", self.head.portion, self.content.len())
    }
}
