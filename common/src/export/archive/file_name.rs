//! Names of files that every system takes and that lead nowhere: a record's own name, made safe.
//!
//! Titles come from other people. A name must not climb out of its folder, hide its kind, be a device of Windows, or be the
//! same as another one where letters' case does not count.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use crate::record::MediaType;

/// The most characters of a name before its ending.
const MOST_CHARACTERS: usize = 80;
/// The most bytes of a name before its ending: file systems take 255 for all of it.
const MOST_BYTES: usize = 180;
/// The most bytes of a path that is read back.
const MOST_PATH: usize = 600;
/// What Windows takes for a device, whatever follows a dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Endings of files that a double click runs.
const PROGRAMS: [&str; 22] = [
    "app", "bat", "cmd", "com", "cpl", "exe", "hta", "htm", "html", "jar", "js", "lnk", "msi", "pif", "ps1", "reg",
    "scr", "sh", "url", "vbs", "wsf", "xhtml",
];
/// Endings that plain text may keep.
const TEXTS: [&str; 9] = ["txt", "csv", "tsv", "md", "log", "ics", "vcf", "json", "xml"];

/// Gives every file of one archive a name of its own.
#[derive(Debug, Default)]
pub struct FileNames {
    /// As systems compare them that know no case.
    taken: BTreeSet<String>,
}

impl FileNames {
    /// A path in `folder` for what is called `title` and has this media type: never given before, safe everywhere.
    /// `mark`, where there is one, stands behind the name: "letter, version 2.pdf".
    pub fn name(&mut self, folder: &str, title: &str, mark: &str, media_type: &str) -> String {
        let (stem, ending) = split(title, media_type);
        let stem = make_safe(&stem);
        for number in 1_u64.. {
            let count = if number == 1 { String::new() } else { format!(" ({number})") };
            let path = format!("{folder}/{stem}{mark}{count}{ending}");
            if self.take(&path) {
                return path;
            }
        }
        // More names than there are numbers.
        folder.to_owned()
    }

    /// Takes a path that is given. False where it was given before.
    pub(super) fn take(&mut self, path: &str) -> bool {
        self.taken.insert(path.nfc().flat_map(char::to_lowercase).collect())
    }
}

/// Whether a path in an archive stays below where it is unpacked, on every system.
pub fn is_safe_path(path: &str) -> bool {
    let path = path.strip_suffix('/').unwrap_or(path);
    let is_safe = |part: &str| !part.is_empty() && part != "." && part != "..";
    path.len() <= MOST_PATH
        && !path.chars().any(|character| character.is_control() || character == '\\' || character == ':')
        && path.split('/').all(is_safe)
}

/// The name before its ending, and the ending with its dot: what the bytes are decides, not what the title says.
fn split(title: &str, media_type: &str) -> (String, String) {
    let (stem, own) = match title.rsplit_once('.') {
        Some((stem, own)) if is_ending(own) => (stem, own.to_ascii_lowercase()),
        _ => (title, String::new()),
    };
    let known = ending_of(media_type);
    let keeps = match known {
        "txt" => TEXTS.contains(&own.as_str()),
        // Packages too: documents of offices are some, and say so in their ending alone.
        "" | "zip" => !own.is_empty() && !PROGRAMS.contains(&own.as_str()),
        "jpg" => matches!(own.as_str(), "jpg" | "jpeg"),
        "tif" => matches!(own.as_str(), "tif" | "tiff"),
        "dcm" => matches!(own.as_str(), "dcm" | "dicom"),
        known => own == known,
    };
    if keeps {
        (stem.to_owned(), format!(".{own}"))
    } else {
        let ending = if known.is_empty() { "bin" } else { known };
        (title.to_owned(), format!(".{ending}"))
    }
}

fn is_ending(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The ending of a media type; empty where it has none of its own.
fn ending_of(media_type: &str) -> &'static str {
    match media_type {
        MediaType::FHIR_JSON | MediaType::SERIES_SUMMARY | MediaType::JSON => "json",
        MediaType::PDF => "pdf",
        MediaType::DICOM => "dcm",
        // A page or drawing that could run: as text, which runs nowhere.
        MediaType::SVG | MediaType::TEXT | "text/html" => "txt",
        "text/xml" | "application/xml" => "xml",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        "image/gif" => "gif",
        "image/tiff" => "tif",
        "application/zip" => "zip",
        _ => "",
    }
}

fn make_safe(stem: &str) -> String {
    let mut safe = String::new();
    for (count, character) in stem.nfc().enumerate() {
        let character = if is_plain(character) { character } else { '_' };
        if count >= MOST_CHARACTERS || safe.len() + character.len_utf8() > MOST_BYTES {
            break;
        }
        safe.push(character);
    }
    // Systems drop dots and spaces at the end, and hide what begins with a dot.
    let safe = safe.trim_matches(|character: char| character == '.' || character.is_whitespace());
    let first = safe.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    if safe.is_empty() {
        "record".to_owned()
    } else if is_device(&first) {
        format!("_{safe}")
    } else {
        safe.to_owned()
    }
}

fn is_device(name: &str) -> bool {
    let numbered = |start: &str| {
        let rest = name.strip_prefix(start).unwrap_or_default();
        rest.chars().count() == 1 && rest.chars().all(|digit| digit.is_ascii_digit() || "¹²³".contains(digit))
    };
    DEVICES.contains(&name) || numbered("com") || numbered("lpt")
}

/// Whether a character may stand in a name: visible, no part of a path, none that some system refuses.
fn is_plain(character: char) -> bool {
    let is_invisible = matches!(
        character,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
    );
    !character.is_control() && !is_invisible && !"/\\:*?\"<>|".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(title: &str, media_type: &str) -> String {
        FileNames::default().name("f", title, "", media_type)
    }

    #[test]
    fn a_record_keeps_its_name_and_its_bytes_decide_the_ending() {
        assert_eq!(name("scan.pdf", "application/pdf"), "f/scan.pdf");
        assert_eq!(name("Knee X-ray.JPEG", "image/jpeg"), "f/Knee X-ray.jpeg");
        assert_eq!(name("Creatinine [Mass/volume]", MediaType::FHIR_JSON), "f/Creatinine [Mass_volume].json");
        assert_eq!(name("letter.docx", "application/zip"), "f/letter.docx");
        assert_eq!(name("run.exe", "application/octet-stream"), "f/run.exe.bin");
        assert_eq!(name("page.html", "text/html"), "f/page.html.txt");
        assert_eq!(name("run.js", "text/plain"), "f/run.js.txt");
        assert_eq!(name("raw.dat", "application/octet-stream"), "f/raw.dat");
    }

    #[test]
    fn no_name_leads_elsewhere_or_is_a_device() {
        assert_eq!(name("../../etc/passwd", "text/plain"), "f/_.._etc_passwd.txt");
        assert_eq!(name("..", "text/plain"), "f/record.txt");
        assert_eq!(name("CON", "text/plain"), "f/_CON.txt");
        assert_eq!(name("com1.notes.txt", "text/plain"), "f/_com1.notes.txt");
        assert_eq!(name("gpj\u{202E}exe.", "text/plain"), "f/gpj_exe.txt");
        for path in ["/etc/passwd", "../up", "a/../../b", "a\\b", "C:/b", "a//b", "a/./b", "", "a\0b", "a/b/../c"] {
            assert!(!is_safe_path(path), "{path}");
        }
        assert!(is_safe_path("records/laboratory/…"));
        assert!(is_safe_path("records/"));
    }

    #[test]
    fn equal_names_are_numbered_whatever_their_case() {
        let mut names = FileNames::default();
        let mut name = |title: &str| names.name("f", title, "", "application/pdf");
        assert_eq!(
            [name("Letter.pdf"), name("letter.pdf"), name("LETTER (2).pdf"), name("letter.pdf")],
            ["f/Letter.pdf", "f/letter (2).pdf", "f/LETTER (2) (2).pdf", "f/letter (3).pdf"]
        );
        assert_eq!(names.name("f", "Letter.pdf", ", version 1", "application/pdf"), "f/Letter, version 1.pdf");
    }
}
