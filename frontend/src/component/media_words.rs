//! What a file is, in words: media types (RFC 6838) are for programs.

use crate::text::{Texts, t};

/// Beginnings of what office programs write.
const OFFICE: [&str; 3] = ["vnd.openxml", "vnd.oasis", "vnd.ms-"];

/// The words for a media type.
pub fn media_words(texts: Texts, media_type: &str) -> &'static str {
    let (kind, subtype) = media_type.split_once('/').unwrap_or((media_type, ""));
    match (kind, subtype) {
        (_, "pdf") => t!(texts, media.pdf),
        (_, "dicom") => t!(texts, media.dicom),
        (_, "fhir+json") => t!(texts, media.health_record),
        (_, "json") => t!(texts, media.json),
        (_, "html" | "xhtml+xml") => t!(texts, media.web_page),
        (_, "svg+xml") => t!(texts, media.drawing),
        (_, "xml") => t!(texts, media.xml),
        ("text", _) => t!(texts, media.plain_text),
        ("image", _) => t!(texts, media.picture),
        ("video", _) => t!(texts, media.film),
        ("audio", _) => t!(texts, media.sound),
        (_, "msword" | "rtf" | "x-ole-storage") => t!(texts, media.office),
        _ if OFFICE.iter().any(|start| subtype.starts_with(start)) => t!(texts, media.office),
        (_, "zip" | "gzip" | "x-bzip2" | "x-xz" | "x-tar" | "x-7z-compressed" | "vnd.rar") => t!(texts, media.packed),
        (_, "x-executable" | "vnd.microsoft.portable-executable" | "x-mach-binary" | "wasm" | "java") => {
            t!(texts, media.program)
        }
        _ => t!(texts, media.other),
    }
}

/// The same for what a file says of itself: its media type, or the ending of its name, which stays as it is.
pub fn claim_words(texts: Texts, says: String) -> String {
    if says.contains('/') { media_words(texts, &says).to_owned() } else { says }
}

#[cfg(test)]
mod tests {
    use sesemr_common::record::sniff_media_type;

    use super::*;

    #[test]
    fn a_file_is_called_by_what_it_is_and_not_by_its_media_type() {
        let heads: [(&[u8], &str); 7] = [
            (b"%PDF-1.7", "PDF document"),
            (b"\x89PNG\r\n\x1a\n", "Picture"),
            (b"<!DOCTYPE html><html>", "Web page"),
            (b"<?xml version=\"1.0\"?><ClinicalDocument>", "Document (XML)"),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\">", "Drawing"),
            (b"Dear colleague", "Plain text"),
            (b"\x01\x02\x00\xff", "File of another kind"),
        ];
        for (head, words) in heads {
            assert_eq!(media_words(Texts::en, sniff_media_type(head).as_str()), words);
        }
    }

    #[test]
    fn what_nobody_has_a_word_for_is_still_no_media_type() {
        for media_type in ["", "nothing", "application/x-made-up", "application/vnd.oasis.opendocument.text"] {
            assert!(!media_words(Texts::de, media_type).contains('/'), "{media_type}");
        }
        assert_eq!(claim_words(Texts::en, "pdf".to_owned()), "pdf");
        assert_eq!(claim_words(Texts::en, "image/jpeg".to_owned()), "Picture");
    }
}
