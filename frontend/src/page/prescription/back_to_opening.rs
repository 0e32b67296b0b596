//! The way back from a prescription to the records that are open.

use leptos::prelude::*;
use sesemr_common::id::OpeningId;

use crate::{
    component::{button::Look, link_button::LinkButton},
    route,
    text::{t, use_i18n},
};

/// The way back to what is open.
#[component]
pub fn BackToOpening(
    /// What is open.
    opening: OpeningId,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>
            <LinkButton href=route::opening(opening) look=Look::Secondary icon="chevron-left">
                {t!(i18n, prescription.back)}
            </LinkButton>
        </p>
    }
}
