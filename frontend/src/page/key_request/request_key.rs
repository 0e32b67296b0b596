//! Asking a patient for access: which portions, why, for how long, with a word to the patient.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use sesemr_common::{id::KeyRequestId, portion::Portion};

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::Button,
        checkbox::Checkbox,
        draft_keeper::DraftKeeper,
        field::{FieldError, TextArea},
        form::Form,
        form_errors::FormErrors,
        kept_notice::KeptNotice,
        loaded::{Loaded, use_answer_once},
        page::Page,
        person_card::PersonCard,
        portion::{portion_hint, portion_name, portion_names},
        purpose::{PURPOSES, purpose_name},
        radio::{Choice, RadioGroup},
        when,
    },
    message::{DraftOf, FindPerson, ListMyRequests, ReadDraft, RequestKey, Typed},
    model::{ask_again::AskStart, expiry::lengths, listing::invitation_of, person::PersonView},
    page::param::{use_query_id, use_text},
    route,
    text::{t, use_i18n},
};

/// Asking a patient for access.
#[component]
pub fn RequestKeyPage() -> impl IntoView {
    let i18n = use_i18n();
    let handle = use_text("handle");
    // Once: what happens elsewhere must not take away what was chosen and typed.
    // From the router: the window's own address still is that of the page before.
    let invitation = invitation_of(&use_location().hash.get_untracked());
    let answer =
        use_answer_once(move || FindPerson { handle: handle.clone(), invitation: invitation.clone().map(Typed::from) });
    let earlier = use_query_id::<KeyRequestId>(route::AGAIN);
    view! {
        <Page title=t!(i18n, ask.title)>
            <Loaded answer let:person>
                <PersonCard person=person.clone() />
                {match earlier {
                    Some(earlier) => view! { <AskAgain person earlier /> }.into_any(),
                    None => view! { <AskForm person start=AskStart::default() again=None /> }.into_any(),
                }}
            </Loaded>
        </Page>
    }
}

/// The form, filled in as an earlier request asked.
#[component]
fn AskAgain(person: PersonView, earlier: KeyRequestId) -> impl IntoView {
    let answer = use_answer_once(|| ListMyRequests {});
    let account = person.account;
    let person = StoredValue::new(person);
    view! {
        <Loaded answer let:mine>
            <AskFormAgain person=person.get_value() start=AskStart::again(&mine, earlier, account) earlier />
        </Loaded>
    }
}

/// Where there is no such request, the form as it is without one.
#[component]
fn AskFormAgain(person: PersonView, start: Option<AskStart>, earlier: KeyRequestId) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        {start.is_some().then(|| view! { <p>{t!(i18n, ask.again)}</p> })}
        <AskForm person start=start.unwrap_or_default() again=Some(earlier) />
    }
}

/// The form, as it was left on this device.
#[component]
fn AskForm(person: PersonView, start: AskStart, again: Option<KeyRequestId>) -> impl IntoView {
    let of = DraftOf::KeyRequest { patient: person.account, again };
    let answer = use_answer_once(move || ReadDraft { of });
    view! { <Loaded answer let:kept><ResumedForm of kept person=person.clone() first=start.clone() again /></Loaded> }
}

#[component]
fn ResumedForm(
    of: DraftOf,
    kept: Option<String>,
    person: PersonView,
    first: AskStart,
    again: Option<KeyRequestId>,
) -> impl IntoView {
    let left = AskStart::resume(kept.as_deref());
    let as_left = RwSignal::new(left.is_some());
    // One for the form as it was left and for the one that begins anew: what the device keeps is of one form.
    let keeper = StoredValue::new_local(DraftKeeper::new(of, kept));
    let resumed = move |is_as_left: bool| {
        let start = left.clone().filter(|_| is_as_left).unwrap_or_else(|| first.clone());
        view! {
            <AskFields start keeper=keeper.get_value() person=person.clone() first=first.clone() again />
        }
    };
    let anew = resumed.clone();
    view! {
        <KeptNotice as_left />
        <Show when=move || as_left.get() fallback=move || anew(false)>{resumed(true)}</Show>
    }
}

#[component]
fn AskFields(
    start: AskStart,
    keeper: DraftKeeper,
    person: PersonView,
    first: AskStart,
    again: Option<KeyRequestId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let navigate = use_navigate();
    let errors = FormErrors::new(&["portions", "message"]);
    let lengths = lengths(start.duration);
    let lengths = lengths.into_iter().map(|length| Choice::new(length, when::duration(i18n, length))).collect();
    let portions = RwSignal::new(start.portions);
    let purpose = RwSignal::new(start.purpose);
    let duration = RwSignal::new(start.duration);
    let write_back = RwSignal::new(start.write_back);
    let message = RwSignal::new(start.message);
    keeper.follow(i18n, errors, move || {
        let typed = AskStart {
            portions: portions.get(),
            purpose: purpose.get(),
            duration: duration.get(),
            write_back: write_back.get(),
            message: message.get(),
        };
        (typed != first).then_some(typed)
    });
    let patient = person.account;
    let submit = Act::new(move || {
        let (navigate, keeper) = (navigate.clone(), keeper.clone());
        let verb = RequestKey {
            patient,
            portions: portions.get_untracked(),
            purpose: purpose.get_untracked(),
            duration: duration.get_untracked(),
            write_back: write_back.get_untracked(),
            message: message.get_untracked().trim().to_owned(),
            again,
        };
        async move {
            if errors.check(verb.portions.is_empty().then(|| ("portions", t!(i18n, error.nothing_chosen).to_owned()))) {
                return;
            }
            match client.ask(verb).await {
                Ok(_) => {
                    keeper.forget();
                    client.changed();
                    navigate(route::MY_REQUESTS, NavigateOptions::default());
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    let purposes = PURPOSES.into_iter().map(|purpose| Choice::new(purpose, purpose_name(i18n, purpose))).collect();
    let name = person.display_name;
    let button_name = name.clone();
    let words = move || {
        let portions = portion_names(i18n, &portions.get());
        if portions.is_empty() {
            t!(i18n, ask.submit_nothing, person = button_name.clone())
        } else {
            t!(i18n, ask.submit, person = button_name.clone(), portions = portions)
        }
    };
    view! {
        <Form on_submit=submit errors>
            <PortionFields portions errors />
            <RadioGroup id="purpose" legend=t!(i18n, ask.purpose) choices=purposes value=purpose />
            <RadioGroup id="duration" legend=t!(i18n, ask.duration) choices=lengths value=duration />
            <Checkbox
                checked=write_back
                on_change=move |chosen| write_back.set(chosen)
                label=t!(i18n, ask.write_back)
            />
            <TextArea
                id="message"
                label=t!(i18n, ask.message)
                hint=t!(i18n, ask.message_hint)
                value=message
                errors
            />
            <p class="consequence">{t!(i18n, ask.consequence, person = name)}</p>
            <div class="actions"><Button icon="send" pending=submit.pending()>{words}</Button></div>
        </Form>
    }
}

#[component]
fn PortionFields(portions: RwSignal<Vec<Portion>>, errors: FormErrors) -> impl IntoView {
    let i18n = use_i18n();
    let field = move |portion: Portion| {
        let choose = move |chosen| {
            portions.update(|portions| {
                portions.retain(|other| *other != portion);
                if chosen {
                    portions.push(portion);
                    portions.sort_unstable();
                }
            });
        };
        view! {
            <Checkbox
                checked=Signal::derive(move || portions.with(|portions| portions.contains(&portion)))
                on_change=choose
                label=Signal::derive(move || portion_name(i18n, portion))
                hint=Signal::derive(move || portion_hint(i18n, portion))
            />
        }
    };
    view! {
        <fieldset class="ds-fieldset" id="portions" tabindex="-1" aria-describedby="portions-error">
            <legend class="ds-label">{t!(i18n, ask.what)}</legend>
            <FieldError id="portions" error=errors.of("portions") />
            {Portion::ALL.into_iter().map(field).collect_view()}
        </fieldset>
    }
}
