//! Writing a prescription on one page: allergies and medicines of the patient above it, what it says in the patient's
//! words under it.

pub mod fields;
pub mod write_form;

use leptos::prelude::*;
use sesemr_common::id::OpeningId;

use self::{fields::blank_draft, write_form::WriteForm};
use super::{back_to_opening::BackToOpening, what_is_known::WhatIsKnown};
use crate::{
    component::{
        loaded::{Loaded, use_answer_once},
        notice::{Notice, Tone},
        page::Page,
        revealed::Revealed,
        when,
    },
    message::ReadOpening,
    model::{opening::OpeningView, prescription::PrescriptionReceipt},
    page::{not_found::NotFound, param::use_id},
    text::{t, use_i18n},
};

/// Writing a prescription.
#[component]
pub fn WritePrescriptionPage() -> impl IntoView {
    match use_id::<OpeningId>("opening") {
        Some(opening) => view! { <PrescriptionPage opening /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn PrescriptionPage(opening: OpeningId) -> impl IntoView {
    let i18n = use_i18n();
    let answer = use_answer_once(move || ReadOpening { opening });
    let receipt = RwSignal::new(None::<PrescriptionReceipt>);
    view! {
        <Page title=t!(i18n, prescription.title) wide=true>
            {move || match receipt.get() {
                Some(receipt) => view! { <PrescriptionSent receipt opening /> }.into_any(),
                None => view! { <Loaded answer let:view><Prescription view receipt /></Loaded> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Prescription(view: OpeningView, receipt: RwSignal<Option<PrescriptionReceipt>>) -> impl IntoView {
    let i18n = use_i18n();
    if !view.write_back {
        return view! {
            <p>{t!(i18n, prescription.not_allowed)}</p>
            <BackToOpening opening=view.opening />
        }
        .into_any();
    }
    let patient =
        view.subject.as_ref().map_or_else(|| view.patient.display_name.clone(), |subject| subject.name.clone());
    let whose = patient.clone();
    let opening = view.opening;
    view! {
        <p class="lead">{t!(i18n, prescription.whose, person = whose)}</p>
        <WhatIsKnown opening />
        <WriteForm opening patient first=blank_draft() receipt />
    }
    .into_any()
}

/// That it was signed and sent.
#[component]
pub fn PrescriptionSent(
    /// What was sent.
    receipt: PrescriptionReceipt,
    /// Under which opening.
    opening: OpeningId,
) -> impl IntoView {
    let i18n = use_i18n();
    let PrescriptionReceipt { signed_at, patient, .. } = receipt;
    view! {
        <Revealed>
        <Notice tone=Tone::Success>
            <p>{t!(i18n, prescription.sent, person = patient, at = when::time_and_day(i18n, signed_at))}</p>
        </Notice>
        </Revealed>
        <BackToOpening opening />
    }
}
