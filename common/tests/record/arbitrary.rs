//! No bytes whatever stop the intake or a view, and what was taken adds up.

use std::sync::LazyLock;

use proptest::prelude::*;
use sesemr_common::record::{
    ClinicalDate, Import, MedicalRecord, Prescription, ReferenceNames, SeriesSummary, Title, make_visible,
    sniff_media_type, view_record,
};
use sesemr_common::sharing::{Profile, Role};

use super::support::{amina, import};

/// Text made of what JSON and FHIR are made of, so that it comes close to both.
fn near_json() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\n",
        " ",
        "1",
        "-0.5e3",
        "null",
        "true",
        "\"\\u00e9\"",
        "\"\\ud800\"",
        "\"resourceType\":",
        "\"Bundle\"",
        "\"type\":\"document\"",
        "\"entry\":[",
        "\"resource\":{",
        "\"Observation\"",
        "\"code\":{\"text\":\"x\"}",
        "\"valueQuantity\":{\"value\":1}",
        "\"content\":[{\"attachment\":{\"data\":\"JVBERi0x\"}}]",
        "\u{202e}",
        "é",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Text of letters that spell with joiners and of letters that do not, with what hides between them.
fn tricky() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "é",
        "山",
        "ế",
        "ع",
        "ر",
        "क",
        "\u{94d}",
        "ന",
        "\u{d4d}",
        "ក",
        "\u{17ca}",
        "ᠠ",
        "⠁",
        "❤",
        "7",
        " ",
        "\n",
        "\u{a0}",
        "\u{ad}",
        "\u{301}",
        "\u{34f}",
        "\u{115f}",
        "\u{180b}",
        "\u{180e}",
        "\u{200b}",
        "\u{200c}",
        "\u{200d}",
        "\u{200f}",
        "\u{202e}",
        "\u{2066}",
        "\u{2800}",
        "\u{3000}",
        "\u{fe0f}",
        "\u{feff}",
        "\u{e0041}",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn check(name: &str, bytes: &[u8]) {
    let import = import(name, bytes);
    for record in &import.records {
        assert_eq!(record.summary().byte_size, record.content().len() as u64);
        assert!(!record.content().is_empty());
        view_record(record.content(), &ReferenceNames::default());
    }
    assert!(!import.records.is_empty() || !import.rejected.is_empty(), "nothing was taken and nothing was named");
    for rejected in &import.rejected {
        assert!(!rejected.reason.to_string().is_empty());
    }
}

/// The sample bundle and what it holds.
static WHOLE: LazyLock<(String, Import)> = LazyLock::new(|| (amina(), import("bundle.json", amina())));

proptest! {
    #[test]
    fn arbitrary_bytes_are_taken_or_named(bytes in prop::collection::vec(any::<u8>(), 0..400), name in "[a-z]{1,3}(\\.(json|ndjson|pdf|png))?") {
        check(&name, &bytes);
    }

    #[test]
    fn what_is_nearly_json_is_taken_or_named(text in near_json(), name in prop::sample::select(vec!["x", "x.json", "x.ndjson"])) {
        check(name, text.as_bytes());
        check(name, format!("{{\"resourceType\":\"Bundle\",{text}").as_bytes());
    }

    #[test]
    fn a_real_bundle_with_a_byte_changed_is_taken_or_named(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = amina().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let import = import("bundle.json", &bytes);
        // One byte spoils at most its own entry and, where it unbalances the brackets, what follows.
        prop_assert!(import.records.len() + import.rejected.len() + import.already_there.len() > 0);
    }

    #[test]
    fn a_real_bundle_cut_anywhere_keeps_its_whole_entries(at in any::<prop::sample::Index>()) {
        let json = WHOLE.0.trim_end().as_bytes();
        let cut = import("bundle.json", &json[..at.index(json.len())]);
        prop_assert!(!cut.rejected.is_empty());
        let contents: Vec<&[u8]> = cut.records.iter().map(MedicalRecord::content).collect();
        let all: Vec<&[u8]> = WHOLE.1.records.iter().map(MedicalRecord::content).collect();
        prop_assert!(all.starts_with(&contents));
    }

    #[test]
    fn readers_of_bytes_never_stop(bytes in prop::collection::vec(any::<u8>(), 0..300), text in near_json()) {
        sniff_media_type(&bytes);
        prop_assert!(SeriesSummary::decode(&bytes).is_err());
        prop_assert!(Prescription::from_medication_request(&bytes).is_err());
        view_record(text.as_bytes(), &ReferenceNames::default());
        view_record(format!("{{\"resourceType\":\"Observation\",{text}}}").as_bytes(), &ReferenceNames::default());
        let narrative = serde_json::to_string(&format!("<div>{text}&#x{};<", text.len())).unwrap();
        view_record(format!("{{\"resourceType\":\"Condition\",\"text\":{{\"div\":{narrative}}}}}").as_bytes(), &ReferenceNames::default());
    }

    #[test]
    fn made_visible_twice_is_made_visible_once(text in prop_oneof![any::<String>(), tricky()]) {
        let visible = make_visible(&text);
        prop_assert_eq!(make_visible(&visible), visible.clone());
        let title = Title::of(&text);
        prop_assert_eq!(Title::of(title.as_str()), title);
    }

    #[test]
    fn what_is_taken_for_a_name_is_shown_as_it_is_and_all_that_is_shown_reads_as_it_is(text in tricky()) {
        let (role, handle) = (Role::Doctor, "dr-bello".to_owned());
        let profile = Profile { handle, display_name: text.clone(), role, organisation: Profile::tidy_name(&text) };
        let shown = profile.to_visible();
        prop_assert_eq!(shown.to_visible(), shown.clone());
        // Stricter than for texts: a prescription names people with no other rule than that of texts.
        prop_assert_eq!(make_visible(&shown.display_name), shown.display_name.clone());
        if profile.check().is_ok() {
            prop_assert_eq!(&shown, &profile);
        }
    }

    #[test]
    fn a_date_is_kept_as_it_was_written(text in "[0-9]{4}(-[0-9]{2}){0,2}(T[0-9:.]{0,12}(Z|[+-][0-9:]{0,5})?)?") {
        if let Ok(date) = text.parse::<ClinicalDate>() {
            prop_assert_eq!(date.as_str(), text);
        }
    }
}
