//! The pages of a registration that ask for one thing each.

use leptos::prelude::*;
use sesemr_common::sharing::{Profile, Role};

use super::{RegisterForm, Step};
use crate::{
    component::{
        button::{Button, Look},
        field::{PasswordField, TextField},
        form::Form,
        page::Page,
        person_card::role_name,
        radio::{Choice, RadioGroup},
    },
    model::{
        handle::tidy_handle,
        password_meter::{Strength, judge_password},
    },
    text::{few, t, use_i18n},
};

/// One page: a title, its fields, and the way on, which checks first.
#[component]
fn StepPage<C>(
    form: RegisterForm,
    #[prop(into)] title: Signal<String>,
    /// The page before; none on the first.
    #[prop(optional_no_strip)]
    back: Option<Step>,
    /// The page after.
    next: Step,
    /// What is wrong: fields and sentences.
    check: C,
    children: Children,
) -> impl IntoView
where
    C: Fn() -> Vec<(&'static str, String)> + Send + Sync + 'static,
{
    let i18n = use_i18n();
    let submit = move || {
        if !form.errors.check(check()) {
            form.go(next);
        }
    };
    view! {
        <Page title>
            <Form on_submit=submit errors=form.errors>
                {children()}
                <div class="actions">
                    <Button>{t!(i18n, form.next)}</Button>
                    {back.map(|back| view! {
                        <Button look=Look::Quiet icon="chevron-left" on_press=move || form.go(back)>{t!(i18n, form.back)}</Button>
                    })}
                </div>
            </Form>
        </Page>
    }
}

/// The name.
#[component]
pub fn NameStep(
    /// What was typed so far.
    form: RegisterForm,
) -> impl IntoView {
    let i18n = use_i18n();
    let check = move || {
        let name = form.display_name.with_untracked(|name| Profile::tidy_name(name));
        let wrong = match name.as_str() {
            "" => Some(t!(i18n, register.name_missing)),
            name => Profile::hides(name).then(|| t!(i18n, error.hidden_in_name)),
        };
        wrong.map(|words| ("display_name", words.to_owned())).into_iter().collect()
    };
    view! {
        <StepPage form title=t!(i18n, register.name_title) back=None next=Step::Handle check>
            <TextField
                id="display_name"
                label=t!(i18n, register.name)
                hint=t!(i18n, register.name_hint)
                value=form.display_name
                errors=form.errors
                autocomplete="name"
            />
        </StepPage>
    }
}

/// The handle.
#[component]
pub fn HandleStep(
    /// What was typed so far.
    form: RegisterForm,
) -> impl IntoView {
    let i18n = use_i18n();
    let check = move || {
        let bad = form.handle.with_untracked(|handle| !Profile::is_handle(&tidy_handle(handle)));
        bad.then(|| ("handle", t!(i18n, error.bad_handle).to_owned())).into_iter().collect()
    };
    view! {
        <StepPage form title=t!(i18n, register.handle_title) back=Some(Step::Name) next=Step::Password check>
            <TextField
                id="handle"
                label=t!(i18n, field.handle)
                hint=t!(i18n, register.handle_hint)
                value=form.handle
                errors=form.errors
                autocomplete="username"
            />
        </StepPage>
    }
}

/// The password.
#[component]
pub fn PasswordStep(
    /// What was typed so far.
    form: RegisterForm,
) -> impl IntoView {
    let i18n = use_i18n();
    let check = move || {
        let weak = form.password.with_untracked(|password| !judge_password(password).is_enough());
        weak.then(|| ("password", t!(i18n, error.password_too_short).to_owned())).into_iter().collect()
    };
    view! {
        <StepPage form title=t!(i18n, register.password_title) back=Some(Step::Handle) next=Step::Role check>
            <PasswordField
                id="password"
                label=t!(i18n, field.password)
                hint=t!(i18n, field.new_password_hint)
                value=form.password
                errors=form.errors
                autocomplete="new-password"
            />
            <PasswordMeter password=form.password />
        </StepPage>
    }
}

/// How good a password is, in words.
#[component]
pub fn PasswordMeter(
    /// What was typed.
    password: RwSignal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = move || match password.with(|password| judge_password(password)) {
        Strength::Empty => String::new(),
        Strength::TooShort(missing) => t!(i18n, meter.too_short, count = few(missing)),
        Strength::Repetitive => t!(i18n, meter.repetitive).to_owned(),
        Strength::Fair => t!(i18n, meter.fair).to_owned(),
        Strength::Strong => t!(i18n, meter.strong).to_owned(),
    };
    view! { <p class="small" role="status">{words}</p> }
}

/// The role, and for clinicians the organisation.
#[component]
pub fn RoleStep(
    /// What was typed so far.
    form: RegisterForm,
) -> impl IntoView {
    let i18n = use_i18n();
    let roles =
        [Role::Patient, Role::Doctor, Role::Nurse, Role::Pharmacist, Role::Laboratory, Role::Insurer, Role::Researcher];
    let hint = move |role| match role {
        Role::Patient => t!(i18n, register.patient_hint).to_owned(),
        _ => String::new(),
    };
    let choices = roles
        .into_iter()
        .map(|role| Choice { value: role, label: role_name(i18n, role).to_owned(), hint: hint(role) })
        .collect();
    let check = move || {
        let organisation = form.organisation.with_untracked(|organisation| Profile::tidy_name(organisation));
        let wrong = match organisation.as_str() {
            _ if form.role.get_untracked() == Role::Patient => None,
            "" => Some(t!(i18n, register.organisation_missing)),
            organisation => Profile::hides(organisation).then(|| t!(i18n, error.hidden_in_organisation)),
        };
        wrong.map(|words| ("organisation", words.to_owned())).into_iter().collect()
    };
    view! {
        <StepPage form title=t!(i18n, register.role_title) back=Some(Step::Password) next=Step::Making check>
            <RadioGroup
                id="role"
                legend=t!(i18n, register.role)
                choices
                value=form.role
            />
            <Show when=move || form.role.get() != Role::Patient>
                <TextField
                    id="organisation"
                    label=t!(i18n, register.organisation)
                    hint=t!(i18n, register.organisation_hint)
                    value=form.organisation
                    errors=form.errors
                    autocomplete="organization"
                />
            </Show>
        </StepPage>
    }
}
