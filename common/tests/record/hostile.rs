//! What bad input gets: a name for what is wrong and where; the good entries still go.

use sesemr_common::record::{MAX_DEPTH, MAX_ENTRIES, RejectReason};

use super::support::{bundle, collection, import, rejections, titles};

const GOOD: &str = r#"{"resourceType":"Condition","code":{"text":"Good"}}"#;
const FINE: &str = r#"{"resourceType":"Condition","code":{"text":"Fine"}}"#;

/// Imports a collection whose second entry is this resource and expects the two others to go.
fn second_entry(resource: &str) -> (String, RejectReason) {
    let import = import("bundle.json", collection(&[GOOD, resource, FINE]));
    assert_eq!(titles(&import), ["Good", "Fine"], "{resource}");
    let rejections = rejections(&import);
    assert_eq!(rejections.len(), 1, "{resource}: {rejections:?}");
    rejections[0].clone()
}

#[test]
fn a_broken_entry_is_named_and_its_neighbours_go() {
    let cases = [
        (r#"{"resourceType":"Patient","id":}"#, RejectReason::BrokenJson { line: 1, column: 158 }),
        (r#"{"resourceType":"Patient","id":"\ud800"}"#, RejectReason::BrokenJson { line: 1, column: 164 }),
        (r#"{"id":"1"}"#, RejectReason::NoResourceType),
        (r#"{"resourceType":"../Patient"}"#, RejectReason::NoResourceType),
        (r#"{"resourceType":7}"#, RejectReason::NoResourceType),
        ("null", RejectReason::NoResource),
        ("[]", RejectReason::NoResource),
        (r#""Patient""#, RejectReason::NoResource),
    ];
    for (resource, expected) in cases {
        let (place, reason) = second_entry(resource);
        assert_eq!(place, "entry 2", "{resource}");
        match (&reason, &expected) {
            (RejectReason::BrokenJson { line, .. }, RejectReason::BrokenJson { line: expected, .. }) => {
                assert_eq!(line, expected, "{resource}");
            }
            _ => assert_eq!(reason, expected, "{resource}"),
        }
    }
}

#[test]
fn bytes_that_are_not_utf_8_spoil_their_own_entry_only() {
    let mut text = collection(&[GOOD, r#"{"resourceType":"Condition","code":{"text":"?"}}"#, FINE]).into_bytes();
    let at = text.iter().position(|byte| *byte == b'?').unwrap();
    text[at] = 0xFF;
    let import = import("bundle.json", text);
    assert_eq!(titles(&import), ["Good", "Fine"]);
    assert!(matches!(rejections(&import)[..], [(_, RejectReason::BrokenJson { line: 1, .. })]));
}

#[test]
fn a_key_that_stands_twice_is_refused_with_its_place() {
    let twice = r#"{"resourceType":"Observation","code":{"coding":[{"code":"1"},{"code":"2","c\u006fde":"3"}]}}"#;
    let expected = RejectReason::DuplicateKey { key: "code".to_owned(), path: "Observation.code.coding[1]".to_owned() };
    assert_eq!(second_entry(twice), ("entry 2".to_owned(), expected.clone()));
    assert_eq!(expected.to_string(), "code stands there twice, in Observation.code.coding[1]");
    let wrapper =
        format!(r#"{{"resourceType":"Bundle","type":"batch","entry":[{{"resource":{GOOD},"resource":{FINE}}}]}}"#);
    let reason = RejectReason::DuplicateKey { key: "resource".to_owned(), path: "entry".to_owned() };
    assert_eq!(rejections(&import("bundle.json", wrapper)), [("entry 1".to_owned(), reason)]);
    let whole = r#"{"resourceType":"Bundle","type":"batch","entry":[],"\u0065ntry":[]}"#;
    let reason = RejectReason::DuplicateKey { key: "entry".to_owned(), path: "Bundle".to_owned() };
    assert_eq!(rejections(&import("bundle.json", whole)), [("the file".to_owned(), reason)]);
}

#[test]
fn nesting_beyond_the_ceiling_is_refused_and_at_the_ceiling_taken() {
    let nested =
        |depth: usize| format!(r#"{{"resourceType":"Condition","x":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
    assert_eq!(second_entry(&nested(MAX_DEPTH)).1, RejectReason::TooDeep);
    assert_eq!(import("one.json", nested(MAX_DEPTH - 1)).records.len(), 1);
    let abyss = nested(2_000_000);
    assert_eq!(second_entry(&abyss).1, RejectReason::TooDeep);
}

#[test]
fn bundles_within_bundles_have_a_ceiling() {
    let russian_doll = (0..9).fold(GOOD.to_owned(), |inner, _| collection(&[&inner]));
    let import = import("bundle.json", russian_doll);
    let place = "entry 1, entry 1, entry 1, entry 1".to_owned();
    assert_eq!(rejections(&import), [(place, RejectReason::TooManyBundles)]);
}

#[test]
fn one_entry_too_many_is_noted_once() {
    let resource = |number| format!(r#"{{"resourceType":"Basic","id":"{number}"}}"#);
    let resources: Vec<String> = (0..MAX_ENTRIES + 7).map(resource).collect();
    let resources: Vec<&str> = resources.iter().map(String::as_str).collect();
    let import = import("bundle.json", collection(&resources));
    assert_eq!(import.records.len(), MAX_ENTRIES);
    assert_eq!(rejections(&import), [(format!("entry {}", MAX_ENTRIES + 1), RejectReason::TooManyEntries)]);
}

#[test]
fn very_many_broken_entries_are_named_up_to_the_ceiling_each_with_its_line() {
    let broken = vec!["\n{x}"; MAX_ENTRIES + 7];
    let import = import("bundle.json", collection(&broken));
    assert_eq!(import.rejected.len(), MAX_ENTRIES + 1);
    let lines = import.rejected.iter().filter_map(|entry| match entry.reason {
        RejectReason::BrokenJson { line, column: 2 } => Some(line),
        _ => None,
    });
    assert!(lines.eq(2..MAX_ENTRIES + 2));
}

#[test]
fn a_file_cut_off_anywhere_gives_what_came_before_and_names_where_it_ends() {
    let text = collection(&[GOOD, FINE]);
    let last_entry = text.find(r#",{"resource""#).unwrap();
    for length in last_entry + 2..text.len() - 2 {
        let import = import("bundle.json", &text[..length]);
        assert_eq!(titles(&import), ["Good"], "{length}");
        assert_eq!(rejections(&import), [("entry 2".to_owned(), RejectReason::EndsEarly)], "{length}");
    }
    let closing = import("bundle.json", &text[..text.len() - 1]);
    assert_eq!(titles(&closing), ["Good", "Fine"]);
    assert_eq!(rejections(&closing), [("the file".to_owned(), RejectReason::EndsEarly)]);
}

#[test]
fn what_stands_behind_a_bundle_is_named_and_not_kept_with_a_document() {
    let import = import("bundle.json", collection(&[GOOD]).replace("\"entry\"", "\n\"entry\"") + "\n rest");
    assert_eq!(titles(&import), ["Good"]);
    assert_eq!(rejections(&import), [("the file".to_owned(), RejectReason::BrokenJson { line: 3, column: 2 })]);
    let document = bundle("document", &[GOOD]).replace("\"entry\"", "\n\"entry\"");
    let import = super::support::import("ips.json", format!("{document}\n rest"));
    assert_eq!(import.records[1].content(), document.as_bytes());
}

#[test]
fn a_broken_line_is_named_and_the_others_go() {
    let text = format!("{GOOD}\n{{\"resourceType\":\n\n{FINE} x\n{FINE}\n");
    let import = import("export.ndjson", text);
    assert_eq!(titles(&import), ["Good", "Fine"]);
    let places: Vec<String> = rejections(&import).into_iter().map(|(place, _)| place).collect();
    assert_eq!(places, ["line 2", "line 4"]);
}

#[test]
fn a_file_without_a_record_says_so() {
    for (name, text) in [
        ("x.json", collection(&[])),
        ("x.json", r#"{"resourceType":"Bundle"}"#.to_owned()),
        ("x.ndjson", "\n \n".to_owned()),
    ] {
        assert_eq!(rejections(&import(name, text)), [("the file".to_owned(), RejectReason::NoResource)]);
    }
}

#[test]
fn an_unknown_kind_of_bundle_is_refused_by_its_name() {
    for kind in ["history", "message", "transaction-response", "batch-response"] {
        let reason = RejectReason::UnsupportedBundle { kind: kind.to_owned() };
        assert_eq!(rejections(&import("bundle.json", bundle(kind, &[GOOD]))), [("the file".to_owned(), reason)]);
    }
}

#[test]
fn a_document_with_a_refused_entry_is_not_kept_whole() {
    let twice = r#"{"resourceType":"Patient","id":"1","id":"2"}"#;
    let import = import("ips.json", bundle("document", &[GOOD, twice]));
    assert_eq!(titles(&import), ["Good"]);
    assert_eq!(import.rejected.len(), 1);
}

#[test]
fn a_damaged_or_mislabelled_attachment_is_refused_and_its_resource_kept() {
    let document = |attachment: &str| {
        format!(
            r#"{{"resourceType":"DocumentReference","description":"Letter","content":[{{"attachment":{{{attachment}}}}}]}}"#
        )
    };
    let cases = [
        (r#""data":"====""#, "the attached file is damaged"),
        (r#""data":"JVBER""#, "the attached file is damaged"),
        (r#""data":"""#, "it is empty"),
        (
            r#""contentType":"application/pdf","data":"PGh0bWw+PHNjcmlwdD4=""#,
            "it says it is application/pdf, but it is text/html",
        ),
    ];
    for (attachment, expected) in cases {
        let import = import("bundle.json", collection(&[&document(attachment)]));
        assert_eq!(titles(&import), ["Letter"], "{attachment}");
        assert_eq!(import.rejected.len(), 1, "{attachment}");
        let rejected = &import.rejected[0];
        assert_eq!(rejected.place.to_string(), "entry 1, attachment 1");
        assert_eq!(rejected.title.as_ref().unwrap().as_str(), "Letter");
        assert_eq!(rejected.reason.to_string(), expected);
    }
}

#[test]
fn hidden_characters_of_a_title_are_made_visible_and_long_ones_cut() {
    let import =
        import("one.json", r#"{"resourceType":"Condition","code":{"text":"  Gout\u202eetuog\u200b \n\t x  "}}"#);
    assert_eq!(titles(&import), ["Gout⟨U+202E⟩etuog⟨U+200B⟩ x"]);
    let long = format!(r#"{{"resourceType":"Condition","code":{{"text":"{}"}}}}"#, "é".repeat(5000));
    let long = super::support::import("one.json", long);
    assert_eq!(titles(&long)[0].chars().count(), 120);
}
