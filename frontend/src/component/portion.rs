//! Portions in words and pictures.

use leptos::prelude::*;
use sesemr_common::portion::Portion;

use super::{icon::Icon, when};
use crate::{
    model::record::PortionSummary,
    text::{Texts, t, use_i18n, within},
};

/// What a portion is called at the beginning of a line: "Medicines".
pub fn portion_name(texts: Texts, portion: Portion) -> String {
    match portion {
        Portion::Personal => t!(texts, portion.personal),
        Portion::Allergies => t!(texts, portion.allergies),
        Portion::History => t!(texts, portion.history),
        Portion::Medications => t!(texts, portion.medications),
        Portion::Laboratory => t!(texts, portion.laboratory),
        Portion::Readings => t!(texts, portion.readings),
        Portion::ReadingsSummary => t!(texts, portion.readings_summary),
        Portion::ImagingDocuments => t!(texts, portion.imaging_documents),
        Portion::Immunizations => t!(texts, portion.immunizations),
        Portion::Insurance => t!(texts, portion.insurance),
    }
    .to_owned()
}

/// What goes there, in one line.
pub fn portion_hint(texts: Texts, portion: Portion) -> String {
    match portion {
        Portion::Personal => t!(texts, portion_hint.personal),
        Portion::Allergies => t!(texts, portion_hint.allergies),
        Portion::History => t!(texts, portion_hint.history),
        Portion::Medications => t!(texts, portion_hint.medications),
        Portion::Laboratory => t!(texts, portion_hint.laboratory),
        Portion::Readings => t!(texts, portion_hint.readings),
        Portion::ReadingsSummary => t!(texts, portion_hint.readings_summary),
        Portion::ImagingDocuments => t!(texts, portion_hint.imaging_documents),
        Portion::Immunizations => t!(texts, portion_hint.immunizations),
        Portion::Insurance => t!(texts, portion_hint.insurance),
    }
    .to_owned()
}

/// Portions within a sentence: "medicines, allergies and test results".
pub fn portion_names(texts: Texts, portions: &[Portion]) -> String {
    let names: Vec<String> = portions.iter().map(|portion| within(texts, &portion_name(texts, *portion))).collect();
    when::list(texts, &names)
}

/// "214 records, newest 1 August 2026".
pub fn portion_count(texts: Texts, summary: &PortionSummary) -> String {
    let count = summary.count;
    if let Some(newest) = &summary.newest {
        t!(texts, records.count_newest, count = count, newest = when::clinical(texts, newest))
    } else {
        t!(texts, count.records, count = count)
    }
}

const fn icon_of(portion: Portion) -> &'static str {
    match portion {
        Portion::Personal => "user",
        Portion::Allergies => "triangle-alert",
        Portion::History => "history",
        Portion::Medications => "pill",
        Portion::Laboratory => "flask-conical",
        Portion::Readings => "heart-pulse",
        Portion::ReadingsSummary => "activity",
        Portion::ImagingDocuments => "image",
        Portion::Immunizations => "syringe",
        Portion::Insurance => "receipt",
    }
}

/// Icon and name.
#[component]
pub fn PortionLabel(
    /// Which.
    portion: Portion,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <span class="portion-label">
            <Icon name=icon_of(portion) />
            {portion_name(i18n, portion)}
        </span>
    }
}
