//! One record of a patient, under an opening. It is shown, never saved.

use leptos::prelude::*;
use sesemr_common::id::{OpeningId, RecordId};

use crate::{
    message::Source,
    page::{not_found::NotFound, param::use_id, record::read_record::RecordPage},
    route,
};

/// One record under an opening.
#[component]
pub fn ReadOpenedRecordPage() -> impl IntoView {
    match (use_id::<OpeningId>("opening"), use_id::<RecordId>("record")) {
        (Some(opening), Some(record)) => {
            view! { <RecordPage source=Source::Opening(opening) record back=route::opening(opening) /> }.into_any()
        }
        _ => view! { <NotFound /> }.into_any(),
    }
}
