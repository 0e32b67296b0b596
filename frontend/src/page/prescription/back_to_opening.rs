//! The way back from a prescription to the records that are open.

use leptos::prelude::*;
use sesemr_common::id::OpeningId;

use crate::{
    component::{button::Look, link_button::LinkButton},
    route,
    session::Session,
    text::{t, use_i18n},
};

/// The way back to what is open.
#[component]
pub fn BackToOpening(
    /// What is open.
    opening: OpeningId,
) -> impl IntoView {
    let i18n = use_i18n();
    let lists = Session::expect().lists();
    let (href, path) = (route::opening(opening), route::opening(opening));
    view! {
        <p>
            <LinkButton
                href
                look=Look::Secondary
                icon="chevron-left"
                on:click=move |_| lists.go_back_to(&path)
            >
                {t!(i18n, prescription.back)}
            </LinkButton>
        </p>
    }
}
