//! What an answer last said, for pages that hold a form or a code: they are drawn once, and what is fetched again reaches them
//! through signals. Lists that may be drawn anew use `loaded` alone.

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::loaded::Answer;

/// The last view that came. A later failure does not take it away.
pub fn use_latest<T>(answer: Answer<T>) -> Memo<Option<T>>
where
    T: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |before: Option<&Option<T>>| answer.view().or_else(|| before.cloned().flatten()))
}
