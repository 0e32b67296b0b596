//! Stopping somebody's access at once, from the banner that tells of a wrong key: this page is the question, and one press
//! answers it. Beside other grants access is taken back in `list_access`.

use leptos::prelude::*;

use super::{
    found_grant::{NoGrant, ToAccess, use_found_grant},
    granted_records::GrantedRecords,
    list_access::until,
};
use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        link_button::LinkButton,
        notice::{Notice, Tone},
        page::Page,
        revealed::Revealed,
    },
    message::TakeBackGrant,
    model::grant::GrantView,
    page::key_request::list_my_requests::scope_words,
    route,
    text::{few, t, use_i18n},
};

/// What the page shows of its grant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// The question.
    Asks,
    /// That nothing is left to stop.
    Over,
}

/// Stopping somebody's access. Both servers are told, and the list knows of the first before the second has answered: the
/// question stays until the act is over, and where it failed, so that it can be tried again.
#[component]
pub fn TakeBackGrantPage() -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let found = use_found_grant();
    let errors = FormErrors::new(&[]);
    let take_back = Act::new(move || async move {
        let Some(GrantView { grant, .. }) = found.get_untracked() else { return };
        errors.clear();
        match client.ask(TakeBackGrant { grant }).await {
            Ok(()) => client.changed(),
            Err(error) => errors.show(i18n, &error),
        }
    });
    let shown = Memo::new(move |_| {
        let grant = found.get()?;
        let goes_on = take_back.pending().get() || !errors.is_empty();
        Some(if goes_on || grant.may_take_back() { Shown::Asks } else { Shown::Over })
    });
    let was_asked = StoredValue::new(false);
    let name = Memo::new(move |_| found.get().map(|grant| grant.clinician.display_name));
    let title = move || match name.get() {
        Some(person) => t!(i18n, access.stop, person = person),
        None => t!(i18n, access.stop_plain).to_owned(),
    };
    view! {
        <Page title=Signal::derive(title)>
            {move || match (shown.get(), found.get_untracked()) {
                (Some(Shown::Asks), Some(grant)) => {
                    was_asked.set_value(true);
                    view! { <StopNow grant errors take_back /> }.into_any()
                }
                (Some(Shown::Over), Some(_)) => {
                    let over = view! { <Over grant=Signal::derive(move || found.get()) /> };
                    // Where it was over before, the heading has the focus.
                    if was_asked.get_value() { view! { <Revealed>{over}</Revealed> }.into_any() } else { over.into_any() }
                }
                _ => view! { <NoGrant grant=found /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn StopNow(grant: GrantView, errors: FormErrors, take_back: Act) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <dl class="facts">
            <dt>{t!(i18n, access.what)}</dt>
            <dd>{scope_words(i18n, &grant.portions, few(grant.records.len()))}</dd>
            <dt>{t!(i18n, access.until)}</dt>
            <dd>{until(i18n, &grant)}</dd>
        </dl>
        <GrantedRecords records=grant.records.clone() />
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

/// Nothing is left to stop; or both servers were told, and one has not confirmed it yet.
#[component]
fn Over(grant: Signal<Option<GrantView>>) -> impl IntoView {
    let i18n = use_i18n();
    let over = move || {
        let grant = grant.get()?;
        let ended = until(i18n, &grant);
        Some(if grant.waits_for_receipt() {
            view! { <Notice tone=Tone::Warning><p>{ended}</p></Notice> }.into_any()
        } else {
            let words = t!(i18n, access.stopped_already, person = grant.clinician.display_name);
            view! { <Notice tone=Tone::Success><p>{words}</p><p>{ended}</p></Notice> }.into_any()
        })
    };
    view! {
        {over}
        <ToAccess />
    }
}
