//! Settings: how it looks, this account, where it is signed in, who finds and who may ask this person, signing out, reading
//! without a connection, taking everything away, a new password, a new kit, closing the account.

pub mod appearance;
pub mod change_password;
pub mod close_account;
pub mod keep_offline;
pub mod list_blocked;
pub mod list_sessions;
pub mod lock_time;
mod save_preferences;
pub mod set_listing;
pub mod take_away;

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::A;

use self::{
    appearance::Appearance,
    change_password::{ChangePasswordForm, NewKitForm},
    close_account::CloseAccountForm,
    keep_offline::KeepOfflineSection,
    list_blocked::BlockedPeople,
    list_sessions::Sessions,
    lock_time::LockTime,
    set_listing::Listing,
    take_away::TakeAwaySection,
};
use crate::{
    act::Act,
    api::{VaultClient, within},
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        fold::Fold,
        form_errors::FormErrors,
        kit_sheet::KitSteps,
        language_choice::LanguageChoice,
        lazy_fold::LazyFold,
        notice::{Notice, Tone},
        page::Page,
        qr_code::QrCode,
        shell::leave_signed_out,
    },
    message::{AppError, ErrorCode, ForgetDevice, LogOut, LogOutEverywhere},
    model::{
        account::{AccountView, KitView},
        scanned::fingerprint_code,
    },
    route,
    session::Session,
    text::{t, use_i18n},
};

/// Settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let session = Session::expect();
    let kit = RwSignal::new(None::<KitView>);
    let renewed = RwSignal::new(false);
    let confirmed = move |account| {
        session.signed_in(account);
        renewed.set(true);
        kit.set(None);
    };
    move || match kit.get() {
        Some(kit) => view! { <KitSteps kit on_confirmed=confirmed /> }.into_any(),
        None => view! { <Settings renewed on_kit=move |made| kit.set(Some(made)) /> }.into_any(),
    }
}

#[component]
fn Settings(#[prop(into)] renewed: Signal<bool>, #[prop(into)] on_kit: Callback<KitView>) -> impl IntoView {
    let i18n = use_i18n();
    let session = Session::expect();
    let account = session.account().get_untracked();
    let is_patient = account.as_ref().is_some_and(AccountView::is_patient);
    let code = account.as_ref().map(|account| fingerprint_code(&account.fingerprint));
    let fingerprint = StoredValue::new(code.unwrap_or_default());
    view! {
        <Page title=t!(i18n, settings.title)>
            <Show when=move || renewed.get()>
                <Notice tone=Tone::Success><p>{t!(i18n, settings.kit_renewed)}</p></Notice>
            </Show>
            {account.map(|account| view! {
                <section class="ds-card card">
                    <h2 class="ds-heading" data-size="xs">{account.display_name}</h2>
                    <dl class="facts">
                        <dt>{t!(i18n, field.handle)}</dt>
                        <dd>{format!("@{}", account.handle)}</dd>
                        <dt>{t!(i18n, settings.fingerprint)}</dt>
                        <dd class="digits">{account.fingerprint}</dd>
                    </dl>
                    <p class="small">{t!(i18n, settings.fingerprint_why)}</p>
                    <LazyFold line=t!(i18n, settings.fingerprint_show)>
                        <QrCode text=fingerprint.get_value() label=t!(i18n, settings.fingerprint_qr) />
                    </LazyFold>
                </section>
            })}
            <section class="ds-card card"><LanguageChoice /></section>
            <Appearance />
            <LockTime />
            <Sessions />
            <p><A href=route::LOST_DEVICE attr:class="ds-link">{t!(i18n, lost_device.link)}</A></p>
            {is_patient.then(|| view! {
                <Listing />
                <BlockedPeople />
            })}
            <SignOut />
            <Show when=move || is_patient>
                <KeepOfflineSection />
                <TakeAwaySection />
            </Show>
            <Fold summary=t!(i18n, settings.change_password)>
                <ChangePasswordForm />
            </Fold>
            <Fold summary=t!(i18n, settings.new_kit)>
                <NewKitForm on_kit />
            </Fold>
            <Fold summary=t!(i18n, close_account.title)>
                <CloseAccountForm />
            </Fold>
        </Page>
    }
}

/// Ways to sign out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SignOutWay {
    Here,
    Everywhere,
    AndForget,
}

/// How long signing out waits for the server to hear of it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether signing out was refused: anything else than being signed out already.
fn stays_signed_in(error: &AppError) -> bool {
    !matches!(error.code, ErrorCode::SessionEnded | ErrorCode::Locked | ErrorCode::WorkerStopped)
}

/// Signing out here, and everywhere.
#[component]
fn SignOut() -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let errors = FormErrors::new(&[]);
    let sign_out = move |way: SignOutWay| {
        Act::new(move || async move {
            // Forgetting is waited for: only what was removed is forgotten.
            if way == SignOutWay::AndForget
                && let Err(error) = client.ask(ForgetDevice {}).await
                && stays_signed_in(&error)
            {
                errors.show(i18n, &error);
                return;
            }
            // Here the keys go first, and the page does not wait for a server that is slow to hear of it.
            let told = match way {
                SignOutWay::Here | SignOutWay::AndForget => within(PATIENCE, client.ask(LogOut {})).await,
                SignOutWay::Everywhere => Some(client.ask(LogOutEverywhere {}).await),
            };
            if let Some(Err(error)) = told
                && stays_signed_in(&error)
            {
                errors.show(i18n, &error);
                return;
            }
            if way == SignOutWay::AndForget {
                session.device_forgotten();
            }
            leave_signed_out(client, session, route::START).await;
        })
    };
    let [here, everywhere, forget] = [SignOutWay::Here, SignOutWay::Everywhere, SignOutWay::AndForget].map(sign_out);
    view! {
        <section class="ds-card card">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, settings.sessions)}</h2>
            <ErrorSummary errors />
            <div class="actions">
                <Button look=Look::Secondary icon="log-out" pending=here.pending() on_press=here>
                    {t!(i18n, settings.sign_out)}
                </Button>
                <Button look=Look::Secondary pending=everywhere.pending() on_press=everywhere>
                    {t!(i18n, settings.sign_out_everywhere)}
                </Button>
            </div>
            <p class="consequence">{t!(i18n, settings.sign_out_hint)}</p>
            <Fold summary=t!(i18n, settings.forget)>
                <p>{t!(i18n, settings.forget_why)}</p>
                <Button look=Look::Danger pending=forget.pending() on_press=forget>
                    {t!(i18n, settings.forget_do)}
                </Button>
            </Fold>
        </section>
    }
}
