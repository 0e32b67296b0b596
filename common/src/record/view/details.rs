//! Everything in a resource, label by label: the fallback that keeps anything from being hidden by its row.

use serde_json::Value;

use super::{Detail, ReferenceNames};
use crate::record::{
    element::{items, text, words},
    title::camel_words,
    visible_text::make_visible,
};

/// The most rows of one resource; a last row says that there is more.
const MOST: usize = 500;
/// The most characters of one value.
const MOST_CHARACTERS: usize = 2_000;

/// All members of the resource but its type and narrative, nested ones under labels like "Reaction 2, severity".
pub(super) fn details(resource: &Value, names: &ReferenceNames) -> Vec<Detail> {
    let mut details = Details { rows: Vec::new(), names };
    if let Value::Object(members) = resource {
        for (key, value) in members {
            if key != "resourceType" && key != "text" {
                details.add(&camel_words(key), value);
            }
        }
    }
    details.rows
}

struct Details<'a> {
    rows: Vec<Detail>,
    names: &'a ReferenceNames,
}

impl Details<'_> {
    fn add(&mut self, label: &str, value: &Value) {
        match value {
            Value::Array(items) if items.len() == 1 => self.add_item(label, items.first().unwrap_or(value)),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.add_item(&format!("{label} {}", index + 1), item);
                }
            }
            value => self.add_item(label, value),
        }
    }

    fn add_item(&mut self, label: &str, value: &Value) {
        if self.rows.len() > MOST {
            return;
        }
        if self.rows.len() == MOST {
            self.push("More", "There is more in this record than is shown here.");
        } else if let Some(size) = inline_file(value) {
            self.push(label, &format!("A file of about {size} bytes, kept as a record of its own"));
        } else if let Some(reference) = self.reference(value) {
            self.push(label, &reference);
        } else if let Some(words) = whole_words(value) {
            self.push(label, &words);
        } else if let Value::Object(members) = value {
            for (key, value) in members {
                self.add(&format!("{label}, {}", camel_words(key).to_lowercase()), value);
            }
        } else if let Value::Array(_) = value {
            self.add(label, value);
        }
    }

    fn reference(&self, value: &Value) -> Option<String> {
        text(value, "reference")?;
        self.names.words(value).or_else(|| text(value, "reference").map(str::to_owned))
    }

    fn push(&mut self, label: &str, value: &str) {
        let visible = make_visible(value);
        let value = match visible.char_indices().nth(MOST_CHARACTERS) {
            Some((cut, _)) => format!("{}…", visible.get(..cut).unwrap_or_default()),
            None => visible,
        };
        self.rows.push(Detail { label: make_visible(label), value });
    }
}

/// The words of a datatype that words say wholly; an element of several members is shown member by member.
fn whole_words(value: &Value) -> Option<String> {
    const DATATYPE: [&str; 24] = [
        "text",
        "coding",
        "system",
        "code",
        "display",
        "unit",
        "value",
        "comparator",
        "start",
        "end",
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
        Value::Object(_) | Value::Array(_) => None,
        simple => words(simple),
    }
}

/// The words of a datatype, with what its codes say beside them: a code that means something else than the words shows.
fn coded_words(value: &Value) -> Option<String> {
    let shown = words(value)?;
    let said = items(value, "coding").iter().flat_map(|coding| [text(coding, "display"), text(coding, "code")]);
    let mut beside: Vec<&str> = Vec::new();
    for said in said.flatten() {
        if said != shown && !beside.contains(&said) {
            beside.push(said);
        }
    }
    Some(if beside.is_empty() { shown } else { format!("{shown} ({})", beside.join(", ")) })
}

/// The decoded size of inline base64, where the element is an attachment.
fn inline_file(value: &Value) -> Option<usize> {
    let data = value.get("data")?.as_str()?;
    value.get("contentType").map(|_| data.len() / 4 * 3)
}
