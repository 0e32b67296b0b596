//! JSON read strictly: a key twice in one object, or nesting beyond the ceiling, is a fault with its place.
//! For finding values without understanding them see `skim_json`.

use core::{cell::RefCell, fmt};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value, error::Category};

use super::limits::MAX_DEPTH;

/// Why bytes are not acceptable JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum JsonFault {
    /// The bytes end early.
    Truncated,
    /// Not JSON; line and column are counted from 1 within the bytes.
    Broken {
        /// Line within the bytes.
        line: usize,
        /// Column within the line.
        column: usize,
    },
    /// One object has a key twice.
    DuplicateKey {
        /// The key.
        key: String,
        /// The object, as a path from the outermost value.
        path: String,
    },
    /// Nested beyond [`MAX_DEPTH`].
    TooDeep,
}

/// Reads one JSON value that fills `json`; `root` is what the path in a fault begins with, such as `Observation`.
///
/// # Errors
/// [`JsonFault`], the first one met.
pub(super) fn parse_strict(json: &[u8], root: &str) -> Result<Value, JsonFault> {
    let fault = RefCell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(json);
    let strict = Strict { path: &Path::Root(root), depth: 0, fault: &fault };
    let read = strict.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    read.map_err(|error| {
        fault.into_inner().unwrap_or_else(|| match error.classify() {
            Category::Eof => JsonFault::Truncated,
            _ => JsonFault::Broken { line: error.line(), column: error.column() },
        })
    })
}

/// Where the reader stands, as a list that lives on its stack.
enum Path<'a> {
    Root(&'a str),
    Key(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(name) => f.write_str(name),
            Self::Key(parent, key) => write!(f, "{parent}.{key}"),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// Builds a [`Value`] and notes the fault that serde's error would flatten into words.
struct Strict<'a> {
    path: &'a Path<'a>,
    depth: usize,
    fault: &'a RefCell<Option<JsonFault>>,
}

impl Strict<'_> {
    fn refuse<E: serde::de::Error>(&self, fault: JsonFault) -> E {
        self.fault.replace(Some(fault));
        E::custom("refused")
    }

    fn descend<E: serde::de::Error>(&self) -> Result<usize, E> {
        if self.depth < MAX_DEPTH { Ok(self.depth + 1) } else { Err(self.refuse(JsonFault::TooDeep)) }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let depth = self.descend()?;
        let mut items = Vec::new();
        loop {
            let path = Path::Item(self.path, items.len());
            match sequence.next_element_seed(Strict { path: &path, depth, fault: self.fault })? {
                Some(item) => items.push(item),
                None => return Ok(Value::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let depth = self.descend()?;
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(self.refuse(JsonFault::DuplicateKey { key, path: self.path.to_string() }));
            }
            let path = Path::Key(self.path, &key);
            let value = members.next_value_seed(Strict { path: &path, depth, fault: self.fault })?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}
