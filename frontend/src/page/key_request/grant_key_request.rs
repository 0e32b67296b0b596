//! Answering a request: who asks, what they get of it, until when, how often; or a refusal.

pub mod refuse_key_request;
pub mod scope_fields;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use sesemr_common::{id::KeyRequestId, portion::Portion};

use self::{refuse_key_request::RefuseForm, scope_fields::ScopeFields};
use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::Button,
        checkbox::Checkbox,
        error_summary::ErrorSummary,
        field::SelectField,
        form_errors::FormErrors,
        key_changed::KeyChanged,
        loaded::{Loaded, use_answer},
        page::Page,
        person_card::PersonCard,
        portion::portion_names,
        purpose::purpose_name,
        radio::{Choice, RadioGroup},
        when,
    },
    message::{GrantKeyRequest, ListKeyRequests, ListRecords},
    model::{
        expiry::{end_of, lengths},
        key_request::{KeyRequestView, RequestState},
        person::Trust,
        record::RecordList,
        scope::ScopeChoice,
    },
    page::param::use_id,
    route,
    text::{Texts, few, t, use_i18n},
};

/// Answering a request.
#[component]
pub fn GrantKeyRequestPage() -> impl IntoView {
    let i18n = use_i18n();
    let request = use_id::<KeyRequestId>("request");
    let requests = use_answer(|| ListKeyRequests {});
    let records = use_answer(|| ListRecords {});
    view! {
        <Page title=t!(i18n, grant.title)>
            <Loaded answer=requests let:requests>
                {match requests.into_iter().find(|found| Some(found.request) == request) {
                    None => view! { <p>{t!(i18n, error.not_found)}</p> }.into_any(),
                    Some(request) if request.state != RequestState::Waiting => {
                        view! { <p>{t!(i18n, error.already_answered)}</p> }.into_any()
                    }
                    Some(request) if matches!(request.clinician.trust, Trust::Changed { .. }) => {
                        view! { <KeyChanged person=request.clinician /> }.into_any()
                    }
                    Some(request) => view! {
                        <Loaded answer=records let:records><Answer request=request.clone() records /></Loaded>
                    }.into_any(),
                }}
            </Loaded>
        </Page>
    }
}

#[component]
fn Answer(request: KeyRequestView, records: RecordList) -> impl IntoView {
    let i18n = use_i18n();
    let KeyRequestView { request: id, clinician, purpose, duration, message, asked_at, .. } = request.clone();
    let name = clinician.display_name.clone();
    let asked = portion_names(i18n, &request.portions);
    view! {
        <p class="lead">{t!(i18n, requests.asks, person = name.clone(), portions = asked)}</p>
        <dl class="facts">
            <dt>{t!(i18n, grant.purpose)}</dt>
            <dd>{purpose_name(i18n, purpose)}</dd>
            <dt>{t!(i18n, grant.duration)}</dt>
            <dd>{when::duration(i18n, duration)}</dd>
            <dt>{t!(i18n, grant.asked_at)}</dt>
            <dd>{when::time_and_day(i18n, asked_at)}</dd>
        </dl>
        {message.filter(|message| !message.is_empty()).map(|message| view! { <blockquote class="message">{message}</blockquote> })}
        <PersonCard person=clinician />
        <GrantForm request records />
        <RefuseForm request=id name />
    }
}

#[component]
fn GrantForm(request: KeyRequestView, records: RecordList) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let navigate = use_navigate();
    let errors = FormErrors::new(&["scope"]);
    let name = request.clinician.display_name.clone();
    let scope = RwSignal::new(ScopeChoice::asked(&request.portions, &records));
    let length = RwSignal::new(request.duration.max(1));
    let openings = RwSignal::new("1".to_owned());
    let write_back = RwSignal::new(request.write_back);
    let id = request.request;
    let submit = Act::new(move || {
        let navigate = navigate.clone();
        let ScopeChoice { portions, records } = scope.get_untracked();
        let verb = GrantKeyRequest {
            request: id,
            portions,
            records,
            expires_at: end_of(length.get_untracked(), when::now()),
            openings: openings.get_untracked().parse().unwrap_or(1),
            write_back: write_back.get_untracked(),
        };
        let nothing = scope.with_untracked(ScopeChoice::is_empty);
        async move {
            if errors.check(nothing.then(|| ("scope", t!(i18n, error.nothing_chosen).to_owned()))) {
                return;
            }
            match client.ask(verb).await {
                Ok(grant) => {
                    client.changed();
                    navigate(&route::random_key(grant.grant), leptos_router::NavigateOptions::default());
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    let ends = lengths(request.duration)
        .into_iter()
        .map(|length| Choice::new(length, end_words(i18n, length, length == request.duration)))
        .collect();
    let counts = (1_u32..=5).map(|count| (count.to_string(), t!(i18n, grant.openings_count, count = count))).collect();
    let (button_name, consequence_name) = (name.clone(), name.clone());
    let write_label = t!(i18n, grant.write_back, person = name.clone());
    view! {
        <form
            class="form"
            on:submit=move |event| {
                event.prevent_default();
                submit.run();
            }
        >
            <ErrorSummary errors />
            <ScopeFields asked=request.portions records scope />
            <RadioGroup id="length" legend=t!(i18n, grant.until) choices=ends value=length />
            <SelectField
                id="openings"
                label=t!(i18n, grant.openings)
                hint=t!(i18n, grant.openings_hint)
                options=counts
                value=openings
                errors
            />
            <Checkbox
                checked=write_back
                on_change=move |chosen| write_back.set(chosen)
                label=write_label
                hint=t!(i18n, grant.write_back_hint)
            />
            <p class="consequence">{t!(i18n, grant.consequence, person = consequence_name)}</p>
            <div class="actions">
                <Button icon="key-round" pending=submit.pending()>
                    {move || button_words(i18n, &button_name, &scope.get())}
                </Button>
            </div>
        </form>
    }
}

fn end_words(texts: Texts, length: u32, asked: bool) -> String {
    let (length_words, end) = (when::duration(texts, length), end_of(length, when::now()));
    let end = when::date_time(texts, end);
    if asked {
        t!(texts, grant.end_asked, length = length_words, end = end)
    } else {
        t!(texts, grant.end, length = length_words, end = end)
    }
}

/// "Give Dr Bello access to medicines".
fn button_words(texts: Texts, name: &str, scope: &ScopeChoice) -> String {
    let portions: &[Portion] = &scope.portions;
    let (name, count) = (name.to_owned(), few(scope.records.len()));
    match (portions.is_empty(), count) {
        (true, 0) => t!(texts, grant.give_nothing, person = name),
        (true, count) => t!(texts, grant.give_records, person = name, count = count),
        (false, 0) => t!(texts, grant.give, person = name, portions = portion_names(texts, portions)),
        (false, count) => {
            t!(texts, grant.give_both, person = name, portions = portion_names(texts, portions), count = count)
        }
    }
}
