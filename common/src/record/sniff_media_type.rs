//! What bytes are, from the bytes alone, and whether that is what their label says. Labels never decide.

use super::{DecodedText, MediaType, RejectReason, TextEncoding, decode_text};

/// What the first bytes of a file say it is; `head` may be the whole file.
pub fn sniff_media_type(head: &[u8]) -> MediaType {
    let start = trim_start(head);
    if start.starts_with(b"%PDF-") {
        return MediaType::known(MediaType::PDF);
    }
    if head.get(128..132) == Some(b"DICM") {
        return MediaType::known(MediaType::DICOM);
    }
    if is_svg(start) {
        return MediaType::known(MediaType::SVG);
    }
    match infer::get(head) {
        Some(found) => MediaType::known(found.mime_type()),
        None if is_text(head) => MediaType::known(MediaType::TEXT),
        None => MediaType::known(MediaType::BYTES),
    }
}

/// Refuses bytes that are plainly something else than the file's name or its declared media type says. Kinds are
/// compared, not types: a JPEG called `.png` is still a picture.
///
/// # Errors
/// [`RejectReason::NotWhatItSays`].
pub(super) fn check_claim(name: &str, declared: &str, found: &MediaType) -> Result<(), RejectReason> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let claims = [(Kind::of_extension(&extension), extension.as_str()), (Kind::of_media_type(declared), declared)];
    for (claimed, says) in claims {
        let Some(claimed) = claimed else { continue };
        let disagrees = match Kind::of_media_type(found.as_str()) {
            Some(kind) => kind != claimed,
            None => found.as_str() == MediaType::BYTES && claimed.is_always_recognised(),
        };
        if disagrees {
            let says = super::make_visible(says);
            return Err(RejectReason::NotWhatItSays { says, found: found.clone() });
        }
    }
    Ok(())
}

/// Whether the name or the declared type says JSON, FHIR or not.
pub(super) fn claims_json(name: &str, declared: &str) -> bool {
    let declared = declared.parse::<MediaType>().map_or_else(|_| String::new(), String::from);
    claims_json_lines(name, &declared) || name.to_ascii_lowercase().ends_with(".json") || declared.ends_with("json")
}

/// Whether the name or the declared type says one JSON value per line.
pub(super) fn claims_json_lines(name: &str, declared: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let declared = declared.to_ascii_lowercase();
    [".ndjson", ".jsonl"].iter().any(|ending| name.ends_with(ending))
        || ["ndjson", "jsonl"].iter().any(|part| declared.contains(part))
}

/// Kinds that cannot be mistaken for one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Pdf,
    Picture,
    Dicom,
    Text,
    Recording,
    Package,
    Program,
}

impl Kind {
    fn of_media_type(text: &str) -> Option<Self> {
        let text: String = text.parse::<MediaType>().ok()?.into();
        let (kind, subtype) = text.split_once('/')?;
        match (kind, subtype) {
            (_, "pdf") => Some(Self::Pdf),
            (_, "dicom") => Some(Self::Dicom),
            ("text", _) | (_, "json" | "xml") => Some(Self::Text),
            _ if subtype.ends_with("+xml") || subtype.ends_with("+json") => Some(Self::Text),
            ("image", _) => Some(Self::Picture),
            ("audio" | "video", _) => Some(Self::Recording),
            (_, "zip" | "epub+zip" | "msword" | "x-ole-storage" | "gzip" | "x-7z-compressed") => Some(Self::Package),
            _ if ["vnd.openxml", "vnd.oasis", "vnd.ms-"].iter().any(|start| subtype.starts_with(start)) => {
                Some(Self::Package)
            }
            (_, "x-executable" | "vnd.microsoft.portable-executable" | "x-mach-binary" | "wasm" | "java") => {
                Some(Self::Program)
            }
            _ => None,
        }
    }

    fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "pdf" => Some(Self::Pdf),
            "png" | "jpg" | "jpeg" | "gif" | "webp" | "bmp" | "tif" | "tiff" | "heic" | "heif" | "avif" | "jxl" => {
                Some(Self::Picture)
            }
            "dcm" | "dicom" => Some(Self::Dicom),
            "txt" | "csv" | "tsv" | "md" | "xml" | "html" | "htm" | "svg" => Some(Self::Text),
            "mp3" | "wav" | "ogg" | "flac" | "m4a" | "mp4" | "mov" | "avi" | "mkv" | "webm" => Some(Self::Recording),
            "zip" | "docx" | "xlsx" | "pptx" | "odt" | "ods" | "odp" | "epub" | "doc" | "xls" | "ppt" => {
                Some(Self::Package)
            }
            "exe" | "dll" | "wasm" => Some(Self::Program),
            _ => None,
        }
    }

    /// Whether bytes of this kind always say so. Text in old encodings, raw pictures of rare cameras under a declared
    /// `image/…` and DICOM without its preamble do not; the common kinds do.
    const fn is_always_recognised(self) -> bool {
        matches!(self, Self::Pdf | Self::Picture | Self::Package | Self::Program)
    }
}

fn is_svg(start: &[u8]) -> bool {
    let head = start.get(..1024).unwrap_or(start);
    start.starts_with(b"<") && head.windows(4).any(|window| window.eq_ignore_ascii_case(b"<svg"))
}

/// UTF-8, or UTF-16 with its mark, without control characters, apart from what a cut at the end of `head` leaves.
fn is_text(head: &[u8]) -> bool {
    let is_visible = |character: char| !character.is_control() || "\t\n\r\u{c}".contains(character);
    if let DecodedText { text, encoding: TextEncoding::Utf16, .. } = decode_text(head) {
        // Half a character may stand at the cut.
        let text = text.strip_suffix(char::REPLACEMENT_CHARACTER).unwrap_or(&text);
        return !text.is_empty() && text.chars().all(|c| is_visible(c) && c != char::REPLACEMENT_CHARACTER);
    }
    let text = match core::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            let valid = head.get(..error.valid_up_to()).unwrap_or_default();
            core::str::from_utf8(valid).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty() && text.chars().all(is_visible)
}

/// Without a byte-order mark and white space.
pub(super) fn trim_start(bytes: &[u8]) -> &[u8] {
    let rest = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    rest.trim_ascii_start()
}
