//! Portions in words and pictures.

use leptos::prelude::*;
use sesemr_common::portion::Portion;

use super::{icon::Icon, when};
use crate::{
    model::record::PortionSummary,
    text::{Texts, t_string, use_i18n},
};

/// What a portion is called at the beginning of a line: "Medicines".
pub fn portion_name(texts: Texts, portion: Portion) -> String {
    match portion {
        Portion::Personal => t_string!(texts, portion.personal),
        Portion::Allergies => t_string!(texts, portion.allergies),
        Portion::History => t_string!(texts, portion.history),
        Portion::Medications => t_string!(texts, portion.medications),
        Portion::Laboratory => t_string!(texts, portion.laboratory),
        Portion::Readings => t_string!(texts, portion.readings),
        Portion::ReadingsSummary => t_string!(texts, portion.readings_summary),
        Portion::ImagingDocuments => t_string!(texts, portion.imaging_documents),
        Portion::Immunizations => t_string!(texts, portion.immunizations),
        Portion::Insurance => t_string!(texts, portion.insurance),
    }
    .to_owned()
}

/// What goes there, in one line.
pub fn portion_hint(texts: Texts, portion: Portion) -> String {
    match portion {
        Portion::Personal => t_string!(texts, portion_hint.personal),
        Portion::Allergies => t_string!(texts, portion_hint.allergies),
        Portion::History => t_string!(texts, portion_hint.history),
        Portion::Medications => t_string!(texts, portion_hint.medications),
        Portion::Laboratory => t_string!(texts, portion_hint.laboratory),
        Portion::Readings => t_string!(texts, portion_hint.readings),
        Portion::ReadingsSummary => t_string!(texts, portion_hint.readings_summary),
        Portion::ImagingDocuments => t_string!(texts, portion_hint.imaging_documents),
        Portion::Immunizations => t_string!(texts, portion_hint.immunizations),
        Portion::Insurance => t_string!(texts, portion_hint.insurance),
    }
    .to_owned()
}

/// Portions within a sentence: "medicines, allergies and test results".
pub fn portion_names(texts: Texts, portions: &[Portion]) -> String {
    let names: Vec<String> = portions.iter().map(|portion| portion_name(texts, *portion).to_lowercase()).collect();
    when::list(texts, &names)
}

/// "214 records, newest 1 August 2026".
pub fn portion_count(texts: Texts, summary: &PortionSummary) -> String {
    let count = summary.count;
    if let Some(newest) = &summary.newest {
        t_string!(texts, records.count_newest, count = count, newest = when::clinical(texts, newest))
    } else {
        t_string!(texts, count.records, count = count)
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
            {move || portion_name(i18n, portion)}
        </span>
    }
}
