//! What is left of an opening after its portal was closed.

use leptos::prelude::*;

use crate::{
    component::{link_button::LinkButton, page::Page, when},
    model::opening::ClosingView,
    route,
    session::Session,
    text::{t, use_i18n},
};

/// After closing.
#[component]
pub fn CloseOpeningPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = Session::expect();
    view! {
        <Page title=t!(i18n, closed.title)>
            {move || match session.closing().get() {
                Some(closing) => view! { <Receipt closing /> }.into_any(),
                None => view! { <p>{t!(i18n, closed.nothing)}</p> }.into_any(),
            }}
            <p><LinkButton href=route::MY_REQUESTS>{t!(i18n, banner.to_my_requests)}</LinkButton></p>
        </Page>
    }
}

#[component]
fn Receipt(closing: ClosingView) -> impl IntoView {
    let i18n = use_i18n();
    let ClosingView { patient, closed_at, read, written, .. } = closing;
    view! {
        <p class="lead">{t!(i18n, closed.what, at = when::time_and_day(i18n, closed_at), person = patient.display_name.clone())}</p>
        <p>{t!(i18n, closed.unread)}</p>
        <dl class="facts">
            <dt>{t!(i18n, closed.read)}</dt>
            <dd>{t!(i18n, count.records, count = read)}</dd>
            <dt>{t!(i18n, closed.written)}</dt>
            <dd>{t!(i18n, count.prescriptions, count = written)}</dd>
        </dl>
        <p class="small">{t!(i18n, closed.receipt, person = patient.display_name)}</p>
    }
}
