//! The grant that an address names, as the list of grants has it, and what a page says where it is not there.

use leptos::prelude::*;
use sesemr_common::id::GrantId;

use crate::{
    component::{
        button::Look,
        latest::use_latest,
        link_button::LinkButton,
        loaded::{Answer, Loading, use_answer},
    },
    message::ListAccess,
    model::grant::GrantView,
    page::param::use_id,
    route,
    text::{t, use_i18n},
};

/// The grant that the address names. Copies are the same one.
#[derive(Clone, Copy)]
pub struct FoundGrant {
    answer: Answer<Vec<GrantView>>,
    grant: Memo<Option<GrantView>>,
}

/// Looks for it now, and again whenever something happened.
pub fn use_found_grant() -> FoundGrant {
    let id = use_id::<GrantId>("grant");
    let answer = use_answer(|| ListAccess {});
    let grants = use_latest(answer);
    let grant = Memo::new(move |_| grants.get()?.into_iter().find(|found| Some(found.grant) == id));
    FoundGrant { answer, grant }
}

impl FoundGrant {
    /// The grant; none while the list is awaited, and where it is not in it.
    pub fn get(self) -> Option<GrantView> {
        self.grant.get()
    }

    /// As [`Self::get`]. Does not follow.
    pub fn get_untracked(self) -> Option<GrantView> {
        self.grant.get_untracked()
    }
}

/// What stands in the place of a grant that is not found: that the list is awaited, or that it is not in it.
#[component]
pub fn NoGrant(
    /// The grant that the page looks for.
    grant: FoundGrant,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_missing = Memo::new(move |_| grant.answer.is_there() && grant.get().is_none());
    view! {
        <Loading answer=grant.answer />
        {move || is_missing.get().then(|| view! {
            <p>{t!(i18n, error.not_found)}</p>
            <ToAccess />
        })}
    }
}

/// The way to everything that was given.
#[component]
pub fn ToAccess() -> impl IntoView {
    let i18n = use_i18n();
    view! { <p><LinkButton href=route::ACCESS look=Look::Secondary icon="key-round">{t!(i18n, banner.to_access)}</LinkButton></p> }
}
