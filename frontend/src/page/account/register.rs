//! Registering, one thing per page: name, handle, password, role, making the keys, the emergency kit.

pub mod steps;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::{A, Redirect},
    hooks::use_navigate,
};
use sesemr_common::sharing::Role;

use self::steps::{HandleStep, NameStep, PasswordStep, RoleStep};
use super::kept_form::KeptForm;
use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        kit_sheet::{KIT, KIT_QUESTION, KitSteps, give_up_kit},
        page::Page,
        progress_bar::ProgressBar,
        step_history::{on_step, push_step, replace_step},
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
    /// Whether to go on with one that was left.
    Again,
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

impl Step {
    /// What the browser's history calls it.
    const fn name(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Name => "name",
            Self::Handle => "handle",
            Self::Password => "password",
            Self::Role => "role",
            Self::Making => "making",
            Self::Kit => KIT,
        }
    }

    /// The step that it calls so; the first has no name where nothing was noted yet.
    fn of(name: Option<&str>) -> Self {
        match name {
            Some("name") => Self::Name,
            Some("handle") => Self::Handle,
            Some("password") => Self::Password,
            Some("role") => Self::Role,
            Some("making") => Self::Making,
            Some(KIT | KIT_QUESTION) => Self::Kit,
            _ => Self::Again,
        }
    }
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
    /// Making the keys.
    job: Job,
    way: StoredValue<Way>,
    kept: KeptForm,
}

/// What no page follows.
#[derive(Clone, Copy)]
struct Way {
    /// Where it begins: a registration that was left asks first.
    first: Step,
    /// The furthest step so far.
    reached: Step,
    /// Whether keys are being made.
    is_making: bool,
    /// How often the form was emptied: what was asked for it before is for nobody any more.
    round: u32,
}

impl Way {
    const fn begin(round: u32) -> Self {
        Self { first: Step::Again, reached: Step::Again, is_making: false, round }
    }
}

const FIELDS: &[&str] = &["display_name", "handle", "password", "role", "organisation"];

impl RegisterForm {
    /// An empty one, provided to every component below.
    pub fn provide() {
        provide_context(Self {
            step: RwSignal::new(Step::Again),
            display_name: RwSignal::new(String::new()),
            handle: RwSignal::new(String::new()),
            password: RwSignal::new(String::new()),
            role: RwSignal::new(Role::Patient),
            organisation: RwSignal::new(String::new()),
            kit: RwSignal::new(None),
            errors: FormErrors::new(FIELDS),
            job: Job::new(),
            way: StoredValue::new(Way::begin(0)),
            kept: KeptForm::undrawn(),
        });
    }

    /// What [`Self::provide`] provided, for the page that is drawn now. The browser's buttons lead it as long as that is there.
    #[expect(clippy::expect_used, reason = "the application provides it before it shows any page")]
    fn draw() -> Self {
        let form: Self = use_context().expect("the form is provided above every page");
        form.kept.draw(move || form.forget());
        form.errors.clear();
        on_step(move |name| form.come_to(Step::of(name)));
        form
    }

    /// Nothing that is on the page still is drawn anew for it.
    fn forget(self) {
        for text in [self.display_name, self.handle, self.password, self.organisation] {
            text.update_untracked(String::clear);
        }
        self.step.update_untracked(|step| *step = Step::Again);
        self.role.update_untracked(|role| *role = Role::Patient);
        self.kit.update_untracked(|kit| *kit = None);
        self.way.update_value(|way| *way = Way::begin(way.round.wrapping_add(1)));
    }

    /// It begins with the name: none was left.
    fn skip_question(self) {
        self.way.update_value(|way| {
            way.first = Step::Name;
            way.reached = way.reached.max(way.first);
        });
        self.step.update_untracked(|step| *step = Step::Name.max(*step));
    }

    fn makes(self, is_making: bool) {
        self.way.update_value(|way| way.is_making = is_making);
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
        self.way.update_value(|way| way.reached = step.max(way.reached));
        if step == Step::Kit {
            replace_step(step.name());
        } else {
            push_step(step.name());
        }
        self.step.set(step);
    }

    /// Goes where the browser's buttons lead: to steps that were reached, and away from none that makes keys. A kit that was left
    /// was never confirmed, and another one is made.
    fn come_to(self, step: Step) {
        let (before, way) = (self.step.get_untracked(), self.way.get_value());
        if way.is_making {
            push_step(before.name());
            return;
        }
        let step = step.min(way.reached).max(way.first);
        if step != before && step < Step::Making {
            self.errors.clear();
            self.kit.set(None);
            self.step.set(step);
        }
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
    let replace = NavigateOptions { replace: true, ..NavigateOptions::default() };
    move || {
        // Behind the browser's own buttons nothing of it is left.
        if let Some(account) = session.account().get() {
            return view! { <Redirect path=home_of(&account, session) options=replace.clone() /> }.into_any();
        }
        if was_begun.get() {
            view! { <ResumeRegistration /> }.into_any()
        } else {
            view! { <RegisterAnew /> }.into_any()
        }
    }
}

/// Registering from the beginning.
#[component]
fn RegisterAnew() -> impl IntoView {
    let form = RegisterForm::draw();
    form.skip_question();
    view! { <RegisterSteps form /> }
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
    let form = RegisterForm::draw();
    let asks = Memo::new(move |_| form.step.get() == Step::Again);
    let title = t!(i18n, register.again_title, person = begun.display_name.clone());
    let resume = Callback::new(move |()| {
        let BegunRegistration { display_name, handle, role, organisation } = begun.clone();
        form.display_name.set(display_name);
        form.handle.set(handle);
        form.role.set(role);
        form.organisation.set(organisation);
        // Loaded anew, the page still has the name of the step that it was left at.
        replace_step(Step::Again.name());
        form.go(Step::Password);
    });
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
    move || {
        if !asks.get() {
            return view! { <RegisterSteps form /> }.into_any();
        }
        view! {
            <Page title=title.clone()>
                <p>{t!(i18n, register.again_why)}</p>
                <ErrorSummary errors=form.errors />
                <div class="actions">
                    <Button on_press=resume>{t!(i18n, register.again)}</Button>
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
        form.go(Step::Handle);
        form.errors.show(i18n, &error);
    });
    move || match form.step.get() {
        // The page asks before it shows the steps.
        Step::Again => ().into_any(),
        Step::Name => view! { <NameStep form /> }.into_any(),
        Step::Handle => view! { <HandleStep form /> }.into_any(),
        Step::Password => view! { <PasswordStep form /> }.into_any(),
        Step::Role => view! { <RoleStep form /> }.into_any(),
        Step::Making => view! { <MakingStep form /> }.into_any(),
        Step::Kit => form
            .kit
            .get()
            .map(|kit| view! { <KitSteps kit on_confirmed=done on_refused=refused in_history=true /> })
            .into_any(),
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

/// Making the keys: begins by itself, and goes on where another language draws it anew; what is refused leads back to its field.
#[component]
fn MakingStep(form: RegisterForm) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let job = form.job;
    let make = Act::new(move || async move {
        let round = form.way.get_value().round;
        form.makes(true);
        let made = client.ask_long(form.verb(), Vec::new(), job).await;
        let is_left = form.way.get_value().round != round;
        if !is_left {
            form.makes(false);
        }
        match made {
            Ok(kit) => {
                if is_left {
                    give_up_kit(client).await;
                } else {
                    form.kit.set(Some(kit));
                    form.go(Step::Kit);
                }
                // From here on the device knows what was begun: whoever leaves this page finds the way back to it.
                if let Ok(device) = client.ask(Start {}).await {
                    session.knows_device(device);
                }
            }
            Err(_) if is_left => {}
            Err(error) => {
                let error = match step_of(error.code) {
                    Some((step, field)) => {
                        form.go(step);
                        error.in_field(field)
                    }
                    None => error,
                };
                form.errors.show(i18n, &error);
            }
        }
    });
    if !form.way.get_value().is_making {
        make.run();
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_s_buttons_lead_to_the_step_that_was_shown() {
        for step in [Step::Again, Step::Name, Step::Handle, Step::Password, Step::Role, Step::Making, Step::Kit] {
            assert_eq!(Step::of(Some(step.name())), step);
        }
        assert_eq!(Step::of(Some(KIT_QUESTION)), Step::Kit, "the kit shows its question itself");
        assert_eq!(Step::of(None), Step::Again, "the first, whichever it is");
    }
}
