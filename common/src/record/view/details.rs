//! Everything in a resource, label by label: the fallback that keeps anything from being hidden by its row.

use serde_json::Value;

use super::{Detail, Details, Element, Phrase, ReferenceNames};
use crate::record::{
    ClinicalDate,
    element::{items, text, words},
    make_visible,
};

/// The most rows of one resource; whether there are more is said.
const MOST: usize = 500;
/// The most characters of one value.
const MOST_CHARACTERS: usize = 2_000;

/// All members of the resource but its type and narrative, nested ones with the path to them.
pub(super) fn details(resource: &Value, names: &ReferenceNames) -> Details {
    let mut collector = Collector { details: Details { rows: Vec::new(), has_more: false }, names };
    if let Value::Object(members) = resource {
        for (key, value) in members {
            if key != "resourceType" && key != "text" {
                collector.add(&[], key, value);
            }
        }
    }
    collector.details
}

struct Collector<'a> {
    details: Details,
    names: &'a ReferenceNames,
}

impl Collector<'_> {
    fn add(&mut self, path: &[Element], name: &str, value: &Value) {
        let element = |place| {
            let last = Element { name: make_visible(name), place };
            path.iter().cloned().chain([last]).collect()
        };
        match value {
            Value::Array(items) if items.len() == 1 => self.add_item(element(None), items.first().unwrap_or(value)),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.add_item(element(Some(index + 1)), item);
                }
            }
            value => self.add_item(element(None), value),
        }
    }

    fn add_item(&mut self, path: Vec<Element>, value: &Value) {
        if self.details.rows.len() == MOST {
            self.details.has_more = true;
        } else if let Some(value) = self.phrase(value) {
            self.details.rows.push(Detail { path, value });
        } else if let Value::Object(members) = value {
            for (key, value) in members {
                self.add(&path, key, value);
            }
        } else if let Value::Array(_) = value {
            self.add(&path, "", value);
        }
    }

    /// What one row can say wholly; an element of several members that it cannot is shown member by member.
    fn phrase(&self, value: &Value) -> Option<Phrase> {
        inline_file(value)
            .or_else(|| self.reference(value).map(|reference| own(&reference)))
            .or_else(|| Phrase::of_period(value))
            .or_else(|| simple(value))
            .or_else(|| datatype_words(value).map(|words| own(&words)))
    }

    fn reference(&self, value: &Value) -> Option<String> {
        text(value, "reference")?;
        self.names.words(value).or_else(|| text(value, "reference").map(str::to_owned))
    }
}

/// Words of the record, cut where they are very many.
fn own(words: &str) -> Phrase {
    let visible = make_visible(words);
    Phrase::Own(match visible.char_indices().nth(MOST_CHARACTERS) {
        Some((cut, _)) => format!("{}…", visible.get(..cut).unwrap_or_default()),
        None => visible,
    })
}

/// A string, number or flag; a string that is a full date is one. A year alone may as well be a number or a code.
fn simple(value: &Value) -> Option<Phrase> {
    match value {
        Value::Bool(flag) => Some(Phrase::Flag(*flag)),
        Value::String(date) if date.len() >= "2026-06-02".len() && date.parse::<ClinicalDate>().is_ok() => {
            Phrase::of_date(value)
        }
        Value::String(_) | Value::Number(_) => words(value).map(|words| own(&words)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The words of a datatype that words say wholly.
fn datatype_words(value: &Value) -> Option<String> {
    const DATATYPE: [&str; 22] = [
        "text",
        "coding",
        "system",
        "code",
        "display",
        "unit",
        "value",
        "comparator",
        "family",
        "given",
        "prefix",
        "suffix",
        "use",
        "line",
        "city",
        "state",
        "postalCode",
        "country",
        "type",
        "userSelected",
        "version",
        "rank",
    ];
    match value {
        Value::Object(members) if members.keys().all(|key| DATATYPE.contains(&key.as_str())) => coded_words(value),
        _ => None,
    }
}

/// The words of a datatype, with what its codes say beside them: a code that means something else than the words shows.
fn coded_words(value: &Value) -> Option<String> {
    let shown = words(value)?;
    let said = items(value, "coding").iter().flat_map(|coding| [text(coding, "display"), text(coding, "code")]);
    let mut beside: Vec<&str> = Vec::new();
    for said in said.flatten() {
        if !said.eq_ignore_ascii_case(&shown) && !beside.contains(&said) {
            beside.push(said);
        }
    }
    Some(if beside.is_empty() { shown } else { format!("{shown} ({})", beside.join(", ")) })
}

/// Inline base64, where the element is an attachment.
fn inline_file(value: &Value) -> Option<Phrase> {
    let data = value.get("data")?.as_str()?;
    value.get("contentType").map(|_| Phrase::InlineFile { bytes: data.len() / 4 * 3 })
}
