//! The way back to a list, which is then as it was left.

use leptos::prelude::*;

use super::{button::Look, link_button::LinkButton};
use crate::{
    session::Session,
    text::{t, use_i18n},
};

/// The way back to a list.
#[component]
pub fn BackToList(
    /// Its address.
    #[prop(into)]
    to: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let lists = Session::expect().lists();
    let path = to.clone();
    view! {
        <p>
            <LinkButton href=to look=Look::Quiet icon="chevron-left" on:click=move |_| lists.go_back_to(&path)>
                {t!(i18n, record.back)}
            </LinkButton>
        </p>
    }
}
