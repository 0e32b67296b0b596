//! Handing over a random key: the code in large groups, a QR, sent in the app, or read aloud. It lives in the worker; the
//! page shows it while it is looked at.

pub mod code_sheet;

use leptos::prelude::*;
use sesemr_common::id::{GrantId, OpeningId};

use self::code_sheet::CodeSheet;
use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        failure::Failure,
        link_button::LinkButton,
        loaded::{Loaded, use_answer},
        notice::{Notice, Tone},
        page::Page,
        when,
    },
    message::{AppError, IssueRandomKey, ListAccess, ShowRandomKey},
    model::grant::{GrantView, KeyStep, OpeningState, RandomKeyView},
    page::{grant::list_access::TakeBack, param::use_id},
    route,
    text::{t, use_i18n},
};

/// Handing over a random key.
#[component]
pub fn IssueRandomKeyPage() -> impl IntoView {
    let i18n = use_i18n();
    let grant = use_id::<GrantId>("grant");
    let answer = use_answer(|| ListAccess {});
    // Beside the list: what was shown stays while the list is fetched again.
    let key = RwSignal::new(None::<RandomKeyView>);
    view! {
        <Page title=t!(i18n, key.title)>
            <Loaded answer let:grants>
                {match grants.into_iter().find(|found| Some(found.grant) == grant) {
                    Some(grant) => view! { <GrantKey grant key /> }.into_any(),
                    None => view! { <p>{t!(i18n, error.not_found)}</p> }.into_any(),
                }}
            </Loaded>
        </Page>
    }
}

/// What the grant and the key that is shown make of each other.
#[component]
fn GrantKey(grant: GrantView, key: RwSignal<Option<RandomKeyView>>) -> impl IntoView {
    let i18n = use_i18n();
    let grant = StoredValue::new(grant);
    let shown = Memo::new(move |_| key.with(|key| key.as_ref().map(|key| key.opening)));
    // A key that is being shown and was used meanwhile must not make another one by itself.
    let state = move || grant.with_value(|grant| grant.state_of(shown.get()?));
    move || {
        let (grant, name) = (grant.get_value(), grant.with_value(|grant| grant.clinician.display_name.clone()));
        match (shown.get(), state()) {
            (None, _) => view! { <FirstStep grant key /> }.into_any(),
            // Made a moment ago: the list does not know it yet.
            (Some(_), None | Some(OpeningState::Waiting { .. } | OpeningState::BeingTried { .. })) => {
                view! { <Shown grant key /> }.into_any()
            }
            (Some(_), Some(OpeningState::Burnt { at })) => view! { <Burnt grant at key /> }.into_any(),
            (Some(_), Some(OpeningState::Open { at })) => view! {
                <Notice tone=Tone::Success>
                    <p>{t!(i18n, key.opened, person = name, at = when::time_and_day(i18n, at))}</p>
                </Notice>
                <ToAccess />
            }
            .into_any(),
            (Some(_), Some(OpeningState::Closed { .. } | OpeningState::TakenBack { .. } | OpeningState::Unused)) => {
                view! {
                    <Notice><p>{t!(i18n, key.over)}</p></Notice>
                    <ToAccess />
                }
                .into_any()
            }
        }
    }
}

/// What the page does when it is opened.
#[component]
fn FirstStep(grant: GrantView, key: RwSignal<Option<RandomKeyView>>) -> impl IntoView {
    let i18n = use_i18n();
    let name = grant.clinician.display_name.clone();
    match grant.key_step() {
        KeyStep::Issue | KeyStep::Show(_) => view! { <Shown grant key /> }.into_any(),
        KeyStep::MadeElsewhere => view! { <InUse grant key why=t!(i18n, key.elsewhere) /> }.into_any(),
        KeyStep::BeingTried => view! { <InUse grant key why=t!(i18n, key.being_tried, person = name) /> }.into_any(),
        KeyStep::OpenNow => view! {
            <Notice><p>{t!(i18n, key.open_now, person = name)}</p></Notice>
            <ToAccess />
        }
        .into_any(),
        KeyStep::NoneLeft => view! {
            <Notice><p>{t!(i18n, key.none_left, person = name)}</p></Notice>
            <ToAccess />
        }
        .into_any(),
        KeyStep::Ended => view! {
            <Notice><p>{t!(i18n, key.ended)}</p></Notice>
            <ToAccess />
        }
        .into_any(),
    }
}

#[component]
fn ToAccess() -> impl IntoView {
    let i18n = use_i18n();
    view! { <p><LinkButton href=route::ACCESS look=Look::Secondary icon="key-round">{t!(i18n, banner.to_access)}</LinkButton></p> }
}

/// Fetches or makes the key, then shows it.
#[component]
fn Shown(grant: GrantView, key: RwSignal<Option<RandomKeyView>>) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let failed = RwSignal::new(None::<AppError>);
    let id = grant.grant;
    let show = match grant.key_step() {
        KeyStep::Show(opening) => Some(opening),
        _ => None,
    };
    let issue = move |show: Option<OpeningId>| {
        Act::new(move || async move {
            failed.set(None);
            let made = match show {
                Some(opening) => client.ask(ShowRandomKey { opening }).await,
                None => client.ask(IssueRandomKey { grant: id }).await,
            };
            match made {
                Ok(made) => drop(key.try_set(Some(made))),
                Err(error) => drop(failed.try_set(Some(error))),
            }
        })
    };
    let (first, anew) = (issue(show), issue(None));
    if key.with_untracked(Option::is_none) {
        first.run();
    }
    move || match (key.get(), failed.get()) {
        (Some(made), _) => view! { <CodeSheet key=made on_new=move || anew.run() pending=anew.pending() /> }.into_any(),
        (None, Some(error)) => view! { <Failure error on_retry=move || first.run() /> }.into_any(),
        (None, None) => view! { <p role="status">{t!(i18n, key.making)}</p> }.into_any(),
    }
}

/// A key was tried and is used up: one press makes a new one, another takes access back.
#[component]
fn Burnt(grant: GrantView, at: crate::model::moment::Moment, key: RwSignal<Option<RandomKeyView>>) -> impl IntoView {
    let i18n = use_i18n();
    let name = grant.clinician.display_name.clone();
    view! {
        <Notice tone=Tone::Warning>
            <p>{t!(i18n, key.burnt, person = name, at = when::time_and_day(i18n, at))}</p>
            <Button icon="refresh-cw" on_press=move || key.set(None)>{t!(i18n, key.give_new)}</Button>
        </Notice>
        <TakeBack grant />
    }
}

/// A key waits that only another session can show, or is being tried now: a new one takes its place.
#[component]
fn InUse(grant: GrantView, key: RwSignal<Option<RandomKeyView>>, #[prop(into)] why: String) -> impl IntoView {
    let i18n = use_i18n();
    let wanted = RwSignal::new(false);
    let (grant, why) = (StoredValue::new(grant), StoredValue::new(why));
    move || {
        if wanted.get() {
            let mut grant = grant.get_value();
            // The patient decided: the one that waits is burnt by the new one.
            grant.history.retain(|opening| !matches!(opening.state, OpeningState::Waiting { .. }));
            return view! { <Shown grant key /> }.into_any();
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
