//! Who finds this person by their handle, and the invitation for those whom they choose.

use leptos::prelude::*;

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        code_groups::CodeGroups,
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        lazy_fold::LazyFold,
        loaded::{Loaded, use_answer},
        qr_code::QrCode,
        revealed::Revealed,
    },
    message::{ReadListing, SetListing},
    model::listing::{ListingView, invitation_link},
    route,
    session::Session,
    text::{t, use_i18n},
};

/// Who finds this person.
#[component]
pub fn Listing() -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let answer = use_answer(|| ReadListing {});
    let changed = RwSignal::new(false);
    let set = move |unlisted| {
        Act::new(move || async move {
            match client.ask(SetListing { unlisted }).await {
                Ok(_) => {
                    changed.try_set(true);
                    client.changed();
                }
                Err(error) => {
                    // What is left open is drawn as it stands, with the two ways on.
                    client.changed();
                    errors.show(i18n, &error);
                }
            }
        })
    };
    let (leave, join) = (set(true), set(false));
    view! {
        <section class="ds-card card">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, listing.title)}</h2>
            <ErrorSummary errors />
            <Loaded answer let:listing>
                {match listing {
                    ListingView::Listed => view! {
                        <HowItStands changed words=t!(i18n, listing.listed) />
                        <LazyFold line=t!(i18n, listing.show_code)><Handle /></LazyFold>
                        <div class="actions">
                            <Button look=Look::Secondary icon="eye-off" pending=leave.pending() on_press=leave>
                                {t!(i18n, listing.leave)}
                            </Button>
                        </div>
                        <p class="consequence">{t!(i18n, listing.leave_hint)}</p>
                    }.into_any(),
                    ListingView::Unsettled => view! {
                        <HowItStands changed words=t!(i18n, listing.unsettled) />
                        <div class="actions">
                            <Button look=Look::Secondary icon="eye-off" pending=leave.pending() on_press=leave>
                                {t!(i18n, listing.leave)}
                            </Button>
                            <Button look=Look::Secondary icon="eye" pending=join.pending() on_press=join>
                                {t!(i18n, listing.join)}
                            </Button>
                        </div>
                    }.into_any(),
                    ListingView::Unlisted { invitation } => view! {
                        <HowItStands changed words=t!(i18n, listing.unlisted) />
                        <Invitation invitation />
                        <div class="actions">
                            <Button look=Look::Secondary icon="refresh-cw" pending=leave.pending() on_press=leave>
                                {t!(i18n, listing.renew)}
                            </Button>
                            <Button look=Look::Secondary icon="eye" pending=join.pending() on_press=join>
                                {t!(i18n, listing.join)}
                            </Button>
                        </div>
                        <p class="consequence">{t!(i18n, listing.renew_hint)}</p>
                    }.into_any(),
                }}
            </Loaded>
        </section>
    }
}

/// How it stands; what a press has changed has the focus.
#[component]
fn HowItStands(changed: RwSignal<bool>, words: &'static str) -> impl IntoView {
    if changed.get_untracked() {
        view! { <Revealed><p>{words}</p></Revealed> }.into_any()
    } else {
        view! { <p>{words}</p> }.into_any()
    }
}

/// The handle as a QR code: scanned, it leads to asking this person.
#[component]
fn Handle() -> impl IntoView {
    let i18n = use_i18n();
    let handle = Session::expect().account().get_untracked().map(|account| account.handle).unwrap_or_default();
    let origin = window().location().origin().unwrap_or_default();
    view! { <QrCode text=format!("{origin}{}", route::ask(&handle)) label=t!(i18n, listing.code_qr) /> }
}

/// The invitation: as a QR code with the link, and as groups to be typed.
#[component]
fn Invitation(invitation: String) -> impl IntoView {
    let i18n = use_i18n();
    let handle = Session::expect().account().get_untracked().map(|account| account.handle).unwrap_or_default();
    let origin = window().location().origin().unwrap_or_default();
    let link = invitation_link(&origin, &route::ask(&handle), &invitation);
    let groups: Vec<String> = invitation.split('-').map(str::to_owned).collect();
    view! {
        <p>{t!(i18n, listing.give)}</p>
        <QrCode text=link.clone() label=t!(i18n, listing.qr) />
        <p class="link-text"><a class="ds-link" href=link.clone()>{link.clone()}</a></p>
        <p>{t!(i18n, listing.typed, handle = handle)}</p>
        <CodeGroups groups />
    }
}
