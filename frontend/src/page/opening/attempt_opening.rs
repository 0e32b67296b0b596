//! Entering a random key: one field, any spacing and case; a slip is caught before anything is sent.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use sesemr_common::id::OpeningId;

use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        field::TextField,
        form_errors::FormErrors,
        key_changed::KeyChanged,
        link_button::LinkButton,
        loaded::{Loaded, use_answer},
        notice::{Notice, Tone},
        page::Page,
        progress_bar::ProgressBar,
        time_left::TimeLeft,
    },
    message::{AttemptOpening, ErrorCode, ListMyRequests, Typed},
    model::{
        key_request::{MyOpeningState, MyRequestView},
        moment::Moment,
        person::Trust,
    },
    page::{key_request::list_my_requests::scope_words, param::use_id},
    route,
    session::Session,
    text::{t, use_i18n},
};

/// A random key that waits.
#[derive(Clone, Debug, PartialEq)]
struct Waiting {
    opening: OpeningId,
    patient: String,
    in_app: bool,
    expires_at: Moment,
}

/// Entering a random key.
#[component]
pub fn AttemptOpeningPage() -> impl IntoView {
    let i18n = use_i18n();
    let opening = use_id::<OpeningId>("opening");
    let answer = use_answer(|| ListMyRequests {});
    // A burnt key is remembered here: the list says the same a moment later, and then forgets the form.
    let burnt = RwSignal::new(None::<String>);
    view! {
        <Page title=t!(i18n, open.title)>
            {move || match burnt.get() {
                Some(patient) => view! { <Burnt patient /> }.into_any(),
                None => view! {
                    <Loaded answer let:requests><Find requests opening burnt /></Loaded>
                }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Find(requests: Vec<MyRequestView>, opening: Option<OpeningId>, burnt: RwSignal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let found = requests.into_iter().find_map(|request| {
        let grant = request.grant.as_ref()?;
        match grant.opening {
            MyOpeningState::KeyReady { opening: ready, in_app, expires_at } if Some(ready) == opening => {
                let patient = request.patient.display_name.clone();
                Some((Waiting { opening: ready, patient, in_app, expires_at }, request))
            }
            _ => None,
        }
    });
    match found {
        None => view! {
            <p>{t!(i18n, open.no_key)}</p>
            <p><LinkButton href=route::MY_REQUESTS look=Look::Secondary>{t!(i18n, banner.to_my_requests)}</LinkButton></p>
        }
        .into_any(),
        Some((_, request)) if matches!(request.patient.trust, Trust::Changed { .. }) => {
            view! { <KeyChanged person=request.patient /> }.into_any()
        }
        Some((waiting, request)) => {
            let scope = request
                .grant
                .map(|grant| scope_words(i18n, &grant.portions, grant.single_records))
                .unwrap_or_default();
            view! { <CodeForm waiting scope burnt /> }.into_any()
        }
    }
}

#[component]
fn CodeForm(waiting: Waiting, scope: String, burnt: RwSignal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let navigate = use_navigate();
    let job = Job::new();
    let errors = FormErrors::new(&["code"]);
    let code = RwSignal::new(String::new());
    let Waiting { opening, patient, in_app, expires_at } = waiting;
    let name = StoredValue::new(patient);
    let attempt = move |typed: bool| {
        let navigate = navigate.clone();
        Act::new(move || {
            let navigate = navigate.clone();
            let verb = AttemptOpening { opening, code: typed.then(|| Typed::from(code.get_untracked())) };
            async move {
                match client.ask_long(verb, Vec::new(), job).await {
                    Ok(view) => {
                        session.portal_opened(&view);
                        client.changed();
                        let replace = NavigateOptions { replace: true, ..NavigateOptions::default() };
                        navigate(&route::opening(opening), replace);
                    }
                    Err(error) if error.code == ErrorCode::BurntKey => drop(burnt.try_set(Some(name.get_value()))),
                    Err(error) => errors.show(i18n, &error),
                }
            }
        })
    };
    let (with_code, in_app_code) = (attempt(true), attempt(false));
    view! {
        <p class="lead">{t!(i18n, open.what, person = name.get_value(), scope = scope)}</p>
        <p><TimeLeft until=expires_at /></p>
        {in_app.then(|| view! {
            <Notice>
                <p>{t!(i18n, open.in_app, person = name.get_value())}</p>
                <Button icon="door-open" pending=in_app_code.pending() on_press=move || in_app_code.run()>
                    {t!(i18n, open.submit, person = name.get_value())}
                </Button>
            </Notice>
        })}
        <form
            class="form"
            on:submit=move |event| {
                event.prevent_default();
                with_code.run();
            }
        >
            <ErrorSummary errors />
            <TextField
                id="code"
                label=t!(i18n, open.code)
                hint=t!(i18n, open.code_hint)
                value=code
                errors
                class="field-code"
                autocomplete="one-time-code"
            />
            <p class="consequence">{t!(i18n, open.consequence, person = name.get_value())}</p>
            <div class="actions"><Button icon="door-open" pending=with_code.pending()>{t!(i18n, open.submit, person = name.get_value())}</Button></div>
            <ProgressBar job />
        </form>
    }
}

/// The key is used up.
#[component]
fn Burnt(patient: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Notice tone=Tone::Warning>
            <p>{t!(i18n, error.burnt_key, person = patient.clone())}</p>
            <p>{t!(i18n, open.burnt_told, person = patient)}</p>
        </Notice>
        <p><LinkButton href=route::MY_REQUESTS look=Look::Secondary>{t!(i18n, banner.to_my_requests)}</LinkButton></p>
    }
}
