//! What stands above every prescription: allergies and medicines of the patient, as far as they are open.

use leptos::prelude::*;
use sesemr_common::{id::OpeningId, portion::Portion};

use crate::{
    component::{
        loaded::{Loaded, use_answer_once},
        medicine_list::{AllergyList, MedicineList},
        notice::{Notice, Tone},
    },
    message::{ReadOpening, ReadPortion, Source},
    model::{
        medicines::Allergies,
        opening::OpeningView,
        record::{PortionView, RecordSummary},
    },
    route,
    text::{t, use_i18n},
};

/// Allergies and medicines under an opening.
#[component]
pub fn WhatIsKnown(
    /// The opening.
    opening: OpeningId,
) -> impl IntoView {
    let answer = use_answer_once(move || ReadOpening { opening });
    view! { <Loaded answer let:view><Known view /></Loaded> }
}

#[component]
fn Known(view: OpeningView) -> impl IntoView {
    let i18n = use_i18n();
    let opening = view.opening;
    let allergies = view.is_open(Portion::Allergies);
    let medicines = view.is_open(Portion::Medications);
    view! {
        {if allergies {
            view! { <KnownPortion opening portion=Portion::Allergies /> }.into_any()
        } else {
            let href = move |record: RecordSummary| route::opened_record(opening, record.record);
            view! { <AllergyList allergies=Allergies::NotOpen own=false href /> }.into_any()
        }}
        {if medicines {
            view! { <KnownPortion opening portion=Portion::Medications /> }.into_any()
        } else {
            view! { <Notice tone=Tone::Warning><p>{t!(i18n, prescription.no_medicines)}</p></Notice> }.into_any()
        }}
    }
}

#[component]
fn KnownPortion(opening: OpeningId, portion: Portion) -> impl IntoView {
    let source = Source::Opening(opening);
    let answer = use_answer_once(move || ReadPortion { source, portion });
    view! { <Loaded answer let:view><KnownRecords view opening /></Loaded> }
}

#[component]
fn KnownRecords(view: PortionView, opening: OpeningId) -> impl IntoView {
    let href = move |record: RecordSummary| route::opened_record(opening, record.record);
    if view.portion == Portion::Allergies {
        view! { <AllergyList allergies=Allergies::of(view.records) own=false href with_age=true /> }.into_any()
    } else {
        view! { <MedicineList records=view.records href with_age=true /> }.into_any()
    }
}
