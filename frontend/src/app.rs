//! The application: what is provided to every page, and the table of addresses. Addresses are spelled in `route`.

use leptos::prelude::*;
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};
use sesemr_common::id::AccountId;

use crate::{
    act::Act,
    api::VaultClient,
    component::{as_left::watch_going_back, shell::Shell},
    inside::{Fetch, Inside, InsidePage},
    language::Speech,
    leaving::watch_leaving,
    message::Start,
    page::{
        account::{
            kept_form::KitForm,
            log_in::LogInPage,
            log_in_with_kit::LogInWithKitPage,
            lost_device::LostDevicePage,
            recover::RecoverPage,
            register::{RegisterForm, RegisterPage},
            settings::{
                appearance::{follow_preferences, restore_appearance},
                close_account::ClosedAccountPage,
            },
            start::StartPage,
        },
        guard::{Audience, Guard},
        not_found::NotFound,
    },
    place::Place,
    service_worker,
    session::Session,
    text::{t, use_i18n},
    way_in::WayIn,
};

/// The application.
#[component]
pub fn App(
    /// Fetches the pages of those who are signed in.
    fetch: Fetch,
) -> impl IntoView {
    restore_appearance();
    if let Some(starting) = document().get_element_by_id("starting") {
        starting.remove();
    }
    let speech = Speech::provide();
    let session = Session::provide();
    let inside = Inside::provide(fetch);
    RegisterForm::provide();
    KitForm::provide();
    match VaultClient::provide() {
        Ok(client) => {
            watch_leaving(session, client);
            watch_going_back(session);
            follow_preferences(session);
            let start = Act::new(move || async move {
                match client.ask(Start {}).await {
                    Ok(device) => session.knows_device(device),
                    // There is no storage; what then asks for it says so.
                    Err(_) => session.knows_nothing(),
                }
                // What is needed next, and what keeps all for the next time, does not hold up what is needed first.
                inside.load();
                service_worker::register();
            });
            client.on_live(move |event| {
                session.hear(event);
                if event.ends_session() {
                    Place::forget();
                    // Signing in taught this device something since it was asked.
                    start.run();
                }
            });
            start.run();
            Effect::new(move |before: Option<Option<AccountId>>| {
                let account = session.account().get();
                let id = account.as_ref().map(|account| account.account);
                if let Some(account) = account.filter(|account| before.flatten() != Some(account.account)) {
                    WayIn::LogIn.remember();
                    speech.follow(account.preferences.language, client);
                }
                id
            });
            view! { <Pages /> }.into_any()
        }
        Err(_) => view! { <p class="starting">{t!(use_i18n(), app.no_workers)}</p> }.into_any(),
    }
}

#[component]
fn Pages() -> impl IntoView {
    let speech = Speech::expect();
    view! {
        <Router>
            {move || {
                // Another language draws everything anew.
                speech.spoken();
                untrack(framed)
            }}
        </Router>
    }
}

/// The frame, and the page of the address within.
fn framed() -> impl IntoView {
    use Audience::{Clinician, Everybody, Patient};
    view! {
            <Shell>
                <FlatRoutes fallback=NotFound>
                    <Route path=path!("/") view=StartPage />
                    <Route path=path!("/register") view=RegisterPage />
                    <Route path=path!("/sign-in") view=LogInPage />
                    <Route path=path!("/sign-in/kit") view=LogInWithKitPage />
                    <Route path=path!("/sign-in/new-password") view=RecoverPage />
                    <Route path=path!("/lost-device") view=LostDevicePage />
                    <Route path=path!("/account-closed") view=ClosedAccountPage />
                    <Route path=path!("/settings") view=|| guarded(Everybody, InsidePage::Settings) />
                    <Route path=path!("/records") view=|| guarded(Patient, InsidePage::ListRecords) />
                    <Route path=path!("/records/add") view=|| guarded(Patient, InsidePage::PublishRecords) />
                    <Route path=path!("/records/add/readings") view=|| guarded(Patient, InsidePage::TypeReadings) />
                    <Route path=path!("/records/medicines") view=|| guarded(Patient, InsidePage::ListMedicines) />
                    <Route path=path!("/records/damaged") view=|| guarded(Patient, InsidePage::ListDamagedRecords) />
                    <Route path=path!("/records/visits") view=|| guarded(Patient, InsidePage::ReadTimeline) />
                    <Route path=path!("/records/portion/:portion") view=|| guarded(Patient, InsidePage::ReadPortion) />
                    <Route path=path!("/records/:record") view=|| guarded(Patient, InsidePage::ReadRecord) />
                    <Route path=path!("/records/:record/print") view=|| guarded(Patient, InsidePage::PrintPrescription) />
                    <Route path=path!("/records/:record/versions/:version") view=|| guarded(Patient, InsidePage::ReadVersion) />
                    <Route path=path!("/requests") view=|| guarded(Patient, InsidePage::ListKeyRequests) />
                    <Route path=path!("/requests/:request") view=|| guarded(Patient, InsidePage::GrantKeyRequest) />
                    <Route path=path!("/access") view=|| guarded(Patient, InsidePage::ListAccess) />
                    <Route path=path!("/people") view=|| guarded(Patient, InsidePage::ListPeople) />
                    <Route path=path!("/access/:grant/key") view=|| guarded(Patient, InsidePage::IssueRandomKey) />
                    <Route path=path!("/access/:grant/stop") view=|| guarded(Patient, InsidePage::TakeBackGrant) />
                    <Route path=path!("/log") view=|| guarded(Patient, InsidePage::ReadAccessLog) />
                    <Route path=path!("/my-requests") view=|| guarded(Clinician, InsidePage::ListMyRequests) />
                    <Route path=path!("/my-requests/:request/keys") view=|| guarded(Clinician, InsidePage::ConfirmFingerprint) />
                    <Route path=path!("/find") view=|| guarded(Clinician, InsidePage::FindPerson) />
                    <Route path=path!("/research") view=|| guarded(Everybody, InsidePage::AggregateTable) />
                    <Route path=path!("/ask/:handle") view=|| guarded(Clinician, InsidePage::RequestKey) />
                    <Route path=path!("/open/:opening") view=|| guarded(Clinician, InsidePage::AttemptOpening) />
                    <Route path=path!("/opening/:opening") view=|| guarded(Clinician, InsidePage::ReadOpening) />
                    <Route path=path!("/opening/:opening/closed") view=|| guarded(Clinician, InsidePage::CloseOpening) />
                    <Route path=path!("/opening/:opening/prescribe") view=|| guarded(Clinician, InsidePage::WritePrescription) />
                    <Route path=path!("/opening/:opening/:record/correct") view=|| guarded(Clinician, InsidePage::CorrectPrescription) />
                    <Route path=path!("/opening/:opening/:record") view=|| guarded(Clinician, InsidePage::ReadOpenedRecord) />
                </FlatRoutes>
            </Shell>
    }
}

fn guarded(audience: Audience, page: InsidePage) -> AnyView {
    let inside = Inside::expect();
    view! { <Guard audience page=Box::new(move || inside.show(page)) /> }.into_any()
}
