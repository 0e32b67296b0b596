//! Correcting a prescription of one's own: the form of a new one, filled in with the earlier one, and why.

use leptos::prelude::*;
use sesemr_common::id::{OpeningId, RecordId};

use super::{
    back_to_opening::BackToOpening,
    write_prescription::{PrescriptionSent, write_form::WriteForm},
};
use crate::{
    component::{
        loaded::{Loaded, use_answer_once},
        page::Page,
    },
    message::{ReadRecord, Source},
    model::{prescription::PrescriptionReceipt, record::RecordView},
    page::{not_found::NotFound, param::use_id, prescription::what_is_known::WhatIsKnown},
    text::{t, use_i18n},
};

/// Correcting a prescription.
#[component]
pub fn CorrectPrescriptionPage() -> impl IntoView {
    match (use_id::<OpeningId>("opening"), use_id::<RecordId>("record")) {
        (Some(opening), Some(record)) => view! { <CorrectionPage opening record /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn CorrectionPage(opening: OpeningId, record: RecordId) -> impl IntoView {
    let i18n = use_i18n();
    let source = Source::Opening(opening);
    let answer = use_answer_once(move || ReadRecord { source, record, version: None, save: false });
    let receipt = RwSignal::new(None::<PrescriptionReceipt>);
    view! {
        <Page title=t!(i18n, void.correct) wide=true>
            {move || match receipt.get() {
                Some(receipt) => view! { <PrescriptionSent receipt opening /> }.into_any(),
                None => view! { <Loaded answer let:view><CorrectionForm view opening receipt /></Loaded> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn CorrectionForm(
    view: RecordView,
    opening: OpeningId,
    receipt: RwSignal<Option<PrescriptionReceipt>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let record = view.summary.record;
    let Some(prescription) = view.prescription.filter(|prescription| prescription.may_void) else {
        return view! {
            <p>{t!(i18n, void.not_yours)}</p>
            <BackToOpening opening />
        }
        .into_any();
    };
    let (whose, patient) = (prescription.subject.clone(), prescription.subject);
    view! {
        <p class="lead">{t!(i18n, prescription.whose, person = whose)}</p>
        <WhatIsKnown opening />
        <WriteForm opening patient first=prescription.draft receipt corrects=record />
    }
    .into_any()
}
