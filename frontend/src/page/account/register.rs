//! Registering, one thing per page: name, handle, password, role, making the keys, the emergency kit.

pub mod steps;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use sesemr_common::sharing::Role;

use self::steps::{HandleStep, NameStep, PasswordStep, RoleStep};
use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        kit_sheet::{KitSteps, give_up_kit},
        page::Page,
        progress_bar::ProgressBar,
    },
    message::{AppError, DiscardRegistration, ErrorCode, Register, Start, Typed},
    model::{
        account::{AccountView, BegunRegistration, KitView},
        handle::tidy_handle,
    },
    page::guard::home_of,
    route,
    session::Session,
    text::{t, use_i18n},
    way_in::WayIn,
};

/// Where a registration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The name.
    Name,
    /// The handle.
    Handle,
    /// The password.
    Password,
    /// The role.
    Role,
    /// The keys are being made.
    Making,
    /// The kit is shown and confirmed.
    Kit,
}

/// What was typed so far. Copies are the same form.
#[derive(Clone, Copy)]
pub struct RegisterForm {
    step: RwSignal<Step>,
    display_name: RwSignal<String>,
    handle: RwSignal<String>,
    password: RwSignal<String>,
    role: RwSignal<Role>,
    organisation: RwSignal<String>,
    kit: RwSignal<Option<KitView>>,
    errors: FormErrors,
}

const FIELDS: &[&str] = &["display_name", "handle", "password", "role", "organisation"];

impl RegisterForm {
    fn new(step: Step) -> Self {
        Self {
            step: RwSignal::new(step),
            display_name: RwSignal::new(String::new()),
            handle: RwSignal::new(String::new()),
            password: RwSignal::new(String::new()),
            role: RwSignal::new(Role::Patient),
            organisation: RwSignal::new(String::new()),
            kit: RwSignal::new(None),
            errors: FormErrors::new(FIELDS),
        }
    }

    fn verb(self) -> Register {
        let role = self.role.get_untracked();
        let organisation = self.organisation.get_untracked().trim().to_owned();
        Register {
            display_name: self.display_name.get_untracked().trim().to_owned(),
            handle: tidy_handle(&self.handle.get_untracked()),
            password: Typed::from(self.password.get_untracked()),
            role,
            organisation: if role == Role::Patient { String::new() } else { organisation },
        }
    }

    fn go(self, step: Step) {
        self.errors.clear();
        self.step.set(step);
    }
}

/// Registering: from the beginning, or where a registration was left.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let session = Session::expect();
    // Decided once: what the worker says later draws no form again that somebody types into.
    let begun = move || session.device().with(|device| device.as_ref().map(|device| device.registering.is_some()));
    let goes_on = untrack(move || begun().unwrap_or_else(|| session.way_in() == WayIn::Registration));
    // Until what was begun is discarded.
    let was_begun = Memo::new(move |_| goes_on && begun().unwrap_or(true));
    move || {
        if was_begun.get() {
            view! { <ResumeRegistration /> }.into_any()
        } else {
            view! { <RegisterSteps form=RegisterForm::new(Step::Name) /> }.into_any()
        }
    }
}

/// A registration that was begun, as soon as the worker has said which.
#[component]
pub fn ResumeRegistration() -> impl IntoView {
    let i18n = use_i18n();
    let session = Session::expect();
    // The first answer stays: a later one, of the kit that is made here, must not take that kit from the page.
    let begun = Memo::new(move |before: Option<&Option<BegunRegistration>>| {
        before.cloned().flatten().or_else(|| session.device().get().and_then(|device| device.registering))
    });
    move || match begun.get() {
        Some(begun) => view! { <RegisterAgain begun /> }.into_any(),
        None => view! { <p class="loaded-waiting" role="status">{t!(i18n, loaded.waiting)}</p> }.into_any(),
    }
}

/// Registering again where it was left before its kit was confirmed: only the password is asked for.
#[component]
fn RegisterAgain(
    /// What was given.
    begun: BegunRegistration,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let resumed = RwSignal::new(false);
    let form = RegisterForm::new(Step::Password);
    let BegunRegistration { display_name, handle, role, organisation } = begun;
    form.handle.set(handle);
    form.role.set(role);
    form.organisation.set(organisation);
    let discard = Act::new(move || async move {
        match client.ask(DiscardRegistration { kit_only: false }).await {
            Ok(()) => {
                if let Ok(device) = client.ask(Start {}).await {
                    session.knows_device(device);
                }
            }
            Err(error) => form.errors.show(i18n, &error),
        }
    });
    let title = t!(i18n, register.again_title, person = display_name.clone());
    form.display_name.set(display_name);
    move || {
        if resumed.get() {
            return view! { <RegisterSteps form /> }.into_any();
        }
        view! {
            <Page title=title.clone()>
                <p>{t!(i18n, register.again_why)}</p>
                <ErrorSummary errors=form.errors />
                <div class="actions">
                    <Button on_press=move || resumed.set(true)>{t!(i18n, register.again)}</Button>
                    <Button look=Look::Secondary pending=discard.pending() on_press=discard>
                        {t!(i18n, register.discard)}
                    </Button>
                </div>
                <p><A href=route::LOG_IN attr:class="ds-link">{t!(i18n, register.log_in_instead)}</A></p>
            </Page>
        }
        .into_any()
    }
}

#[component]
fn RegisterSteps(form: RegisterForm) -> impl IntoView {
    let i18n = use_i18n();
    let session = Session::expect();
    let navigate = use_navigate();
    let done = Callback::new(move |account: AccountView| {
        let home = home_of(&account, session);
        session.signed_in(account);
        navigate(&home, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    // Somebody took the handle while the kit was being printed: everything else that was typed stays.
    let refused = Callback::new(move |error: AppError| {
        form.kit.set(None);
        form.step.set(Step::Handle);
        form.errors.show(i18n, &error);
    });
    move || match form.step.get() {
        Step::Name => view! { <NameStep form /> }.into_any(),
        Step::Handle => view! { <HandleStep form /> }.into_any(),
        Step::Password => view! { <PasswordStep form /> }.into_any(),
        Step::Role => view! { <RoleStep form /> }.into_any(),
        Step::Making => view! { <MakingStep form /> }.into_any(),
        Step::Kit => {
            form.kit.get().map(|kit| view! { <KitSteps kit on_confirmed=done on_refused=refused /> }).into_any()
        }
    }
}

/// The step and field at which what is refused can be put right.
const fn step_of(code: ErrorCode) -> Option<(Step, &'static str)> {
    match code {
        ErrorCode::BadName | ErrorCode::HiddenInName => Some((Step::Name, "display_name")),
        ErrorCode::HandleTaken | ErrorCode::BadHandle => Some((Step::Handle, "handle")),
        ErrorCode::PasswordTooShort | ErrorCode::PasswordTooLong => Some((Step::Password, "password")),
        ErrorCode::BadOrganisation | ErrorCode::HiddenInOrganisation => Some((Step::Role, "organisation")),
        _ => None,
    }
}

/// Making the keys: begins by itself; what is refused leads back to its field.
#[component]
fn MakingStep(form: RegisterForm) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let job = Job::new();
    let make = Act::new(move || async move {
        match client.ask_long(form.verb(), Vec::new(), job).await {
            Ok(kit) => {
                // The page was left meanwhile.
                if form.kit.try_set(Some(kit)).is_some() {
                    give_up_kit(client).await;
                }
                form.go(Step::Kit);
                // From here on the device knows what was begun: whoever leaves this page finds the way back to it.
                if let Ok(device) = client.ask(Start {}).await {
                    session.knows_device(device);
                }
            }
            Err(error) => {
                let error = match step_of(error.code) {
                    Some((step, field)) => {
                        form.step.set(step);
                        error.in_field(field)
                    }
                    None => error,
                };
                form.errors.show(i18n, &error);
            }
        }
    });
    make.run();
    view! {
        <Page title=t!(i18n, register.making_title)>
            <p>{t!(i18n, register.making_why)}</p>
            <ErrorSummary errors=form.errors />
            <ProgressBar job />
            <Show when=move || !job.running().get() && !form.errors.all().get().is_empty()>
                <div class="actions">
                    <Button icon="refresh-cw" on_press=make>{t!(i18n, loaded.retry)}</Button>
                    <Button look=Look::Secondary icon="chevron-left" on_press=move || form.go(Step::Role)>
                        {t!(i18n, form.back)}
                    </Button>
                </div>
            </Show>
        </Page>
    }
}
