//! Records as lists and single records show them.

use serde::{Deserialize, Serialize};
use sesemr_common::{
    flow::VoidOutcome,
    id::RecordId,
    portion::Portion,
    record::{
        self, ClinicalDate, DecodedText, PatientWords, PrescriptionDraft, ReadingDraft, TextEncoding, VoidKind,
        decode_text, make_visible,
    },
    sharing::MarkKind,
};

use super::{moment::Moment, series::SeriesView};
use crate::message::Attachment;

/// A patient's records, as summaries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordList {
    /// Portions that hold something, ascending.
    pub portions: Vec<PortionSummary>,
    /// All current records that are not hidden, newest clinical date first, undated ones last.
    pub records: Vec<RecordSummary>,
    /// Those that are hidden.
    #[serde(default)]
    pub hidden: Vec<RecordSummary>,
    /// Records that were altered or damaged before even their summary could be opened.
    #[serde(default)]
    pub damaged: Vec<DamagedView>,
    /// Records that the record index lists and the server does not show.
    #[serde(default)]
    pub missing: Vec<RecordId>,
    /// Records that were deleted and that the server lists all the same.
    #[serde(default)]
    pub undeleted: Vec<RecordId>,
    /// Records of an opening that their patient deleted since it was signed.
    #[serde(default)]
    pub deleted: Vec<RecordId>,
}

/// A record of which not even the summary can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DamagedView {
    /// Which.
    pub record: RecordId,
    /// In which portion, of one's own records.
    #[serde(default)]
    pub portion: Option<Portion>,
    /// Whether the reader can delete it: it is their own, and in the record index.
    #[serde(default)]
    pub deletable: bool,
}

impl DamagedView {
    /// One that an opening lends.
    pub const fn lent(record: RecordId) -> Self {
        Self { record, portion: None, deletable: false }
    }
}

/// A deletion that the server signed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletionView {
    /// Which record is gone.
    pub record: RecordId,
    /// How many versions it had.
    pub versions: u32,
    /// How many sealed bytes they had.
    pub bytes: u64,
    /// When, by the server's clock.
    pub at: Moment,
    /// Whether it was a reading that its series' summary still counts, because that could not be made anew.
    pub in_summary: bool,
}

/// One portion, for choosing and for home.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PortionSummary {
    /// Which.
    pub portion: Portion,
    /// How many records.
    pub count: u32,
    /// The newest clinical date.
    #[serde(default)]
    pub newest: Option<ClinicalDate>,
}

/// One record in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordSummary {
    /// Which.
    pub record: RecordId,
    /// Which version.
    pub version: u32,
    /// Where it is kept.
    pub portion: Portion,
    /// Its title, from the sealed summary; empty when damaged.
    pub title: String,
    /// Its media type.
    pub media_type: String,
    /// Its FHIR type, where it is a FHIR resource.
    #[serde(default)]
    pub fhir_type: Option<String>,
    /// Its clinical date.
    #[serde(default)]
    pub date: Option<ClinicalDate>,
    /// Size of the plaintext in bytes.
    pub bytes: u64,
    /// Who wrote it, where it was not the patient ("Dr Grace Bello").
    #[serde(default)]
    pub author: Option<String>,
    /// Whether it can be shown.
    pub state: RecordState,
    /// Whether it is a clinician's and this device has not held it against the access log yet.
    #[serde(default)]
    pub pending: bool,
    /// Why this version replaced the one before it, in its patient's words.
    #[serde(default)]
    pub reason: Option<String>,
    /// That it is a prescription which no longer counts.
    #[serde(default)]
    pub void: Option<VoidView>,
    /// What it says of an earlier prescription.
    #[serde(default)]
    pub voids: Option<VoidsView>,
    /// What its patient says of it.
    #[serde(default)]
    pub mark: Option<MarkView>,
    /// Whether its patient hides it: of one's own records alone.
    #[serde(default)]
    pub hidden: bool,
}

/// What a patient says of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkView {
    /// That it is wrong, or not theirs.
    pub kind: MarkKind,
    /// In their own words; may be empty.
    pub note: String,
}

/// That a prescription no longer counts, by the one that says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoidView {
    /// How.
    pub kind: VoidKind,
    /// Which record says so: the new prescription, or the withdrawal.
    pub by: RecordId,
    /// Who wrote both, by name.
    #[serde(default)]
    pub author: Option<String>,
    /// When.
    #[serde(default)]
    pub date: Option<ClinicalDate>,
    /// Why, in its author's words.
    pub reason: String,
}

/// What a record says of an earlier prescription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoidsView {
    /// How.
    pub kind: VoidKind,
    /// Which record it names.
    pub record: RecordId,
    /// What that is called, where it is among these records.
    #[serde(default)]
    pub title: Option<String>,
    /// Why, in its author's words.
    pub reason: String,
    /// What comes of it.
    pub outcome: VoidOutcome,
}

impl VoidsView {
    /// Whether it is an order to take nothing: a withdrawal, whatever comes of it.
    pub fn is_withdrawal(&self) -> bool {
        self.kind == VoidKind::Withdrawn
    }
}

/// Who signed a record, in digits to compare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureView {
    /// The fingerprint of the key that signed it: thirty digits in six groups of five.
    pub key_digits: String,
    /// The fingerprint of the record as it was signed, in the same form.
    pub record_digits: String,
}

/// A prescription that was written here, field by field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrescriptionView {
    /// What was typed.
    pub draft: PrescriptionDraft,
    /// What the patient reads.
    #[serde(default)]
    pub words: Option<PatientWords>,
    /// Who prescribes, by name.
    pub requester: String,
    /// For whom, by name.
    pub subject: String,
    /// When it was written.
    pub authored: ClinicalDate,
    /// Whether the reader may correct or withdraw it now: its author, while an opening with writing lasts.
    #[serde(default)]
    pub may_void: bool,
}

/// One version of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VersionView {
    /// Its number, from 1.
    pub version: u32,
    /// When it was stored, by the server's clock, where that is proven.
    #[serde(default)]
    pub stored_at: Option<Moment>,
    /// What is said about it; nothing where it was altered, or is not shown by the server.
    #[serde(default)]
    pub summary: Option<RecordSummary>,
}

/// Whether a record can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordState {
    /// Yes.
    Fine,
    /// Altered or damaged after it was stored. It is listed, not shown.
    Altered,
}

/// One record, decrypted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordView {
    /// Its summary.
    pub summary: RecordSummary,
    /// When it was sealed, where that is known.
    #[serde(default)]
    pub stored_at: Option<Moment>,
    /// What it says.
    pub body: RecordBody,
    /// Who signed it, where a clinician wrote it under an opening and it is read by itself.
    #[serde(default)]
    pub signature: Option<SignatureView>,
    /// The prescription it is, where it was written here and is read by itself.
    #[serde(default)]
    pub prescription: Option<Box<PrescriptionView>>,
    /// What it says, where it is one of one's own readings that can be typed anew and is read by itself.
    #[serde(default)]
    pub reading: Option<ReadingDraft>,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordBody {
    /// A FHIR resource, made by `sesemr_common::record::view_record`.
    Resource(Box<record::RecordView>),
    /// A series: exact readings or their summary.
    Series(SeriesView),
    /// A text, at most 1 MiB of it.
    Text(TextView),
    /// An image of a type that browsers draw (PNG, JPEG, WebP, GIF; never SVG). Its blob has exactly this type.
    Image(Attachment),
    /// An image of such a type that is not drawn: it would fill more memory than a page should.
    HugeImage {
        /// Its bytes.
        image: Attachment,
        /// Its pixels; nothing where its bytes do not say how many.
        pixels: Option<u64>,
    },
    /// A PDF. Its blob has exactly this type.
    Pdf(Attachment),
    /// Another file, to save.
    File(Attachment),
    /// A file whose bytes were not fetched: those of a [`PortionView`] come with `ReadRecord`, and those of a kind that is
    /// not shown come with its `save`.
    NotLoaded,
    /// Altered or damaged: not shown.
    Altered,
}

/// A text that is shown letter by letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextView {
    /// The text, with hidden characters written out.
    pub text: String,
    /// What it is.
    pub kind: TextKind,
    /// Whether it was written in UTF-16 and not, like most texts, in UTF-8.
    pub is_utf16: bool,
    /// Whether every byte of it is text.
    pub is_whole: bool,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextKind {
    /// Words.
    Plain,
    /// The source of a page or drawing (HTML, XML, SVG), in which nothing runs.
    Source,
    /// The source of a clinical document (HL7 CDA release 2, of which C-CDA is a use).
    ClinicalDocument,
}

impl TextView {
    /// From the bytes of a record.
    pub fn of(content: &[u8]) -> Self {
        let DecodedText { text, encoding, is_whole } = decode_text(content);
        let kind = TextKind::of(&text);
        Self { text: make_visible(&text), kind, is_utf16: encoding == TextEncoding::Utf16, is_whole }
    }
}

impl TextKind {
    /// How much of a document is looked at to find its outermost element, in characters.
    const HEAD: usize = 4096;

    fn of(text: &str) -> Self {
        let start = text.trim_start();
        if !start.starts_with('<') {
            return Self::Plain;
        }
        let head = start.char_indices().nth(Self::HEAD).and_then(|(end, _)| start.get(..end)).unwrap_or(start);
        let is_clinical = head.contains("ClinicalDocument") && head.contains("urn:hl7-org:v3");
        if is_clinical { Self::ClinicalDocument } else { Self::Source }
    }
}

/// All records of a portion, decrypted, newest first. None is merged or dropped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PortionView {
    /// Which.
    pub portion: Portion,
    /// Its records.
    pub records: Vec<RecordView>,
    /// Numeric observations among them as series, for charts.
    pub series: Vec<SeriesView>,
}

impl RecordList {
    /// The records whose title, FHIR type or author holds every word of `query`, in any case; all for an empty one. What a
    /// record is called in the reader's words counts as its title too.
    pub fn search<'a>(&'a self, query: &str, called: impl Fn(&RecordSummary) -> String) -> Vec<&'a RecordSummary> {
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        let holds = |record: &RecordSummary| {
            let called = called(record).to_lowercase();
            words.iter().all(|word| called.contains(word) || record.holds(word))
        };
        self.records.iter().filter(|record| holds(record)).collect()
    }
}

impl RecordSummary {
    fn holds(&self, word: &str) -> bool {
        let fields = [Some(self.title.as_str()), self.fhir_type.as_deref(), self.author.as_deref()];
        fields.into_iter().flatten().any(|field| field.to_lowercase().contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(content: &[u8]) -> TextKind {
        TextView::of(content).kind
    }

    #[test]
    fn sources_and_clinical_documents_are_told_from_words_by_how_they_begin() {
        assert_eq!(kind(b"a letter that says <b>"), TextKind::Plain);
        assert_eq!(kind(b"\n<svg onload='x()'/>"), TextKind::Source);
        assert_eq!(kind(b"<!DOCTYPE html><p>"), TextKind::Source);
        let document = b"<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>";
        assert_eq!(kind(document), TextKind::ClinicalDocument);
    }

    #[test]
    fn hidden_characters_of_a_text_are_written_out_in_both_encodings() {
        assert_eq!(TextView::of("5\u{202E}00 mg\n".as_bytes()).text, "5⟨U+202E⟩00 mg\n");
        let utf16 = TextView::of(b"\xFF\xFE5\0\x2E\x20m\0");
        assert_eq!((utf16.text.as_str(), utf16.is_utf16, utf16.is_whole), ("5⟨U+202E⟩m", true, true));
        assert!(!TextView::of(b"a\xE9").is_whole);
    }
}
