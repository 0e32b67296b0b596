//! Ids in addresses.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

/// The id of this name in the address; none where the address was typed by hand and is none of ours.
pub fn use_id<T: core::str::FromStr>(name: &'static str) -> Option<T> {
    use_params_map().read_untracked().get(name)?.parse().ok()
}

/// The id of this name behind the question mark of the address, where there is one of ours.
pub fn use_query_id<T: core::str::FromStr>(name: &'static str) -> Option<T> {
    use_location().query.read_untracked().get(name)?.parse().ok()
}

/// The text of this name in the address.
pub fn use_text(name: &'static str) -> String {
    use_params_map().read_untracked().get(name).unwrap_or_default()
}
