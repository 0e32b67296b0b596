//! Pages are for those who are signed in, patients' pages for patients and clinicians' pages for clinicians. The servers
//! and the vault decide who may do what; this only shows the right page, and shows it anew for another address.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect, hooks::use_params_map};

use crate::{model::account::AccountView, route, session::Session};

/// For whom a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Patients.
    Patient,
    /// Clinicians.
    Clinician,
    /// Both.
    Everybody,
}

/// Shows its page to its audience, and leads everybody else where they belong.
#[component]
pub fn Guard(
    /// For whom the page is.
    audience: Audience,
    /// The page.
    page: Box<dyn Fn() -> AnyView + Send + Sync>,
) -> impl IntoView {
    let session = Session::expect();
    let (params, fresh_starts) = (use_params_map(), session.fresh_starts());
    // A change of who is signed in draws the page anew, and so does another id in its address: the router keeps the page
    // of an address of the same shape.
    let shown =
        Memo::new(move |_| (place_of(audience, session.account().get().as_ref()), params.get(), fresh_starts.get()));
    let replace = NavigateOptions { replace: true, ..NavigateOptions::default() };
    // Who comes by an invitation signs in first, and goes on from there.
    session.want(session.account().with_untracked(Option::is_none).then(wanted_address).flatten());
    move || match shown.get() {
        (None, ..) => page(),
        (Some(path), ..) => view! { <Redirect path options=replace.clone() /> }.into_any(),
    }
}

/// Where somebody belongs who does not belong here.
fn place_of(audience: Audience, account: Option<&AccountView>) -> Option<&'static str> {
    match (audience, account) {
        (_, None) => Some(route::START),
        (Audience::Patient, Some(account)) if !account.is_patient() => Some(route::MY_REQUESTS),
        (Audience::Clinician, Some(account)) if account.is_patient() => Some(route::RECORDS),
        _ => None,
    }
}

/// The address of this page, where it is one to come back to after signing in: asking somebody, with their invitation.
fn wanted_address() -> Option<String> {
    let location = window().location();
    let path = location.pathname().ok().filter(|path| path.starts_with(route::ASK))?;
    Some(path + &location.hash().unwrap_or_default())
}

/// The first page of somebody who has just signed in.
pub fn home_of(account: &AccountView, session: Session) -> String {
    let home = if account.is_patient() { route::RECORDS } else { route::MY_REQUESTS };
    session.wanted().filter(|_| !account.is_patient()).unwrap_or_else(|| home.to_owned())
}
