//! Plaintext records, before anything is sealed and after it is opened. Nothing here has a key; sealing is
//! [`crate::envelope`].
//!
//! ```text
//!  a file ── classify_file ──▶ StoreAsIs(RecordHead)      streamed chunk by chunk, never in memory whole
//!                 │
//!                 └─ TakeApart ─ import_records ──▶ Import ─ records: Vec<MedicalRecord>   one entry, one record
//!                                                         ├─ series ─▶ ReadingsSeries ─ summarise_series ─▶ SeriesSummary ─▶ record
//!                                                         └─ rejected, already_there
//!  typed    ── TypedReading ──────────────────────▶ MedicalRecord of `readings`; back to a ReadingDraft, to correct it
//!  written  ── PrescriptionDraft ─ check ─ Prescription ─▶ MedicalRecord of `medications`
//!  opened   ── view_record ───────────────────────▶ RecordView
//!  lent by many ── LentCourse ── build_cohort ────▶ Cohort      one row per person, refused below k people
//! ```
//!
//! Which portion a resource goes to: `sort_resource`. Bytes decide what a file is, labels never do; everything from a
//! record is shown as visible plain text; nothing remote is fetched.

mod attachment;
mod check_content;
mod classify_file;
mod clinical_date;
mod cohort;
mod content_id;
mod element;
mod import_fhir;
mod import_records;
mod limits;
mod media_type;
mod medical_record;
mod patient_note;
mod prescription;
mod r4;
mod read_typed_reading;
mod reading_kind;
mod rejected_entry;
mod series;
mod series_summary;
mod skim_json;
mod sniff_media_type;
mod sort_resource;
mod strict_json;
mod text_encoding;
mod title;
mod title_resource;
mod typed_reading;
mod view;
mod visits;

pub use check_content::check_content;
pub use classify_file::{FileClass, classify_file, keep_as_document};
pub use clinical_date::{ClinicalDate, ClinicalDateError};
pub use cohort::{Cohort, CohortError, CohortOffer, CohortValue, LentCourse, build_cohort, offer_cohort};
pub use content_id::{ContentHasher, ContentId};
pub use import_records::{Import, SourceFile, import_records};
pub use limits::{HEAD_BYTES, MAX_DEPTH, MAX_ENTRIES, MAX_FHIR_BYTES};
pub use media_type::{MediaType, MediaTypeError};
pub use medical_record::{FromOpenedError, MedicalRecord, RecordHead, RecordSummary};
pub use patient_note::PatientNote;
pub use prescription::{
    Amount, Correction, Course, Dose, FieldError, FieldProblem, Frequency, Line, MedicineCode, PatientWords,
    Prescription, PrescriptionDraft, PrescriptionField, PrescriptionWithdrawal, PriorPrescription,
    ReadPrescriptionError, Route, Schedule, Span, Supply, TimeUnit, VoidKind, VoidedPrescription,
};
pub use read_typed_reading::ReadingDraft;
pub use reading_kind::{ReadingColumn, ReadingKind, ReadingSpec};
pub use rejected_entry::{AlreadyThere, EntryPlace, PlaceStep, RejectReason, RejectedEntry};
pub use series::{
    LeftOut, LeftOutReason, Series, SeriesCode, SeriesColumn, SeriesKey, SeriesPoint, Unit, collect_series,
};
pub use series_summary::{
    NotReadings, ReadingsSeries, Segment, SeriesSummary, SeriesSummaryError, Spread, SummariseError, summarise_series,
};
pub use sniff_media_type::sniff_media_type;
pub use text_encoding::{DecodedText, TextEncoding, decode_text};
pub use title::{FhirType, FhirTypeError, Title};
pub use title_resource::{TitleParts, title_parts};
pub use typed_reading::{ReadingError, ReadingWords, TypedReading};
pub use view::{
    Absence, AllergyRow, ConditionRow, DayPart, Detail, Details, Element, EncounterRow, ImmunizationRow,
    Interpretation, MeasuredValue, MedicationRow, ObservationRow, OtherRow, PeriodUnit, Phrase, RecordRow, RecordView,
    ReferenceNames, WeekDay, view_record,
};
pub use visits::Visits;

pub use crate::visible_text::make_visible;
