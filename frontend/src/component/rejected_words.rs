//! What was not taken from a file, in words: where it stood, and why.

use sesemr_common::record::{EntryPlace, MAX_DEPTH, MAX_ENTRIES, MAX_FHIR_BYTES, PlaceStep, RejectReason};

use super::media_words::{claim_words, media_words};
use crate::text::{Texts, t};

/// "Entry 3, attachment 1"; the file as a whole is "The file".
pub fn place_words(texts: Texts, place: &EntryPlace) -> String {
    let step = |step: &PlaceStep| match *step {
        PlaceStep::Entry(number) => t!(texts, place.entry, number),
        PlaceStep::Line(number) => t!(texts, place.line, number),
        PlaceStep::Attachment(number) => t!(texts, place.attachment, number),
        PlaceStep::Document => t!(texts, place.document).to_owned(),
    };
    match place.steps() {
        [] => t!(texts, place.file).to_owned(),
        steps => steps.iter().map(step).collect::<Vec<_>>().join(", "),
    }
}

/// Why it was not taken, as a sentence.
pub fn reject_words(texts: Texts, reason: &RejectReason) -> String {
    match reason.clone() {
        RejectReason::Empty => t!(texts, reject.empty).to_owned(),
        RejectReason::NotWhatItSays { says, found } => {
            let (says, found) = (claim_words(texts, says), media_words(texts, found.as_str()));
            t!(texts, reject.not_what_it_says, says, found)
        }
        RejectReason::EndsEarly => t!(texts, reject.ends_early).to_owned(),
        RejectReason::BrokenJson { line, column } => t!(texts, reject.broken, line, column),
        RejectReason::DuplicateKey { key, path } => t!(texts, reject.duplicate_key, key, path),
        RejectReason::TooDeep => t!(texts, reject.too_deep, most = MAX_DEPTH),
        RejectReason::TooManyEntries => t!(texts, reject.too_many_entries, most = MAX_ENTRIES),
        RejectReason::TooManyBundles => t!(texts, reject.too_many_bundles).to_owned(),
        RejectReason::TooLarge => t!(texts, reject.too_large, megabytes = MAX_FHIR_BYTES / (1024 * 1024)),
        RejectReason::NoResource => t!(texts, reject.no_resource).to_owned(),
        RejectReason::NoResourceType => t!(texts, reject.no_resource_type).to_owned(),
        RejectReason::UnsupportedBundle { kind } => t!(texts, reject.unsupported_bundle, kind),
        RejectReason::BrokenAttachment => t!(texts, reject.broken_attachment).to_owned(),
        RejectReason::OtherBytes => t!(texts, reject.other_bytes).to_owned(),
        RejectReason::NotThere => t!(texts, reject.not_there).to_owned(),
        RejectReason::NotListed => t!(texts, reject.not_listed).to_owned(),
    }
}
