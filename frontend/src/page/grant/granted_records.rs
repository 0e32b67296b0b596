//! The single records of a grant by name, wherever a grant is shown.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    component::{icon::Icon, lazy_fold::LazyFold, phrase_words::name_words},
    model::grant::GrantedRecord,
    route,
    text::{t, use_i18n},
};

/// Which single records were granted, folded away; takes no room where there are none.
#[component]
pub fn GrantedRecords(
    /// The records.
    records: Vec<GrantedRecord>,
) -> impl IntoView {
    let i18n = use_i18n();
    let row = move |granted: GrantedRecord| match granted.name {
        Some(name) => view! {
            <li>
                <A href=route::record(granted.record) attr:class="record-row">
                    <span class="record-title">{name_words(i18n, &name.title, name.fhir_type.as_deref())}</span>
                    <Icon name="chevron-right" />
                </A>
            </li>
        }
        .into_any(),
        None => view! { <li class="record-row">{t!(i18n, access.record_not_there)}</li> }.into_any(),
    };
    (!records.is_empty()).then(|| {
        view! {
            <LazyFold line=t!(i18n, access.single_records)>
                <ul class="record-list">{records.clone().into_iter().map(row).collect_view()}</ul>
            </LazyFold>
        }
    })
}
