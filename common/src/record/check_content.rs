//! Whether bytes are what a summary says of them, for records that come back from outside: bytes decide, labels never do.

use super::{
    MediaType, RecordSummary, RejectReason, SeriesSummary,
    import_fhir::Position,
    limits::HEAD_BYTES,
    sniff_media_type::{check_claim, sniff_media_type},
    strict_json::parse_strict,
};
use crate::portion::Portion;

/// Holds a record's content against its summary and its portion. Of a record that is not FHIR the first
/// [`super::HEAD_BYTES`] are enough.
///
/// # Errors
/// [`RejectReason::Empty`], [`RejectReason::NotWhatItSays`], [`RejectReason::OtherBytes`], those of JSON.
pub fn check_content(portion: Portion, summary: &RecordSummary, content: &[u8]) -> Result<(), RejectReason> {
    if content.is_empty() {
        return Err(RejectReason::Empty);
    }
    let says = summary.media_type.as_str();
    let found = sniff_media_type(content.get(..HEAD_BYTES).unwrap_or(content));
    match (says == MediaType::SERIES_SUMMARY, portion == Portion::ReadingsSummary) {
        (true, true) if SeriesSummary::decode(content).is_ok() => Ok(()),
        (false, false) if says == MediaType::FHIR_JSON => check_resource(summary, content),
        (false, false) => check_claim("", says, &found),
        _ => Err(RejectReason::NotWhatItSays { says: says.to_owned(), found }),
    }
}

fn check_resource(summary: &RecordSummary, content: &[u8]) -> Result<(), RejectReason> {
    let start = Position { line: 1, column: 1 };
    let resource = parse_strict(content, "resource").map_err(|fault| RejectReason::of_fault(fault, start))?;
    let found = resource.get("resourceType").and_then(serde_json::Value::as_str).ok_or(RejectReason::NoResourceType)?;
    match &summary.fhir_type {
        Some(says) if says.as_str() == found => Ok(()),
        _ => Err(RejectReason::OtherBytes),
    }
}
