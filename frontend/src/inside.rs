//! The pages of those who are signed in: a part of the program of its own, which comes behind the first page.
//!
//! The build cuts the program at the function that `bin/app` names (`script/build-frontend`): what these pages use and nothing
//! before signing in does, travels with them. For the pages before see `app`.

use core::pin::Pin;

use leptos::{prelude::*, task::spawn_local, wasm_split::SplitLoaderError};

use crate::{
    component::{
        button::{Button, Look},
        notice::{Notice, Tone},
        shell::leave,
    },
    page::{
        access_log::read_access_log::ReadAccessLogPage,
        account::settings::SettingsPage,
        grant::{
            issue_random_key::IssueRandomKeyPage, list_access::ListAccessPage, list_people::ListPeoplePage,
            take_back_grant::TakeBackGrantPage,
        },
        key_request::{
            confirm_fingerprint::ConfirmFingerprintPage, grant_key_request::GrantKeyRequestPage,
            list_key_requests::ListKeyRequestsPage, list_my_requests::ListMyRequestsPage, request_key::RequestKeyPage,
        },
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
    text::{t, use_i18n},
};

/// A page of those who are signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is called what its page is called")]
pub enum InsidePage {
    Settings,
    ListRecords,
    PublishRecords,
    TypeReadings,
    ListMedicines,
    ListDamagedRecords,
    ReadTimeline,
    ReadPortion,
    ReadRecord,
    ReadVersion,
    PrintPrescription,
    ListKeyRequests,
    GrantKeyRequest,
    ListAccess,
    ListPeople,
    IssueRandomKey,
    TakeBackGrant,
    ReadAccessLog,
    ListMyRequests,
    ConfirmFingerprint,
    FindPerson,
    AggregateTable,
    RequestKey,
    AttemptOpening,
    ReadOpening,
    CloseOpening,
    WritePrescription,
    CorrectPrescription,
    ReadOpenedRecord,
}

/// Draws one of these pages.
pub type Draw = fn(InsidePage) -> AnyView;
/// Fetches the part that draws them.
pub type Fetch = fn() -> Pin<Box<dyn Future<Output = Result<Draw, NotFetched>>>>;

/// The part did not come. Asking again fetches it again.
#[derive(Clone, Copy, Debug)]
pub struct NotFetched;

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// How far the part has come. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Inside {
    fetch: Fetch,
    state: RwSignal<State>,
}

#[derive(Clone, Copy)]
enum State {
    Away,
    Coming,
    Failed,
    There(Draw),
}

impl Inside {
    /// Not fetched yet; provided to every component below.
    pub fn provide(fetch: Fetch) -> Self {
        let inside = Self { fetch, state: RwSignal::new(State::Away) };
        provide_context(inside);
        inside
    }

    /// What [`Self::provide`] provided.
    ///
    /// # Panics
    /// Outside the application.
    #[expect(clippy::expect_used, reason = "the application provides it before it shows any page")]
    pub fn expect() -> Self {
        use_context().expect("the inside is provided above every page")
    }

    /// Fetches the part, where it is neither there nor on its way.
    pub fn load(self) {
        if matches!(self.state.get_untracked(), State::Coming | State::There(_)) {
            return;
        }
        self.state.set(State::Coming);
        spawn_local(async move {
            let came = (self.fetch)().await;
            self.state.set(came.map_or(State::Failed, State::There));
        });
    }

    /// Shows a page once the part is there, and until then that it is on its way.
    pub fn show(self, page: InsidePage) -> AnyView {
        let i18n = use_i18n();
        self.load();
        let shown = move || match self.state.get() {
            State::There(draw) => draw(page),
            State::Failed => view! { <NotCome on_retry=move || self.load() /> }.into_any(),
            State::Away | State::Coming => {
                view! { <p class="loaded-waiting" role="status">{t!(i18n, loaded.waiting)}</p> }.into_any()
            }
        };
        view! { {shown} }.into_any()
    }
}

/// The part did not come: there is no way to the server, or it has a newer page, whose parts have other names.
#[component]
fn NotCome(#[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Notice tone=Tone::Warning>
            <p>{t!(i18n, loaded.part_missing)}</p>
            <div class="actions">
                <Button icon="refresh-cw" on_press=on_retry>{t!(i18n, loaded.retry)}</Button>
                <Button look=Look::Secondary icon="refresh-cw" on_press=leave>{t!(i18n, banner.load_again)}</Button>
            </div>
        </Notice>
    }
}

/// Draws a page of those who are signed in.
pub fn draw(page: InsidePage) -> AnyView {
    match page {
        InsidePage::Settings => view! { <SettingsPage /> }.into_any(),
        InsidePage::ListRecords => view! { <ListRecordsPage /> }.into_any(),
        InsidePage::PublishRecords => view! { <PublishRecordsPage /> }.into_any(),
        InsidePage::TypeReadings => view! { <TypeReadingsPage /> }.into_any(),
        InsidePage::ListMedicines => view! { <ListMedicinesPage /> }.into_any(),
        InsidePage::ListDamagedRecords => view! { <ListDamagedRecordsPage /> }.into_any(),
        InsidePage::ReadTimeline => view! { <ReadTimelinePage /> }.into_any(),
        InsidePage::ReadPortion => view! { <ReadPortionPage /> }.into_any(),
        InsidePage::ReadRecord => view! { <ReadRecordPage /> }.into_any(),
        InsidePage::ReadVersion => view! { <ReadVersionPage /> }.into_any(),
        InsidePage::PrintPrescription => view! { <PrintPrescriptionPage /> }.into_any(),
        InsidePage::ListKeyRequests => view! { <ListKeyRequestsPage /> }.into_any(),
        InsidePage::GrantKeyRequest => view! { <GrantKeyRequestPage /> }.into_any(),
        InsidePage::ListAccess => view! { <ListAccessPage /> }.into_any(),
        InsidePage::ListPeople => view! { <ListPeoplePage /> }.into_any(),
        InsidePage::IssueRandomKey => view! { <IssueRandomKeyPage /> }.into_any(),
        InsidePage::TakeBackGrant => view! { <TakeBackGrantPage /> }.into_any(),
        InsidePage::ReadAccessLog => view! { <ReadAccessLogPage /> }.into_any(),
        InsidePage::ListMyRequests => view! { <ListMyRequestsPage /> }.into_any(),
        InsidePage::ConfirmFingerprint => view! { <ConfirmFingerprintPage /> }.into_any(),
        InsidePage::FindPerson => view! { <FindPersonPage /> }.into_any(),
        InsidePage::AggregateTable => view! { <AggregateTablePage /> }.into_any(),
        InsidePage::RequestKey => view! { <RequestKeyPage /> }.into_any(),
        InsidePage::AttemptOpening => view! { <AttemptOpeningPage /> }.into_any(),
        InsidePage::ReadOpening => while_open(ReadOpeningPage),
        InsidePage::CloseOpening => view! { <CloseOpeningPage /> }.into_any(),
        InsidePage::WritePrescription => while_open(WritePrescriptionPage),
        InsidePage::CorrectPrescription => while_open(CorrectPrescriptionPage),
        InsidePage::ReadOpenedRecord => while_open(ReadOpenedRecordPage),
    }
}

/// A page that is gone, with all that it shows, as soon as the opening of its address has ended.
fn while_open<V: IntoView + 'static>(page: fn() -> V) -> AnyView {
    view! { <WhileOpen page=Box::new(move || page().into_any()) /> }.into_any()
}
