//! Refusing a request, with a word to the clinician or without.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use sesemr_common::id::KeyRequestId;

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        draft_keeper::DraftKeeper,
        field::TextArea,
        fold::Fold,
        form::Form,
        form_errors::FormErrors,
    },
    message::RefuseKeyRequest,
    route,
    text::{t, use_i18n},
};

/// Refusing.
#[component]
pub fn RefuseForm(
    /// The request.
    request: KeyRequestId,
    /// Who asked.
    name: String,
    /// The word to them; it is kept above the form.
    reason: RwSignal<String>,
    /// Whether the form stands open: there is nothing else to do, or it was begun.
    unfolded: bool,
    /// What keeps the word while it is typed.
    keeper: DraftKeeper,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let navigate = use_navigate();
    let errors = FormErrors::new(&["reason"]);
    let submit = Act::new(move || {
        let (navigate, keeper) = (navigate.clone(), keeper.clone());
        let verb = RefuseKeyRequest { request, reason: reason.get_untracked().trim().to_owned() };
        async move {
            match client.ask(verb).await {
                Ok(()) => {
                    keeper.forget();
                    client.changed();
                    navigate(route::REQUESTS, NavigateOptions::default());
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    let (hint_name, consequence_name) = (name.clone(), name.clone());
    let form = view! {
        <Form on_submit=submit errors>
            <TextArea
                id="reason"
                label=t!(i18n, refuse.reason)
                hint=t!(i18n, refuse.hint, person = hint_name.clone())
                value=reason
                errors
            />
            <p class="consequence">{t!(i18n, refuse.consequence, person = consequence_name)}</p>
            <div class="actions">
                <Button look=Look::Danger icon="ban" pending=submit.pending()>{t!(i18n, refuse.submit, person = name)}</Button>
            </div>
        </Form>
    };
    if unfolded { form.into_any() } else { view! { <Fold summary=t!(i18n, refuse.title)>{form}</Fold> }.into_any() }
}
