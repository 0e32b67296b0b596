//! The texts: complete in every language, in plain words, and nowhere else than in `locales/`.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where an assumption fails")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// Texts of one language by their key; a plural has one entry for each of its cases, `key#case`.
type Locale = BTreeMap<String, String>;

fn locale(name: &str) -> Locale {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(name).with_extension("json");
    let json: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut texts = Locale::new();
    collect(&mut texts, "", &json);
    texts
}

fn collect(texts: &mut Locale, path: &str, value: &Value) {
    match value {
        Value::String(text) => drop(texts.insert(path.to_owned(), text.clone())),
        Value::Object(object) => {
            for (key, value) in object {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                collect(texts, &path, value);
            }
        }
        Value::Array(cases) => {
            // The type of the count stands first; then each case with its numbers, the last one without.
            for case in cases.iter().filter_map(Value::as_array) {
                let (text, numbers) = case.split_first().unwrap();
                let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                texts.insert(format!("{path}#{}", numbers.join(",")), text.as_str().unwrap().to_owned());
            }
        }
        other => panic!("{path} is no text: {other}"),
    }
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0.trim())).collect()
}

/// What reads the same in English and German: names of its own, and words that both languages have.
const SAME: &[&str] = &[
    "app.name",
    "app.title",
    "language.en",
    "language.de",
    "element.code",
    "element.individual",
    "element.name",
    "element.status",
    "element.system",
    "element.url",
];

/// Words that make a text longer without a reader: jargon, and words that frighten. Sought as whole words.
const DENIED_ENGLISH: &[&str] = &[
    "proxy",
    "revoke",
    "revoked",
    "revocation",
    "ciphertext",
    "plaintext",
    "payload",
    "invalid",
    "input",
    "token",
    "credential",
    "credentials",
    "authenticate",
    "authentication",
    "authorize",
    "authorization",
    "unauthorized",
    "endpoint",
    "parameter",
    "exception",
    "null",
    "undefined",
    "hash",
    "nonce",
    "epoch",
    "grantee",
    "user",
    "abort",
    "fatal",
    "illegal",
];
const DENIED_GERMAN: &[&str] = &[
    "proxy",
    "widerrufen",
    "widerruf",
    "chiffrat",
    "klartext",
    "nutzlast",
    "ungültig",
    "ungültige",
    "eingabewert",
    "token",
    "authentifizieren",
    "authentifizierung",
    "autorisieren",
    "autorisierung",
    "endpunkt",
    "parameter",
    "ausnahmefehler",
    "hash",
    "nonce",
    "epoche",
    "nutzer",
    "benutzer",
    "user",
    "abbruch",
    "fatal",
    "illegal",
    "login",
    "einloggen",
    "ausloggen",
    "hochgeladen",
    "du",
    "dein",
    "deine",
];

#[test]
fn what_stands_before_the_program_runs_says_what_the_first_page_says() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("index.html")).unwrap();
    for (name, key) in ["en", "de"].into_iter().flat_map(|name| [(name, "welcome.title"), (name, "welcome.lead")]) {
        let text = locale(name).remove(key).unwrap();
        assert!(page.contains(&text), "index.html says in {name}: {text}");
    }
}

#[test]
fn german_has_the_texts_that_english_has() {
    let (english, german) = (locale("en"), locale("de"));
    let keys = |texts: &Locale| texts.keys().cloned().collect::<BTreeSet<_>>();
    let missing: Vec<_> = keys(&english).difference(&keys(&german)).cloned().collect();
    let left_over: Vec<_> = keys(&german).difference(&keys(&english)).cloned().collect();
    assert!(missing.is_empty() && left_over.is_empty(), "not in German: {missing:?}; in German alone: {left_over:?}");
}

#[test]
fn every_german_text_says_something_of_its_own() {
    let english = locale("en");
    for (key, text) in locale("de") {
        assert!(!text.trim().is_empty(), "{key} is empty");
        let may_be_same = SAME.contains(&key.as_str());
        // What holds nothing but what is filled in has no language.
        let has_words = text.split("{{").enumerate().any(|(place, part)| {
            let words = if place == 0 { part } else { part.split_once("}}").map_or("", |(_, words)| words) };
            words.chars().filter(|letter| letter.is_alphabetic()).count() > 1
        });
        if has_words && !may_be_same {
            assert_ne!(Some(&text), english.get(&key), "{key} is not translated");
        }
    }
}

#[test]
fn a_text_fills_in_the_same_in_both_languages() {
    let german = locale("de");
    for (key, text) in locale("en") {
        assert_eq!(placeholders(&text), placeholders(german.get(&key).map_or("", String::as_str)), "{key}");
    }
}

#[test]
fn texts_use_plain_words() {
    for (name, denied) in [("en", DENIED_ENGLISH), ("de", DENIED_GERMAN)] {
        for (key, text) in locale(name) {
            let lower = text.to_lowercase();
            let bare = lower.split("{{").map(|part| part.split_once("}}").map_or(part, |(_, after)| after));
            for word in bare.flat_map(|part| part.split(|letter: char| !letter.is_alphabetic())) {
                assert!(!denied.contains(&word), "{name}: {key} says \"{word}\"");
            }
        }
    }
}

/// Errors after which there is nothing to do: the person wanted it, the others are fine, or it is a part of another text.
const NO_NEXT_STEP: &[&str] = &["error.altered", "error.cancelled", "error.the_patient"];

#[test]
fn every_error_says_what_to_do_next() {
    const STEPS: &[&str] = &[
        "add",
        "ask",
        "check",
        "choose",
        "compare",
        "count",
        "go",
        "leave",
        "load",
        "look",
        "make",
        "reload",
        "remove",
        "sign",
        "split",
        "take",
        "tell",
        "try",
        "type",
        "update",
        "use",
        "wait",
        "your requests say",
        "at most",
        "has 3 to 32",
    ];
    let says = |text: &str, steps: &[&str]| steps.iter().any(|step| text.to_lowercase().contains(step));
    let is_error = |key: &String| key.starts_with("error.") && !NO_NEXT_STEP.contains(&key.as_str());
    for (key, text) in locale("en").into_iter().filter(|(key, _)| is_error(key)) {
        assert!(says(&text, STEPS), "{key} leaves its reader alone: {text}");
    }
    for (key, text) in locale("de").into_iter().filter(|(key, _)| is_error(key)) {
        // A German next step speaks to its reader.
        assert!(
            says(&text, &[" sie ", " sie?", "bei ihren anfragen", "hat 3 bis 32"]),
            "{key} leaves its reader alone: {text}"
        );
    }
}

/// Texts between tags, and attributes that people read, which are spelled in a view instead of in `locales/`.
fn literals(source: &str) -> Vec<String> {
    const READ_ATTRIBUTES: &[&str] =
        &["title", "label", "alt", "placeholder", "aria-label", "legend", "hint", "summary", "aria-description"];
    let mut found = Vec::new();
    for view in source.split("view! {").skip(1) {
        let mut pieces = view.split('"');
        let mut before = pieces.next().unwrap_or_default().to_owned();
        while let (Some(literal), Some(after)) = (pieces.next(), pieces.next()) {
            let is_child = before.trim_end().ends_with(['>', '}']) && !before.trim_end().ends_with("=>");
            let is_read = READ_ATTRIBUTES.iter().any(|name| {
                let rest = before.strip_suffix('=').and_then(|before| before.strip_suffix(name));
                rest.is_some_and(|rest| rest.ends_with([' ', '\n', ':']))
            });
            let has_words = literal.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
            if has_words && (is_child || is_read) {
                found.push(literal.to_owned());
            }
            after.clone_into(&mut before);
        }
    }
    found
}

fn sources(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

#[test]
fn views_spell_no_text() {
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let found = literals(&fs::read_to_string(&path).unwrap());
        assert!(found.is_empty(), "{} spells {found:?}: it belongs in locales/", path.display());
    }
}

#[test]
fn a_spelled_text_is_found_and_a_class_is_not() {
    assert_eq!(literals(r#"view! { <p class="lead">"Hello you"</p> }"#), ["Hello you"]);
    assert_eq!(literals(r#"view! { <p>{name} " has left"</p> }"#), [" has left"]);
    assert_eq!(literals(r#"view! { <img alt="A cat" class="wide" /> }"#), ["A cat"]);
    assert_eq!(literals(r#"view! { <p class="lead">{t!(i18n, a.b)} " " {x}</p> }"#), Vec::<String>::new());
}
