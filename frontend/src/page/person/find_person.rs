//! Finding a patient by their handle, typed or scanned.

use leptos::prelude::*;

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        field::TextField,
        form::Form,
        form_errors::FormErrors,
        link_button::LinkButton,
        page::Page,
        person_card::PersonCard,
        scan_code::ScanCode,
    },
    message::{FindPerson, Typed},
    model::{handle::tidy_handle, person::PersonView, scanned::scanned_person},
    route,
    text::{t, use_i18n},
};

/// Finding a patient.
#[component]
pub fn FindPersonPage() -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&["handle", "invitation"]);
    let [handle, invitation] = [(); 2].map(|()| RwSignal::new(String::new()));
    let found = RwSignal::new(None::<PersonView>);
    let submit = Act::new(move || {
        let typed = invitation.get_untracked().trim().to_owned();
        let verb = FindPerson {
            handle: tidy_handle(&handle.get_untracked()),
            invitation: (!typed.is_empty()).then(|| Typed::from(typed)),
        };
        async move {
            found.set(None);
            errors.clear();
            match client.ask(verb).await {
                Ok(person) => found.set(Some(person)),
                // A slip in the invitation names its own field.
                Err(error) if error.field.is_some() => errors.show(i18n, &error),
                Err(error) => errors.show(i18n, &error.in_field("handle")),
            }
        }
    });
    let take = move |text: String| {
        let origin = window().location().origin().unwrap_or_default();
        let person = scanned_person(&text, &format!("{origin}{}", route::ASK));
        let is_person = person.is_some();
        if let Some(person) = person {
            handle.set(person.handle);
            invitation.set(person.invitation.unwrap_or_default());
            submit.run();
        }
        is_person
    };
    view! {
        <Page title=t!(i18n, find.title)>
            <ScanCode label=t!(i18n, scan.person) wrong=t!(i18n, scan.not_person) on_code=take />
            <Form on_submit=submit errors>
                <TextField
                    id="handle"
                    label=t!(i18n, find.handle)
                    hint=t!(i18n, find.hint)
                    value=handle
                    errors
                />
                <TextField
                    id="invitation"
                    label=t!(i18n, find.invitation)
                    hint=t!(i18n, find.invitation_hint)
                    value=invitation
                    errors
                    class="field-code"
                />
                <div class="actions">
                    <Button icon="search" look=Look::Secondary pending=submit.pending()>{t!(i18n, find.submit)}</Button>
                </div>
            </Form>
            <div class="stack" aria-live="polite">
                {move || found.get().map(|person| view! { <Found person /> })}
            </div>
        </Page>
    }
}

#[component]
fn Found(person: PersonView) -> impl IntoView {
    let i18n = use_i18n();
    let (name, href) = (person.display_name.clone(), route::ask(&person.handle));
    view! {
        <PersonCard person />
        <div class="actions"><LinkButton href=href>{t!(i18n, find.ask, person = name)}</LinkButton></div>
    }
}
