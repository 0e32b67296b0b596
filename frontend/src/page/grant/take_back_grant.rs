//! Stopping somebody's access at once, from the banner that tells of a wrong key: this page is the question, and one press
//! answers it. Beside other grants access is taken back in `list_access`.

use leptos::prelude::*;
use sesemr_common::id::GrantId;

use super::list_access::until;
use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        latest::use_latest,
        link_button::LinkButton,
        loaded::{Loaded, use_answer},
        notice::{Notice, Tone},
        page::Page,
        revealed::Revealed,
    },
    message::{ListAccess, TakeBackGrant},
    model::grant::GrantView,
    page::{key_request::list_my_requests::scope_words, param::use_id},
    route,
    text::{few, t, use_i18n},
};

/// Stopping somebody's access. What the list says later draws the question anew only where it ends it.
#[component]
pub fn TakeBackGrantPage() -> impl IntoView {
    let i18n = use_i18n();
    let id = use_id::<GrantId>("grant");
    let answer = use_answer(|| ListAccess {});
    let grants = use_latest(answer);
    let done = RwSignal::new(false);
    // The grant once it was found, or that it is not there; none while the list is awaited.
    let found = Memo::new(move |_| Some(grants.get()?.into_iter().find(|found| Some(found.grant) == id)));
    let name = Memo::new(move |_| found.get().flatten().map(|grant| grant.clinician.display_name));
    let may_stop = Memo::new(move |_| found.get().map(|found| found.map(|grant| grant.may_take_back())));
    let title = move || match name.get() {
        Some(person) => t!(i18n, access.stop, person = person),
        None => t!(i18n, access.stop_plain).to_owned(),
    };
    view! {
        <Page title=Signal::derive(title)>
            {move || match may_stop.get() {
                None => view! { <Loaded answer let:_grants>""</Loaded> }.into_any(),
                Some(None) => view! {
                    <p>{t!(i18n, error.not_found)}</p>
                    <ToAccess />
                }
                .into_any(),
                Some(Some(true)) => {
                    found.get_untracked().flatten().map(|grant| view! { <StopNow grant done /> }).into_any()
                }
                Some(Some(false)) => {
                    let over = view! { <Over person=name.get_untracked().unwrap_or_default() /> };
                    // Where it was over before, the heading has the focus.
                    if done.get_untracked() { view! { <Revealed>{over}</Revealed> }.into_any() } else { over.into_any() }
                }
            }}
        </Page>
    }
}

#[component]
fn StopNow(grant: GrantView, done: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let id = grant.grant;
    let take_back = Act::new(move || async move {
        match client.ask(TakeBackGrant { grant: id }).await {
            Ok(()) => {
                done.try_set(true);
                client.changed();
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    view! {
        <dl class="facts">
            <dt>{t!(i18n, access.what)}</dt>
            <dd>{scope_words(i18n, &grant.portions, few(grant.records.len()))}</dd>
            <dt>{t!(i18n, access.until)}</dt>
            <dd>{until(i18n, &grant)}</dd>
        </dl>
        <p class="consequence">{t!(i18n, access.take_back_hint, person = grant.clinician.display_name)}</p>
        <ErrorSummary errors />
        <div class="actions">
            <Button look=Look::Danger icon="ban" pending=take_back.pending() on_press=take_back>
                {t!(i18n, access.take_back_now)}
            </Button>
            <LinkButton href=route::ACCESS look=Look::Secondary icon="key-round">{t!(i18n, banner.to_access)}</LinkButton>
        </div>
    }
}

/// Nothing is left to stop.
#[component]
fn Over(person: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Notice tone=Tone::Success><p>{t!(i18n, access.stopped_already, person = person)}</p></Notice>
        <ToAccess />
    }
}

#[component]
fn ToAccess() -> impl IntoView {
    let i18n = use_i18n();
    view! { <p><LinkButton href=route::ACCESS look=Look::Secondary icon="key-round">{t!(i18n, banner.to_access)}</LinkButton></p> }
}
