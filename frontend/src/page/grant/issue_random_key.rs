//! Handing over a random key: the code in large groups, a QR, sent in the app, or read aloud. It lives in the worker; the
//! page shows it while it is looked at.

pub mod code_sheet;

use leptos::prelude::*;

use self::code_sheet::{CodeSheet, HandOver};
use super::{
    found_grant::{NoGrant, ToAccess, use_found_grant},
    list_access::TakeBack,
};
use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::Button,
        error_summary::ErrorSummary,
        failure::Failure,
        form_errors::FormErrors,
        notice::{Notice, Tone},
        page::Page,
        when,
    },
    message::{AppError, IssueRandomKey, ShowRandomKey},
    model::{
        grant::{GrantView, KeyPage, KeyStep, NoKey},
        moment::Moment,
    },
    session::Session,
    text::{Texts, t, use_i18n},
};

/// Handing over a random key. The code is drawn once; what the list says later reaches it through signals. A key is made where
/// a press asked for one, and not by coming to the page: the browser's way back leads here too.
#[component]
pub fn IssueRandomKeyPage() -> impl IntoView {
    let i18n = use_i18n();
    let found = use_found_grant();
    let hand_over = HandOver::new();
    let page = Memo::new(move |_| found.get().map(|grant| grant.key_page(hand_over.shown())));
    view! {
        <Page title=t!(i18n, key.title)>
            {move || match (page.get(), found.get_untracked()) {
                (Some(page), Some(before)) => {
                    let grant = Signal::derive(move || found.get().unwrap_or_else(|| before.clone()));
                    view! { <GrantKey page grant hand_over /> }.into_any()
                }
                _ => view! { <NoGrant grant=found /> }.into_any(),
            }}
        </Page>
    }
}

/// What the grant and the key that is shown make of each other.
#[component]
fn GrantKey(page: KeyPage, grant: Signal<GrantView>, hand_over: HandOver) -> impl IntoView {
    let i18n = use_i18n();
    let now = grant.get_untracked();
    let name = now.clinician.display_name.clone();
    // Whatever stands here first: a key that was asked for then is not made by what happens later.
    let wanted = Session::expect().take_wanted_key(now.grant);
    match page {
        KeyPage::First(KeyStep::Issue) if !wanted => view! { <Offer grant=now hand_over /> }.into_any(),
        KeyPage::First(KeyStep::Issue | KeyStep::Show(_)) => view! { <First grant=now hand_over /> }.into_any(),
        KeyPage::First(KeyStep::MadeElsewhere) => {
            view! { <InUse grant=now hand_over why=t!(i18n, key.elsewhere) /> }.into_any()
        }
        KeyPage::First(KeyStep::BeingTried) => {
            view! { <InUse grant=now hand_over why=t!(i18n, key.being_tried, person = name) /> }.into_any()
        }
        KeyPage::Waiting => view! { <Shown grant hand_over /> }.into_any(),
        KeyPage::Burnt { at } => view! { <Burnt grant=now at hand_over /> }.into_any(),
        KeyPage::Opened { at } => view! {
            <Notice tone=Tone::Success>
                <p>{t!(i18n, key.opened, person = name, at = when::time_and_day(i18n, at))}</p>
            </Notice>
            <ToAccess />
        }
        .into_any(),
        KeyPage::First(KeyStep::OpenNow | KeyStep::NoneLeft | KeyStep::Paused | KeyStep::Ended) => {
            over(now.why_no_key().into_iter().map(|reason| no_key_words(i18n, reason, &name)).collect())
        }
        KeyPage::Over => over(vec![t!(i18n, key.over).to_owned()]),
    }
}

fn no_key_words(texts: Texts, reason: NoKey, name: &str) -> String {
    match reason {
        NoKey::Ended => t!(texts, key.ended).to_owned(),
        NoKey::Paused => t!(texts, key.paused).to_owned(),
        NoKey::OpenNow => t!(texts, key.open_now, person = name.to_owned()),
        NoKey::NoneLeft => t!(texts, key.none_left, person = name.to_owned()),
    }
}

/// Why there is no key to show, reason by reason, and the way to what there is.
fn over(why: Vec<String>) -> AnyView {
    view! {
        <Notice>{why.into_iter().map(|reason| view! { <p>{reason}</p> }).collect_view()}</Notice>
        <ToAccess />
    }
    .into_any()
}

/// A key can be made, and no press has asked for one yet.
#[component]
fn Offer(grant: GrantView, hand_over: HandOver) -> impl IntoView {
    let i18n = use_i18n();
    let wanted = RwSignal::new(false);
    let grant = StoredValue::new(grant);
    move || {
        if wanted.get() {
            return view! { <First grant=grant.get_value() hand_over /> }.into_any();
        }
        let name = grant.with_value(|grant| grant.clinician.display_name.clone());
        view! {
            <div class="actions">
                <Button icon="key-round" on_press=move || wanted.set(true)>{t!(i18n, key.make, person = name)}</Button>
            </div>
            <ToAccess />
        }
        .into_any()
    }
}

/// Fetches the key that waits, or makes one. Then the page shows it.
#[component]
fn First(grant: GrantView, hand_over: HandOver) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let failed = RwSignal::new(None::<AppError>);
    let (id, step) = (grant.grant, grant.key_step());
    let first = Act::new(move || async move {
        failed.set(None);
        let made = match step {
            KeyStep::Show(opening) => client.ask(ShowRandomKey { opening }).await,
            _ => client.ask(IssueRandomKey { grant: id }).await,
        };
        match made {
            Ok(made) => hand_over.show(made),
            Err(error) => drop(failed.try_set(Some(error))),
        }
    });
    first.run();
    move || match failed.get() {
        Some(error) => view! { <Failure error on_retry=first /> }.into_any(),
        None => view! { <p role="status">{t!(i18n, key.making)}</p> }.into_any(),
    }
}

/// The key, and a way to a new one in its place.
#[component]
fn Shown(grant: Signal<GrantView>, hand_over: HandOver) -> impl IntoView {
    let client = VaultClient::expect();
    let i18n = use_i18n();
    let errors = FormErrors::new(&[]);
    let anew = Act::new(move || {
        let id = grant.with_untracked(|grant| grant.grant);
        async move {
            match client.ask(IssueRandomKey { grant: id }).await {
                Ok(made) => {
                    errors.clear();
                    hand_over.show(made);
                    client.changed();
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    view! {
        <ErrorSummary errors />
        {move || hand_over.key().map(|key| view! {
            <CodeSheet key grant hand_over on_new=anew pending=anew.pending() />
        })}
    }
}

/// A key was tried and is used up: one press makes a new one, another takes access back.
#[component]
fn Burnt(grant: GrantView, at: Moment, hand_over: HandOver) -> impl IntoView {
    let i18n = use_i18n();
    let session = Session::expect();
    let (id, name) = (grant.grant, grant.clinician.display_name.clone());
    let give_new = move || {
        session.want_key(id);
        hand_over.forget();
    };
    view! {
        <Notice tone=Tone::Warning>
            <p>{t!(i18n, key.burnt, person = name, at = when::time_and_day(i18n, at))}</p>
            <Button icon="refresh-cw" on_press=give_new>{t!(i18n, key.give_new)}</Button>
        </Notice>
        <TakeBack grant />
    }
}

/// A key waits that only another session can show, or is being tried now. Where the patient wants a new one, that burns the
/// one that waits.
#[component]
fn InUse(grant: GrantView, hand_over: HandOver, #[prop(into)] why: String) -> impl IntoView {
    let i18n = use_i18n();
    let wanted = RwSignal::new(false);
    let (grant, why) = (StoredValue::new(grant), StoredValue::new(why));
    move || {
        if wanted.get() {
            return view! { <First grant=grant.get_value() hand_over /> }.into_any();
        }
        view! {
            <Notice>
                <p>{why.get_value()}</p>
                <Button icon="refresh-cw" on_press=move || wanted.set(true)>{t!(i18n, key.make_new)}</Button>
            </Notice>
            <ToAccess />
        }
        .into_any()
    }
}
