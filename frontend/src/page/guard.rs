//! Pages are for those who are signed in, patients' pages for patients and clinicians' pages for clinicians. The servers
//! and the vault decide who may do what; this only shows the right page, and shows it anew for another address.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Redirect,
    hooks::{use_location, use_params_map},
};

use crate::{model::account::AccountView, place::Place, route, session::Session};

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
    if session.account().with_untracked(Option::is_some) {
        session.arrived();
    } else {
        // Who comes by an invitation signs in first, and goes on from there.
        session.want(wanted_address());
    }
    let location = use_location();
    Effect::new(move |_| {
        let address = address_of(&location.pathname.get(), &location.search.get());
        if let Some(place) = session.account().get().and_then(|account| place_to_keep(audience, &account, address)) {
            place.keep();
        }
    });
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
    Some(path + &location.search().unwrap_or_default() + &location.hash().unwrap_or_default())
}

/// An address as the window has it; the router leaves the question mark out.
fn address_of(path: &str, search: &str) -> String {
    if search.is_empty() { path.to_owned() } else { format!("{path}?{search}") }
}

/// What a reload leads back to: this page, where it is one of this person's.
fn place_to_keep(audience: Audience, account: &AccountView, address: String) -> Option<Place> {
    if place_of(audience, Some(account)).is_some() {
        return None;
    }
    Place::of(account.account, address)
}

/// The first page of somebody who has just signed in: the one that they came for, the one that they loaded anew, or home.
pub fn home_of(account: &AccountView, session: Session) -> String {
    let home = if account.is_patient() { route::RECORDS } else { route::MY_REQUESTS };
    let wanted = session.wanted().filter(|_| !account.is_patient());
    wanted.or_else(|| session.left_at(account.account)).unwrap_or_else(|| home.to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    const AMINA: &str = "018f2e3a-7c1d-7000-8000-000000000001";
    const BELLO: &str = "018f2e3a-7c1d-7000-8000-000000000002";

    fn account(id: &str, role: &str) -> AccountView {
        serde_json::from_str(&format!(
            r#"{{"account":"{id}","handle":"somebody","display_name":"Somebody","role":"{role}","organisation":"",
                "fingerprint":"1 2"}}"#
        ))
        .unwrap()
    }

    fn amina() -> AccountView {
        account(AMINA, "patient")
    }

    fn bello() -> AccountView {
        account(BELLO, "doctor")
    }

    #[test]
    fn each_page_is_for_its_audience_and_nobody_who_is_not_signed_in() {
        for audience in [Audience::Patient, Audience::Clinician, Audience::Everybody] {
            assert_eq!(place_of(audience, None), Some(route::START));
        }
        assert_eq!(place_of(Audience::Patient, Some(&amina())), None);
        assert_eq!(place_of(Audience::Patient, Some(&bello())), Some(route::MY_REQUESTS));
        assert_eq!(place_of(Audience::Clinician, Some(&amina())), Some(route::RECORDS));
        assert_eq!(place_of(Audience::Clinician, Some(&bello())), None);
        assert_eq!(place_of(Audience::Everybody, Some(&amina())), None);
    }

    #[test]
    fn a_reload_leads_back_to_the_page_for_who_was_on_it_and_everybody_else_home() {
        Owner::new().with(|| {
            let address = address_of(route::PEOPLE, "person=1");
            let session = Session::reloaded_at(place_to_keep(Audience::Patient, &amina(), address).unwrap());
            assert_eq!(home_of(&amina(), session), "/people?person=1");
            assert_eq!(home_of(&bello(), session), route::MY_REQUESTS);
            session.arrived();
            assert_eq!(home_of(&amina(), session), route::RECORDS, "once");
        });
    }

    #[test]
    fn nothing_leads_back_after_signing_out() {
        Owner::new().with(|| {
            let place = place_to_keep(Audience::Patient, &amina(), route::LOG.to_owned()).unwrap();
            let session = Session::reloaded_at(place);
            session.signed_out();
            assert_eq!(home_of(&amina(), session), route::RECORDS);
        });
    }

    #[test]
    fn a_page_of_others_is_not_kept() {
        assert_eq!(place_to_keep(Audience::Clinician, &amina(), route::FIND.to_owned()), None);
        assert_eq!(place_to_keep(Audience::Patient, &bello(), route::LOG.to_owned()), None);
    }

    #[test]
    fn an_invitation_comes_before_where_a_doctor_was() {
        Owner::new().with(|| {
            let place = place_to_keep(Audience::Clinician, &bello(), route::FIND.to_owned()).unwrap();
            let session = Session::reloaded_at(place);
            session.want(Some(route::ask("amina")));
            assert_eq!(home_of(&bello(), session), "/ask/amina");
            assert_eq!(home_of(&amina(), session), route::RECORDS);
        });
    }
}
