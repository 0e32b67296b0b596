//! A patient answered under another key than before: both fingerprints, and nothing of the answer is taken for theirs.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use sesemr_common::id::KeyRequestId;

use crate::{
    component::{
        button::Look,
        key_changed::KeyChanged,
        link_button::LinkButton,
        loaded::{Loading, use_answer},
        page::Page,
    },
    message::ListMyRequests,
    model::person::PersonView,
    page::param::use_id,
    route,
    text::{t, use_i18n},
};

/// The interruption, for the clinician who asked.
#[component]
pub fn ConfirmFingerprintPage() -> impl IntoView {
    let i18n = use_i18n();
    let request = use_id::<KeyRequestId>("request");
    let answer = use_answer(|| ListMyRequests {});
    let navigate = StoredValue::new(use_navigate());
    let to_requests = move || {
        let replace = NavigateOptions { replace: true, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(route::MY_REQUESTS, replace));
    };
    // The patient, while they show another key; none while the list is awaited.
    let changed = Memo::new(move |_| {
        let mine = answer.view()?;
        let found = mine.into_iter().find(|found| Some(found.request) == request);
        Some(found.map(|found| found.patient).filter(PersonView::is_changed))
    });
    view! {
        <Page title=t!(i18n, my_requests.compare_keys)>
            {move || match changed.get() {
                Some(Some(person)) => view! { <KeyChanged person on_confirmed=to_requests /> }.into_any(),
                Some(None) => view! {
                    <p>{t!(i18n, my_requests.keys_same)}</p>
                    <p><LinkButton href=route::MY_REQUESTS look=Look::Secondary>{t!(i18n, banner.to_my_requests)}</LinkButton></p>
                }
                .into_any(),
                None => ().into_any(),
            }}
            <Loading answer />
        </Page>
    }
}
