//! Decides from a file's first bytes whether it is taken apart as FHIR or stored as it is, so that a large file
//! streams and never stands in memory whole. For what is taken apart go on to [`super::import_records`].

use super::{
    ContentId, MediaType, MedicalRecord, RecordHead, RecordSummary, RejectReason, Title,
    limits::MAX_FHIR_BYTES,
    sniff_media_type::{check_claim, claims_json, sniff_media_type, trim_start},
};
use crate::portion::Portion;

/// What to do with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileClass {
    /// JSON that may be FHIR, at most [`MAX_FHIR_BYTES`]: read it whole and give it to [`super::import_records`].
    TakeApart,
    /// Anything else: seal it chunk by chunk under this head.
    StoreAsIs(RecordHead),
}

/// Classifies a file by its first bytes (up to [`super::HEAD_BYTES`] are looked at with profit), its length in bytes,
/// its name and its declared media type; label and name can only contradict the bytes, never decide.
///
/// # Errors
/// [`RejectReason::Empty`], [`RejectReason::NotWhatItSays`], or [`RejectReason::TooLarge`] for FHIR beyond the ceiling.
pub fn classify_file(head: &[u8], length: u64, name: &str, declared: &str) -> Result<FileClass, RejectReason> {
    if length == 0 || head.is_empty() {
        return Err(RejectReason::Empty);
    }
    if may_be_json(head, name, declared) {
        if length <= MAX_FHIR_BYTES {
            return Ok(FileClass::TakeApart);
        }
        if head.windows(14).any(|window| window == b"\"resourceType\"") {
            return Err(RejectReason::TooLarge);
        }
    }
    file_head(head, length, name, declared).map(FileClass::StoreAsIs)
}

/// A file that is kept as it is among the documents, whatever could be taken out of it.
///
/// # Errors
/// [`RejectReason::Empty`], [`RejectReason::NotWhatItSays`].
pub fn keep_as_document(name: &str, content: Vec<u8>) -> Result<MedicalRecord, RejectReason> {
    if content.is_empty() {
        return Err(RejectReason::Empty);
    }
    let head = file_head(&content, content.len() as u64, name, "")?;
    let content_id = ContentId::of_file(&content);
    Ok(MedicalRecord::new(head.identified(content_id), content, content_id))
}

/// The head of a file stored as it is.
pub(super) fn file_head(head: &[u8], length: u64, name: &str, declared: &str) -> Result<RecordHead, RejectReason> {
    let media_type = sniff_media_type(head);
    check_claim(name, declared, &media_type)?;
    Ok(head_of(media_type, length, name))
}

/// The head of a file of a known type.
pub(super) fn head_of(media_type: MediaType, length: u64, name: &str) -> RecordHead {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let title = Title::of(base);
    // A file that streams by is not hashed before it is sealed, so it has no content id.
    let summary = RecordSummary {
        title,
        media_type,
        fhir_type: None,
        clinical_date: None,
        byte_size: length,
        content_id: None,
        reason: None,
        voids: None,
    };
    RecordHead::new(Portion::ImagingDocuments, summary)
}

/// RTF also begins with a brace, but never with one that JSON could go on from.
fn may_be_json(head: &[u8], name: &str, declared: &str) -> bool {
    let start = trim_start(head);
    claims_json(name, declared) || start.starts_with(b"{") && !start.starts_with(b"{\\")
}
