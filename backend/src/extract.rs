//! What requests bring: JSON bodies and query strings. The framework reads them, with its limits; what is here knows where
//! in a request its fault is, so that a refusal names the field, and never what was sent in it.

use std::{
    future::{Ready, ready},
    ops::Deref,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, error::QueryPayloadError, web};
use futures_util::{FutureExt as _, future::LocalBoxFuture};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::value::RawValue;
use serde_path_to_error::{Path, Segment};

use crate::error::{Error, Outcome};

/// The longest name of a field that is told, in bytes.
const LONGEST_FIELD: usize = 40;

/// A JSON body.
pub struct JsonBody<T>(T);

impl<T> JsonBody<T> {
    /// What was sent.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for JsonBody<T> {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        // First whether it is JSON at all, and not too much of it.
        let json = web::Json::<Box<RawValue>>::from_request(request, payload);
        async move {
            let json = json.await?;
            Ok::<Self, actix_web::Error>(Self(read_json(json.get())?))
        }
        .boxed_local()
    }
}

fn read_json<T: DeserializeOwned>(json: &str) -> Outcome<T> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| refuse_json(&error))
}

/// Names the field and the kind of fault, and never quotes a value: serde's own text may.
fn refuse_json(error: &serde_path_to_error::Error<serde_json::Error>) -> Error {
    let (json, text) = (error.inner(), error.inner().to_string());
    let detail = if text.starts_with("missing field") {
        "this field is missing"
    } else if text.starts_with("unknown field") {
        "this field is not known here"
    } else if text.starts_with("duplicate field") {
        "this field is here twice"
    } else {
        "a value is not of the expected kind"
    };
    let field = field_at_fault(error.path(), &text).unwrap_or_else(|| "body".to_owned());
    Error::bad_field(&field, format!("{detail} (line {}, column {})", json.line(), json.column()))
}

/// A query string.
pub struct QueryString<T>(T);

impl<T> QueryString<T> {
    /// What was sent.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for QueryString<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> FromRequest for QueryString<T> {
    type Error = Error;
    type Future = Ready<Outcome<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = web::Query::<Named<T>>::from_query(request.query_string());
        ready(read.map(|query| Self(query.into_inner().0)).map_err(Error::from))
    }
}

/// What reads as `T`, and says on an error which field it is about, in the only way that a query string's errors have: words.
struct Named<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_path_to_error::deserialize(deserializer).map(Self).map_err(|error| {
            match field_at_fault(error.path(), &error.inner().to_string()) {
                Some(field) => D::Error::custom(format_args!("wrong field `{field}`")),
                None => error.into_inner(),
            }
        })
    }
}

impl From<QueryPayloadError> for Error {
    fn from(error: QueryPayloadError) -> Self {
        match error {
            QueryPayloadError::Deserialize(error) => {
                let text = error.to_string();
                Self::bad_field(quoted_field(&text).unwrap_or("query"), "the query string is not what is expected here")
            }
            _ => Self::bad_field("query", "the query string could not be read"),
        }
    }
}

/// Where the fault is, as `batches[2].slots`; nothing where it is the whole. Names of fields and places in lists alone: any
/// other word on the way there is the sender's own.
fn field_at_fault(path: &Path, text: &str) -> Option<String> {
    let mut field = String::new();
    for segment in path {
        field = match segment {
            Segment::Seq { index } => format!("{field}[{index}]"),
            Segment::Map { key } if is_name(key) => join(&field, key),
            Segment::Map { .. } | Segment::Enum { .. } | Segment::Unknown => break,
        };
    }
    // What is missing or here twice is not on the way.
    if ["missing field", "duplicate field"].iter().any(|kind| text.starts_with(kind))
        && let Some(name) = quoted_field(text)
    {
        field = join(&field, name);
    }
    (!field.is_empty()).then_some(field)
}

fn join(field: &str, name: &str) -> String {
    if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") }
}

/// The name that serde puts between backquotes; only names of this contract's fields can stand there safely, and an
/// unknown field's name is the sender's own.
fn quoted_field(text: &str) -> Option<&str> {
    let (kind, rest) = text.split_once('`')?;
    let (name, _) = rest.split_once('`')?;
    (kind.trim_end().ends_with("field") && is_name(name)).then_some(name)
}

fn is_name(text: &str) -> bool {
    (1..=LONGEST_FIELD).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use sesemr_common::{
        api::{ApiError, ErrorCode, LogInPurpose},
        id::{Bytes, Hash},
    };

    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only their names matter here")]
    struct Sample {
        handle: String,
        purpose: Option<LogInPurpose>,
        hash: Option<Hash>,
        #[serde(default)]
        batches: Vec<Batch>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only their names matter here")]
    struct Batch {
        slots: Vec<Bytes>,
    }

    fn refusal_of<T>(outcome: Outcome<T>) -> ApiError {
        match outcome {
            Err(Error::Refused(refusal)) => *refusal,
            _ => ApiError::new(ErrorCode::Internal, "it was not refused"),
        }
    }

    fn refusal_of_json(json: &str) -> ApiError {
        refusal_of(read_json::<Sample>(json))
    }

    #[test]
    fn whatever_is_wrong_in_a_body_is_named_with_the_way_to_it() {
        let table = [
            ("[]", "body"),
            ("{}", "handle"),
            (r#"{"handle": 7}"#, "handle"),
            (r#"{"handle": "ada", "handle": "ada"}"#, "handle"),
            (r#"{"handle": "ada", "extra": 1}"#, "extra"),
            (r#"{"handle": "ada", "purpose": "to_get_in"}"#, "purpose"),
            (r#"{"handle": "ada", "hash": "AAAA"}"#, "hash"),
            (r#"{"handle": "ada", "batches": {}}"#, "batches"),
            (r#"{"handle": "ada", "batches": [{"slots": []}, {}]}"#, "batches[1].slots"),
            (r#"{"handle": "ada", "batches": [{"slots": ["AAAA", "?"]}]}"#, "batches[0].slots[1]"),
        ];
        for (json, field) in table {
            let refusal = refusal_of_json(json);
            assert_eq!((refusal.code, refusal.field.as_deref()), (ErrorCode::BadRequest, Some(field)), "{json}");
        }
    }

    #[test]
    fn a_wrong_value_is_never_quoted_back() {
        for json in [
            r#"{"handle": 4711}"#,
            r#"{"handle": "ada", "purpose": "n4711"}"#,
            r#"{"handle": "ada", "purpose": {"n4711": 1}}"#,
            r#"{"handle": "ada", "hash": "4711"}"#,
            r#"{"handle": "ada", "my secret is 4711": 1}"#,
        ] {
            let refusal = refusal_of_json(json);
            assert_eq!(refusal.code, ErrorCode::BadRequest, "{json}");
            assert!(!format!("{refusal:?}").contains("4711"), "{json}");
        }
    }

    #[test]
    fn a_wrong_value_of_a_query_is_named_and_not_quoted() {
        #[derive(Deserialize)]
        #[expect(dead_code, reason = "only their names matter here")]
        struct After {
            after: u64,
            limit: Option<u32>,
        }
        for (query, field) in [("", "after"), ("after=x4711", "after"), ("after=1&limit=-4711", "limit")] {
            let read = web::Query::<Named<After>>::from_query(query).map_err(Error::from);
            let refusal = refusal_of(read);
            assert_eq!((refusal.code, refusal.field.as_deref()), (ErrorCode::BadRequest, Some(field)), "{query}");
            assert!(!format!("{refusal:?}").contains("4711"), "{query}");
        }
    }
}
