//! A lost device, step by step: end its session, change the password, make a new kit where the kit was with it.

use leptos::prelude::*;
use leptos_router::components::A;

use super::settings::{
    change_password::{ChangePasswordForm, NewKitForm},
    list_sessions::Sessions,
};
use crate::{
    component::{
        kit_sheet::KitSteps,
        notice::{Notice, Tone},
        page::Page,
    },
    model::account::KitView,
    route,
    session::Session,
    text::{t, use_i18n},
};

/// A lost device.
#[component]
pub fn LostDevicePage() -> impl IntoView {
    let session = Session::expect();
    let kit = RwSignal::new(None::<KitView>);
    let renewed = RwSignal::new(false);
    let signed_in = Memo::new(move |_| session.account().get().is_some());
    let confirmed = move |account| {
        session.signed_in(account);
        renewed.set(true);
        kit.set(None);
    };
    move || match (kit.get(), signed_in.get()) {
        (Some(kit), true) => view! { <KitSteps kit on_confirmed=confirmed /> }.into_any(),
        (_, true) => view! { <Steps renewed on_kit=move |made| kit.set(Some(made)) /> }.into_any(),
        (_, false) => view! { <SignInFirst /> }.into_any(),
    }
}

/// What a thief could do, in the words of the threat model.
#[component]
fn WhatAThiefCanDo() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>{t!(i18n, lost_device.thief)}</p>
        <ul class="ds-list">
            <li>{t!(i18n, lost_device.thief_locked)}</li>
            <li>{t!(i18n, lost_device.thief_unlocked)}</li>
            <li>{t!(i18n, lost_device.thief_cannot)}</li>
            <li>{t!(i18n, lost_device.thief_copy)}</li>
            <li>{t!(i18n, lost_device.thief_kit)}</li>
        </ul>
    }
}

#[component]
fn SignInFirst() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Page title=t!(i18n, lost_device.title)>
            <WhatAThiefCanDo />
            <p>{t!(i18n, lost_device.sign_in_why)}</p>
            <ul class="ds-list">
                <li><A href=route::LOG_IN attr:class="ds-link">{t!(i18n, lost_device.sign_in)}</A></li>
                <li><A href=route::LOG_IN_WITH_KIT attr:class="ds-link">{t!(i18n, log_in.with_kit)}</A></li>
                <li><A href=route::RECOVER attr:class="ds-link">{t!(i18n, log_in.forgotten)}</A></li>
            </ul>
        </Page>
    }
}

#[component]
fn Steps(#[prop(into)] renewed: Signal<bool>, #[prop(into)] on_kit: Callback<KitView>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Page title=t!(i18n, lost_device.title)>
            <Show when=move || renewed.get()>
                <Notice tone=Tone::Success><p>{t!(i18n, settings.kit_renewed)}</p></Notice>
            </Show>
            <WhatAThiefCanDo />
            <h2 class="ds-heading" data-size="sm">{t!(i18n, lost_device.step_sessions)}</h2>
            <Sessions />
            <h2 class="ds-heading" data-size="sm">{t!(i18n, lost_device.step_password)}</h2>
            <p>{t!(i18n, lost_device.step_password_why)}</p>
            <ChangePasswordForm />
            <h2 class="ds-heading" data-size="sm">{t!(i18n, lost_device.step_kit)}</h2>
            <p>{t!(i18n, lost_device.step_kit_why)}</p>
            <NewKitForm on_kit />
        </Page>
    }
}
