//! What FHIR R4 codes of a record's status, in words: <https://hl7.org/fhir/R4/valueset-condition-clinical.html> and its
//! like for allergies, medicines, immunizations, visits and observations.

use crate::text::{Texts, t};

/// The words for a code; a code that is not known, or words that a record brings along, as they are.
pub fn status_words(texts: Texts, code: String) -> String {
    match code.as_str() {
        "active" => t!(texts, status.active),
        "inactive" => t!(texts, status.inactive),
        "recurrence" => t!(texts, status.recurrence),
        "relapse" => t!(texts, status.relapse),
        "remission" => t!(texts, status.remission),
        "resolved" => t!(texts, status.resolved),
        "unconfirmed" => t!(texts, status.unconfirmed),
        "provisional" => t!(texts, status.provisional),
        "differential" => t!(texts, status.differential),
        "confirmed" => t!(texts, status.confirmed),
        "refuted" => t!(texts, status.refuted),
        "entered-in-error" => t!(texts, status.entered_in_error),
        "on-hold" => t!(texts, status.on_hold),
        "cancelled" => t!(texts, status.cancelled),
        "completed" => t!(texts, status.completed),
        "stopped" => t!(texts, status.stopped),
        "draft" => t!(texts, status.draft),
        "unknown" => t!(texts, status.unknown),
        "not-done" => t!(texts, status.not_done),
        "finished" => t!(texts, status.finished),
        "planned" => t!(texts, status.planned),
        "in-progress" => t!(texts, status.in_progress),
        "final" => t!(texts, status.is_final),
        "preliminary" => t!(texts, status.preliminary),
        "amended" => t!(texts, status.amended),
        "corrected" => t!(texts, status.corrected),
        "registered" => t!(texts, status.registered),
        "intended" => t!(texts, status.intended),
        "not-taken" => t!(texts, status.not_taken),
        "declined" => t!(texts, status.declined),
        _ => return code,
    }
    .to_owned()
}

/// The words for how dangerous an allergy is.
pub fn risk_words(texts: Texts, code: String) -> String {
    match code.as_str() {
        "low" => t!(texts, risk.low),
        "high" => t!(texts, risk.high),
        "unable-to-assess" => t!(texts, risk.unable_to_assess),
        _ => return code,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::status_words;
    use crate::text::Locale;

    #[test]
    fn known_codes_have_words_and_others_stay() {
        assert_eq!(status_words(Locale::en, "entered-in-error".to_owned()), "entered by mistake");
        assert_eq!(status_words(Locale::de, "active".to_owned()), "aktuell");
        assert_eq!(status_words(Locale::de, "Resistant".to_owned()), "Resistant");
    }
}
