//! There is no such page.

use leptos::prelude::*;

use crate::{
    component::{link_button::LinkButton, page::Page},
    route,
    text::{t, use_i18n},
};

/// There is no such page.
#[component]
pub fn NotFound() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Page title=t!(i18n, not_found.title)>
            <p>{t!(i18n, not_found.what)}</p>
            <p><LinkButton href=route::START>{t!(i18n, not_found.home)}</LinkButton></p>
        </Page>
    }
}
