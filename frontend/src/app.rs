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
    component::shell::Shell,
    language::Speech,
    leaving::watch_leaving,
    message::{LiveEvent, Start},
    page::{
        access_log::read_access_log::ReadAccessLogPage,
        account::{
            log_in::LogInPage,
            log_in_with_kit::LogInWithKitPage,
            lost_device::LostDevicePage,
            recover::RecoverPage,
            register::RegisterPage,
            settings::{
                SettingsPage,
                appearance::{follow_preferences, restore_appearance},
                close_account::ClosedAccountPage,
            },
            start::StartPage,
        },
        grant::{issue_random_key::IssueRandomKeyPage, list_access::ListAccessPage, list_people::ListPeoplePage},
        guard::{Audience, Guard},
        key_request::{
            grant_key_request::GrantKeyRequestPage, list_key_requests::ListKeyRequestsPage,
            list_my_requests::ListMyRequestsPage, request_key::RequestKeyPage,
        },
        not_found::NotFound,
        opening::{
            attempt_opening::AttemptOpeningPage, close_opening::CloseOpeningPage,
            read_opened_record::ReadOpenedRecordPage, read_opening::ReadOpeningPage, while_open::WhileOpen,
        },
        person::find_person::FindPersonPage,
        prescription::{
            correct_prescription::CorrectPrescriptionPage, print_prescription::PrintPrescriptionPage,
            write_prescription::WritePrescriptionPage,
        },
        record::{
            list_damaged_records::ListDamagedRecordsPage,
            list_medicines::ListMedicinesPage,
            list_records::ListRecordsPage,
            publish_records::PublishRecordsPage,
            read_portion::ReadPortionPage,
            read_record::{ReadRecordPage, ReadVersionPage},
            read_timeline::ReadTimelinePage,
            type_readings::TypeReadingsPage,
        },
        research::aggregate_table::AggregateTablePage,
    },
    service_worker,
    session::Session,
    text::{t, use_i18n},
};

/// The application.
#[component]
pub fn App() -> impl IntoView {
    restore_appearance();
    service_worker::register();
    if let Some(starting) = document().get_element_by_id("starting") {
        starting.remove();
    }
    let speech = Speech::provide();
    let session = Session::provide();
    match VaultClient::provide() {
        Ok(client) => {
            watch_leaving(session, client);
            follow_preferences(session);
            let start = Act::new(move || async move {
                // Without storage a device knows nothing; what it then asks for says why.
                let device = client.ask(Start {}).await.unwrap_or_default();
                session.knows_device(device);
            });
            client.on_live(move |event| {
                session.hear(event);
                if *event == LiveEvent::SessionEnded {
                    // Signing in taught this device something since it was asked.
                    start.run();
                }
            });
            start.run();
            Effect::new(move |before: Option<Option<AccountId>>| {
                let account = session.account().get();
                let id = account.as_ref().map(|account| account.account);
                if let Some(account) = account.filter(|account| before.flatten() != Some(account.account)) {
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
                    <Route path=path!("/settings") view=|| guarded(Everybody, SettingsPage) />
                    <Route path=path!("/records") view=|| guarded(Patient, ListRecordsPage) />
                    <Route path=path!("/records/add") view=|| guarded(Patient, PublishRecordsPage) />
                    <Route path=path!("/records/add/readings") view=|| guarded(Patient, TypeReadingsPage) />
                    <Route path=path!("/records/medicines") view=|| guarded(Patient, ListMedicinesPage) />
                    <Route path=path!("/records/damaged") view=|| guarded(Patient, ListDamagedRecordsPage) />
                    <Route path=path!("/records/visits") view=|| guarded(Patient, ReadTimelinePage) />
                    <Route path=path!("/records/portion/:portion") view=|| guarded(Patient, ReadPortionPage) />
                    <Route path=path!("/records/:record") view=|| guarded(Patient, ReadRecordPage) />
                    <Route path=path!("/records/:record/print") view=|| guarded(Patient, PrintPrescriptionPage) />
                    <Route path=path!("/records/:record/versions/:version") view=|| guarded(Patient, ReadVersionPage) />
                    <Route path=path!("/requests") view=|| guarded(Patient, ListKeyRequestsPage) />
                    <Route path=path!("/requests/:request") view=|| guarded(Patient, GrantKeyRequestPage) />
                    <Route path=path!("/access") view=|| guarded(Patient, ListAccessPage) />
                    <Route path=path!("/people") view=|| guarded(Patient, ListPeoplePage) />
                    <Route path=path!("/access/:grant/key") view=|| guarded(Patient, IssueRandomKeyPage) />
                    <Route path=path!("/log") view=|| guarded(Patient, ReadAccessLogPage) />
                    <Route path=path!("/my-requests") view=|| guarded(Clinician, ListMyRequestsPage) />
                    <Route path=path!("/find") view=|| guarded(Clinician, FindPersonPage) />
                    <Route path=path!("/research") view=|| guarded(Everybody, AggregateTablePage) />
                    <Route path=path!("/ask/:handle") view=|| guarded(Clinician, RequestKeyPage) />
                    <Route path=path!("/open/:opening") view=|| guarded(Clinician, AttemptOpeningPage) />
                    <Route path=path!("/opening/:opening") view=|| while_open(ReadOpeningPage) />
                    <Route path=path!("/opening/:opening/closed") view=|| guarded(Clinician, CloseOpeningPage) />
                    <Route path=path!("/opening/:opening/prescribe") view=|| while_open(WritePrescriptionPage) />
                    <Route path=path!("/opening/:opening/:record/correct") view=|| while_open(CorrectPrescriptionPage) />
                    <Route path=path!("/opening/:opening/:record") view=|| while_open(ReadOpenedRecordPage) />
                </FlatRoutes>
            </Shell>
    }
}

fn guarded<V: IntoView + 'static>(audience: Audience, page: fn() -> V) -> AnyView {
    view! { <Guard audience page=Box::new(move || page().into_any()) /> }.into_any()
}

/// A page that is gone, with all that it shows, as soon as the opening of its address has ended.
fn while_open<V: IntoView + 'static>(page: fn() -> V) -> AnyView {
    let page = move || view! { <WhileOpen page=Box::new(move || page().into_any()) /> }.into_any();
    view! { <Guard audience=Audience::Clinician page=Box::new(page) /> }.into_any()
}
