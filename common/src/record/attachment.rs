//! Files inside FHIR resources: each becomes a record of its own, beside the resource that keeps its original bytes.
//! A file that lies elsewhere (`url`) stays there: nothing remote is ever fetched.

use base64ct::{Base64, Base64Unpadded, Encoding as _};
use serde_json::Value;

use super::{
    ClinicalDate, ContentId, MedicalRecord, RecordHead, RecordSummary, RejectReason, Title,
    element::{items, text},
    sniff_media_type::{check_claim, sniff_media_type},
};
use crate::portion::Portion;

/// One inline file of a resource.
#[derive(Debug)]
pub(super) struct Attachment<'a> {
    data: &'a str,
    declared: &'a str,
    title: Option<&'a str>,
    creation: Option<ClinicalDate>,
}

/// What an attachment inherits from the resource that carries it.
#[derive(Debug)]
pub(super) struct Carrier<'a> {
    /// How the resource is named: type and id, its full URL, or its content id.
    pub(super) identity: &'a [u8],
    pub(super) title: &'a Title,
    pub(super) date: Option<&'a ClinicalDate>,
}

/// The inline files of a resource and of what it contains, in order: `DocumentReference.content`, `Media.content`,
/// `DiagnosticReport.presentedForm` and `Binary.data`.
pub(super) fn inline_attachments(resource: &Value) -> Vec<Attachment<'_>> {
    let contained = items(resource, "contained").iter();
    core::iter::once(resource).chain(contained).flat_map(attachments_of).collect()
}

fn attachments_of(resource: &Value) -> Vec<Attachment<'_>> {
    let elements: Vec<&Value> = match text(resource, "resourceType") {
        Some("DocumentReference") => {
            items(resource, "content").iter().filter_map(|content| content.get("attachment")).collect()
        }
        Some("Media") => resource.get("content").into_iter().collect(),
        Some("DiagnosticReport") => items(resource, "presentedForm").iter().collect(),
        Some("Binary") => vec![resource],
        _ => Vec::new(),
    };
    elements
        .into_iter()
        .filter_map(|element| {
            Some(Attachment {
                data: element.get("data")?.as_str()?,
                declared: text(element, "contentType").unwrap_or_default(),
                title: text(element, "title"),
                creation: text(element, "creation").and_then(|date| date.parse().ok()),
            })
        })
        .collect()
}

impl Attachment<'_> {
    /// What it is called: its own title, else that of the resource.
    pub(super) fn title(&self, carrier: &Carrier<'_>) -> Title {
        self.title.map_or_else(|| carrier.title.clone(), Title::of)
    }

    /// Decodes it into a record of `imaging_documents`, with the media type that its bytes have.
    ///
    /// # Errors
    /// [`RejectReason::BrokenAttachment`], [`RejectReason::Empty`] or [`RejectReason::NotWhatItSays`].
    pub(super) fn into_record(self, carrier: &Carrier<'_>) -> Result<MedicalRecord, RejectReason> {
        let content = decode_base64(self.data).ok_or(RejectReason::BrokenAttachment)?;
        if content.is_empty() {
            return Err(RejectReason::Empty);
        }
        let media_type = sniff_media_type(&content);
        check_claim("", self.declared, &media_type)?;
        let content_id = ContentId::of_attachment(carrier.identity, &content);
        let summary = RecordSummary {
            title: self.title(carrier),
            media_type,
            fhir_type: None,
            clinical_date: self.creation.or_else(|| carrier.date.cloned()),
            byte_size: content.len() as u64,
            content_id: Some(content_id),
            reason: None,
            voids: None,
        };
        Ok(MedicalRecord::new(RecordHead::new(Portion::ImagingDocuments, summary), content, content_id))
    }
}

/// FHIR's base64Binary may hold line breaks, and some writers leave the padding out.
fn decode_base64(data: &str) -> Option<Vec<u8>> {
    let compact: String = data.split_ascii_whitespace().collect();
    Base64::decode_vec(&compact).or_else(|_| Base64Unpadded::decode_vec(&compact)).ok()
}
