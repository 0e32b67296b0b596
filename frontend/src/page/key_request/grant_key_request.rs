//! Answering a request: who asks, what they get of it, until when, how often; or a refusal.

pub mod refuse_key_request;
pub mod scope_fields;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use sesemr_common::{id::KeyRequestId, portion::Portion};

use self::{refuse_key_request::RefuseForm, scope_fields::ScopeFields};
use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        checkbox::Checkbox,
        draft_keeper::DraftKeeper,
        field::SelectField,
        form::Form,
        form_errors::FormErrors,
        kept_notice::KeptNotice,
        key_changed::KeyChanged,
        latest::use_latest,
        link_button::LinkButton,
        loaded::{Loaded, use_answer, use_answer_once},
        page::Page,
        person_card::PersonCard,
        portion::portion_names,
        purpose::purpose_name,
        radio::{Choice, RadioGroup},
        when,
    },
    message::{DraftOf, GrantKeyRequest, ListKeyRequests, ListRecords, ReadDraft},
    model::{
        answer_start::{AnswerStart, MOST_OPENINGS},
        expiry::{end_of, lengths},
        key_request::{AnswerStep, KeyRequestView},
        record::RecordList,
        scope::{ScopeChoice, offered},
    },
    page::param::use_id,
    route,
    session::Session,
    text::{Texts, few, t, use_i18n},
};

/// Answering a request. What is fetched again while the patient decides does not draw the form anew.
#[component]
pub fn GrantKeyRequestPage() -> impl IntoView {
    let i18n = use_i18n();
    let request = use_id::<KeyRequestId>("request");
    let (requests, records) = (use_answer(|| ListKeyRequests {}), use_answer(|| ListRecords {}));
    let (all, listed) = (use_latest(requests), use_latest(records));
    let form = AnswerForm::new();
    // The request once it was found, or that it is not there; none while the list is awaited.
    let found = Memo::new(move |_| Some(all.get()?.into_iter().find(|found| Some(found.request) == request)));
    let step = Memo::new(move |_| found.get().map(|found| AnswerStep::of(found.as_ref())));
    let is_listed = Memo::new(move |_| listed.with(Option::is_some));
    view! {
        <Page title=t!(i18n, grant.title)>
            {move || match step.get() {
                None => view! { <Loaded answer=requests let:_requests>""</Loaded> }.into_any(),
                Some(AnswerStep::Missing) => view! { <Missing /> }.into_any(),
                Some(AnswerStep::Answered) => view! { <Answered /> }.into_any(),
                Some(AnswerStep::KeyChanged(person)) => view! { <KeyChanged person=*person /> }.into_any(),
                Some(AnswerStep::Decide) if !is_listed.get() => {
                    view! { <Loaded answer=records let:_records>""</Loaded> }.into_any()
                }
                Some(AnswerStep::Decide) => {
                    found.get_untracked().flatten().map(|request| view! { <Decide request listed form /> }).into_any()
                }
            }}
        </Page>
    }
}

/// What was chosen and typed so far; it stands above what is fetched again. Copies are the same form.
#[derive(Clone, Copy)]
struct AnswerForm {
    /// Nothing before the form was drawn for the first time.
    scope: RwSignal<Option<ScopeChoice>>,
    length: RwSignal<u32>,
    openings: RwSignal<String>,
    write_back: RwSignal<bool>,
    reason: RwSignal<String>,
}

impl AnswerForm {
    fn new() -> Self {
        Self {
            scope: RwSignal::new(None),
            length: RwSignal::new(1),
            openings: RwSignal::new("1".to_owned()),
            write_back: RwSignal::new(false),
            reason: RwSignal::new(String::new()),
        }
    }

    /// Whether it was drawn before on this page: then it stays as it is.
    fn has_begun(self) -> bool {
        self.scope.with_untracked(Option::is_some)
    }

    fn begin(self, start: AnswerStart) {
        let AnswerStart { scope, length, openings, write_back, reason } = start;
        self.scope.set(Some(scope));
        self.length.set(length);
        self.openings.set(openings);
        self.write_back.set(write_back);
        self.reason.set(reason);
    }

    /// What was chosen and typed so far.
    fn typed(self) -> AnswerStart {
        AnswerStart {
            scope: self.scope.get().unwrap_or_default(),
            length: self.length.get(),
            openings: self.openings.get(),
            write_back: self.write_back.get(),
            reason: self.reason.get(),
        }
    }
}

/// There is no such request.
#[component]
fn Missing() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>{t!(i18n, error.not_found)}</p>
        <p><LinkButton href=route::REQUESTS look=Look::Secondary icon="inbox">{t!(i18n, grant.to_requests)}</LinkButton></p>
    }
}

/// It was answered here or on another device, or lapsed.
#[component]
fn Answered() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>{t!(i18n, error.already_answered)}</p>
        <div class="actions">
            <LinkButton href=route::REQUESTS look=Look::Secondary icon="inbox">{t!(i18n, grant.to_requests)}</LinkButton>
            <LinkButton href=route::ACCESS look=Look::Secondary icon="key-round">{t!(i18n, banner.to_access)}</LinkButton>
        </div>
    }
}

/// The forms, as they were left on this device.
#[component]
fn Decide(request: KeyRequestView, listed: Memo<Option<RecordList>>, form: AnswerForm) -> impl IntoView {
    let of = DraftOf::KeyAnswer { request: request.request };
    let answer = use_answer_once(move || ReadDraft { of });
    view! { <Loaded answer let:kept><Answer request=request.clone() listed form kept /></Loaded> }
}

#[component]
fn Answer(
    request: KeyRequestView,
    listed: Memo<Option<RecordList>>,
    form: AnswerForm,
    kept: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let KeyRequestView { clinician, purpose, duration, message, asked_at, .. } = request.clone();
    let name = clinician.display_name.clone();
    let asked = portion_names(i18n, &request.portions);
    let (account, about) = (clinician.account, name.clone());
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
        <ResumedForms request listed form kept />
        <p><A href=route::person(account) attr:class="ds-link">{t!(i18n, grant.about, person = about)}</A></p>
    }
}

#[component]
fn ResumedForms(
    request: KeyRequestView,
    listed: Memo<Option<RecordList>>,
    form: AnswerForm,
    kept: Option<String>,
) -> impl IntoView {
    let begins = listed.with_untracked(|records| {
        let records = records.as_ref()?;
        let left = AnswerStart::resume(kept.as_deref(), &request, records).filter(|_| !form.has_begun());
        Some((AnswerStart::asked(&request, records), left))
    });
    let Some((first, left)) = begins else { return ().into_any() };
    let was_left = left.is_some();
    if !form.has_begun() {
        form.begin(left.unwrap_or_else(|| first.clone()));
    }
    let as_left = RwSignal::new(was_left);
    // One for the forms as they were left and for those that begin anew: what the device keeps is of one answer.
    let keeper = DraftKeeper::new(DraftOf::KeyAnswer { request: request.request }, kept);
    let keeper = StoredValue::new_local(keeper);
    let forms = {
        let first = first.clone();
        move || {
            view! {
                <AnswerForms request=request.clone() listed form first=first.clone() keeper=keeper.get_value() />
            }
        }
    };
    let anew = {
        let forms = forms.clone();
        move || {
            if was_left {
                form.begin(first.clone());
            }
            forms()
        }
    };
    view! {
        <KeptNotice as_left />
        <Show when=move || as_left.get() fallback=anew>{forms()}</Show>
    }
    .into_any()
}

/// Giving access, and refusing.
#[component]
fn AnswerForms(
    request: KeyRequestView,
    listed: Memo<Option<RecordList>>,
    form: AnswerForm,
    first: AnswerStart,
    keeper: DraftKeeper,
) -> impl IntoView {
    let i18n = use_i18n();
    let errors = FormErrors::new(&["scope", "length", "openings"]);
    keeper.follow(i18n, errors, move || {
        let typed = form.typed();
        (typed != first).then_some(typed)
    });
    let (id, name) = (request.request, request.clinician.display_name.clone());
    // Where there is nothing to give, refusing is not one way of two; and what was left in it is not folded away.
    let only_refuse = listed.with_untracked(|records| {
        records.as_ref().is_some_and(|records| offered(&request.portions, records).is_empty())
    });
    let unfolded = only_refuse || form.reason.with_untracked(|reason| !reason.is_empty());
    view! {
        <GrantForm request listed form errors keeper=keeper.clone() />
        <RefuseForm request=id name reason=form.reason unfolded keeper />
    }
}

#[component]
fn GrantForm(
    request: KeyRequestView,
    listed: Memo<Option<RecordList>>,
    form: AnswerForm,
    errors: FormErrors,
    keeper: DraftKeeper,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let navigate = use_navigate();
    let name = request.clinician.display_name.clone();
    let id = request.request;
    let submit = Act::new(move || {
        let (navigate, keeper) = (navigate.clone(), keeper.clone());
        let ScopeChoice { portions, records } = form.scope.get_untracked().unwrap_or_default();
        let verb = GrantKeyRequest {
            request: id,
            portions,
            records,
            expires_at: end_of(form.length.get_untracked(), when::now()),
            openings: form.openings.get_untracked().parse().unwrap_or(1),
            write_back: form.write_back.get_untracked(),
        };
        let nothing = verb.portions.is_empty() && verb.records.is_empty();
        async move {
            if errors.check(nothing.then(|| ("scope", t!(i18n, error.nothing_chosen).to_owned()))) {
                return;
            }
            match client.ask(verb).await {
                Ok(grant) => {
                    keeper.forget();
                    client.changed();
                    session.want_key(grant.grant);
                    navigate(&route::random_key(grant.grant), NavigateOptions::default());
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    let ends = lengths(request.duration)
        .into_iter()
        .map(|length| Choice::new(length, end_words(i18n, length, length == request.duration)))
        .collect();
    let counts =
        (1..=MOST_OPENINGS).map(|count| (count.to_string(), t!(i18n, grant.openings_count, count = count))).collect();
    let (button_name, consequence_name) = (name.clone(), name.clone());
    let write_label = t!(i18n, grant.write_back, person = name);
    view! {
        <Form on_submit=submit errors>
            <ScopeFields asked=request.portions listed scope=form.scope errors />
            <RadioGroup id="length" legend=t!(i18n, grant.until) choices=ends value=form.length />
            <SelectField
                id="openings"
                label=t!(i18n, grant.openings)
                hint=t!(i18n, grant.openings_hint)
                options=counts
                value=form.openings
                errors
            />
            {request.write_back.then(|| view! {
                <Checkbox
                    checked=form.write_back
                    on_change=move |chosen| form.write_back.set(chosen)
                    label=write_label
                    hint=t!(i18n, grant.write_back_hint)
                />
            })}
            <p class="consequence">{t!(i18n, grant.consequence, person = consequence_name)}</p>
            <div class="actions">
                <Button icon="key-round" pending=submit.pending()>
                    {move || button_words(i18n, &button_name, &form.scope.get().unwrap_or_default())}
                </Button>
            </div>
        </Form>
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
