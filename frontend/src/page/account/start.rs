//! The beginning: what this is, and the way in that fits what this device knows. Nothing of it waits for the worker, but
//! what only the worker knows.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect};

use super::{log_in::LogInPage, register::ResumeRegistration};
use crate::{
    component::{button::Look, icon::Icon, link_button::LinkButton, page::Page},
    page::guard::home_of,
    route,
    session::Session,
    text::{t, use_i18n},
    way_in::WayIn,
};

/// The beginning.
#[component]
pub fn StartPage() -> impl IntoView {
    let session = Session::expect();
    let way_in = Memo::new(move |_| session.way_in());
    let replace = NavigateOptions { replace: true, ..NavigateOptions::default() };
    move || {
        if let Some(account) = session.account().get() {
            return view! { <Redirect path=home_of(&account, session) options=replace.clone() /> }.into_any();
        }
        match way_in.get() {
            WayIn::LogIn => view! { <LogInPage /> }.into_any(),
            WayIn::Registration => view! { <ResumeRegistration /> }.into_any(),
            WayIn::Welcome => view! { <Welcome /> }.into_any(),
        }
    }
}

/// What this is.
#[component]
fn Welcome() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Page title=t!(i18n, welcome.title)>
            <p class="welcome-lead">{t!(i18n, welcome.lead)}</p>
            <ul class="welcome-points">
                <li><Icon name="lock" /> <span>{t!(i18n, welcome.sealed)}</span></li>
                <li><Icon name="key-round" /> <span>{t!(i18n, welcome.once)}</span></li>
                <li><Icon name="eye" /> <span>{t!(i18n, welcome.log)}</span></li>
            </ul>
            <div class="actions">
                <LinkButton href=route::REGISTER>{t!(i18n, welcome.register)}</LinkButton>
                <LinkButton href=route::LOG_IN look=Look::Secondary>{t!(i18n, welcome.log_in)}</LinkButton>
            </div>
        </Page>
    }
}
