//! A record's summary as bytes: what lists show, sealed beside the body.
//!
//! `version ‖ suite ‖ title ‖ media type ‖ FHIR type ‖ clinical date ‖ byte size u64 ‖ content id (u8 0, or 1 ‖ 32) ‖ extension u16 ‖ zeros` up to a
//! multiple of 256; texts behind their length as u32, an empty one for "none". Version 2, of a patient's corrections alone,
//! has their reason behind the content id; version 3, of prescriptions that make an earlier one void, has behind the reason
//! kind u8 ‖ record 16 ‖ hash of the earlier one's header 32. Sealed with AES-256-GCM under `k_summary`,
//! nonce zero, AAD = H. What a summary says: [`crate::record::RecordSummary`].

use zeroize::Zeroizing;

use super::EnvelopeError;
use super::record_header::SUMMARY_PADDING;
use super::record_keys::RecordKeys;
use crate::codec::{DecodeError, Decoder, Encoder};
use crate::crypto::aead::{self, NONCE_ZERO};
use crate::id::Bytes;
use crate::record::{PatientNote, PriorPrescription, RecordSummary, Title, VoidedPrescription};

const MOST_TEXT: usize = 1024;
/// The version of a summary that gives a reason.
const WITH_REASON: u8 = 2;
/// The version of a summary that makes an earlier prescription void.
const WITH_VOIDED: u8 = 3;

/// Seals a summary.
pub(super) fn seal_summary(summary: &RecordSummary, keys: &RecordKeys) -> Bytes {
    Bytes(aead::seal(&keys.summary_key(), &NONCE_ZERO, keys.binding().as_bytes(), &encode(summary)))
}

/// Opens a sealed summary.
pub(super) fn open_sealed_summary(sealed: &Bytes, keys: &RecordKeys) -> Result<RecordSummary, EnvelopeError> {
    let encoded = aead::open(&keys.summary_key(), &NONCE_ZERO, keys.binding().as_bytes(), &sealed.0)
        .map_err(|_| EnvelopeError::AlteredOrDamaged)?;
    decode(&encoded).map_err(|_| EnvelopeError::AlteredOrDamaged)
}

fn encode(summary: &RecordSummary) -> Zeroizing<Vec<u8>> {
    let optional = |text: Option<&str>| text.unwrap_or_default().as_bytes().to_vec();
    let mut encoder = Encoder::with_capacity(2 * SUMMARY_PADDING);
    match (&summary.reason, &summary.voids) {
        (None, None) => encoder.put_version(),
        (Some(_), None) => encoder.put_later_version(WITH_REASON),
        (_, Some(_)) => encoder.put_later_version(WITH_VOIDED),
    };
    encoder.put_var(summary.title.as_str().as_bytes()).put_var(summary.media_type.as_str().as_bytes());
    encoder.put_var(&optional(summary.fhir_type.as_ref().map(crate::record::FhirType::as_str)));
    encoder.put_var(&optional(summary.clinical_date.as_ref().map(crate::record::ClinicalDate::as_str)));
    encoder.put_u64(summary.byte_size).put(&summary.content_id);
    if let Some(reason) = &summary.reason {
        encoder.put_var(reason.as_str().as_bytes());
    }
    if let Some(VoidedPrescription { kind, prior }) = summary.voids.as_deref() {
        encoder.put(kind).put(&prior.record).put(&prior.header);
    }
    encoder.put_no_extension();
    let mut bytes = Zeroizing::new(encoder.finish());
    let padded = bytes.len().next_multiple_of(SUMMARY_PADDING);
    bytes.resize(padded, 0);
    bytes
}

fn decode(bytes: &[u8]) -> Result<RecordSummary, DecodeError> {
    let mut decoder = Decoder::new(bytes);
    let version = decoder.version_up_to(WITH_VOIDED)?;
    let title = decoder.text("title", MOST_TEXT)?;
    let summary = RecordSummary {
        title: Some(Title::of(&title)).filter(|made| made.as_str() == title).ok_or(DecodeError::OutOfRange("title"))?,
        media_type: parse(&decoder.text("media type", MOST_TEXT)?, "media type")?,
        fhir_type: parse_optional(&decoder.text("FHIR type", MOST_TEXT)?, "FHIR type")?,
        clinical_date: parse_optional(&decoder.text("clinical date", MOST_TEXT)?, "clinical date")?,
        byte_size: decoder.u64()?,
        content_id: decoder.object()?,
        reason: if version >= WITH_REASON { Some(decode_reason(&mut decoder)?) } else { None },
        voids: if version >= WITH_VOIDED { Some(Box::new(decode_voided(&mut decoder)?)) } else { None },
    };
    decoder.no_extension()?;
    let padding = decoder.rest();
    if padding.len() >= SUMMARY_PADDING || padding.iter().any(|byte| *byte != 0) {
        return Err(DecodeError::OutOfRange("padding"));
    }
    Ok(summary)
}

fn decode_reason(decoder: &mut Decoder<'_>) -> Result<PatientNote, DecodeError> {
    let text = decoder.text("reason", PatientNote::MOST_BYTES)?;
    PatientNote::of(&text).filter(|made| made.as_str() == text).ok_or(DecodeError::OutOfRange("reason"))
}

fn decode_voided(decoder: &mut Decoder<'_>) -> Result<VoidedPrescription, DecodeError> {
    let kind = decoder.object()?;
    Ok(VoidedPrescription { kind, prior: PriorPrescription { record: decoder.object()?, header: decoder.object()? } })
}

fn parse<T: core::str::FromStr>(text: &str, field: &'static str) -> Result<T, DecodeError> {
    text.parse().map_err(|_| DecodeError::OutOfRange(field))
}

fn parse_optional<T: core::str::FromStr>(text: &str, field: &'static str) -> Result<Option<T>, DecodeError> {
    if text.is_empty() { Ok(None) } else { parse(text, field).map(Some) }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]
mod tests {
    use super::*;
    use crate::id::{Hash, RecordId};
    use crate::record::{ContentId, VoidKind};

    #[test]
    fn a_summary_reads_back_from_its_padded_bytes() {
        let full = RecordSummary {
            title: Title::of("Haemoglobin A1c"),
            media_type: "application/fhir+json".parse().unwrap(),
            fhir_type: Some("Observation".parse().unwrap()),
            clinical_date: Some("2026-08".parse().unwrap()),
            byte_size: 1_234,
            content_id: Some(ContentId([7; 32])),
            reason: PatientNote::of("The dose was 5 mg, not 50"),
            voids: None,
        };
        let bare =
            RecordSummary { fhir_type: None, clinical_date: None, content_id: None, reason: None, ..full.clone() };
        let prior = PriorPrescription { record: RecordId::from_bytes([3; 16]), header: Hash([4; 32]) };
        let voids = [VoidKind::Corrected, VoidKind::Withdrawn].map(|kind| VoidedPrescription { kind, prior });
        let [corrects, withdraws] = voids.map(|voids| RecordSummary { voids: Some(Box::new(voids)), ..full.clone() });
        for summary in [full, bare, corrects, withdraws] {
            let bytes = encode(&summary);
            assert_eq!(bytes.len(), 256);
            assert_eq!(decode(&bytes).unwrap(), summary);
        }
    }

    #[test]
    fn nonzero_padding_a_block_too_many_and_a_title_that_was_not_made_visible_are_refused() {
        let summary = RecordSummary {
            title: Title::of("x"),
            media_type: "text/plain".parse().unwrap(),
            fhir_type: None,
            clinical_date: None,
            byte_size: 0,
            content_id: None,
            reason: None,
            voids: None,
        };
        let bytes = encode(&summary);
        let mut nonzero = bytes.clone();
        *nonzero.last_mut().unwrap() = 1;
        assert_eq!(decode(&nonzero).unwrap_err(), DecodeError::OutOfRange("padding"));
        let mut longer = bytes.clone();
        longer.resize(512, 0);
        assert_eq!(decode(&longer).unwrap_err(), DecodeError::OutOfRange("padding"));
        // A reason that is none: version 2, and nothing where the reason stands.
        let mut unexplained = bytes.clone();
        *unexplained.first_mut().unwrap() = WITH_REASON;
        assert_eq!(decode(&unexplained).unwrap_err(), DecodeError::OutOfRange("reason"));
        // Nothing is void without a reason.
        let mut silent = bytes.clone();
        *silent.first_mut().unwrap() = WITH_VOIDED;
        assert_eq!(decode(&silent).unwrap_err(), DecodeError::OutOfRange("reason"));
        let mut spaced = bytes.clone();
        // version, suite, length u32: the title's one letter stands at 6.
        *spaced.get_mut(6).unwrap() = b' ';
        assert_eq!(decode(&spaced).unwrap_err(), DecodeError::OutOfRange("title"));
    }
}
