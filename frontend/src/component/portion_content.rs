//! A portion as tables and charts: how old the newest is, a chart for each series, a table for each family.

use leptos::prelude::*;
use sesemr_common::{portion::Portion, record::ClinicalDate};

use super::{
    medicine_list::{AllergyList, MedicineList},
    record_tables::RecordTables,
    series_chart::SeriesChart,
    when,
};
use crate::{
    model::{
        family::newest,
        medicines::Allergies,
        record::{PortionView, RecordSummary},
        series::begins,
    },
    text::{Texts, t, use_i18n},
};

/// The content of a portion.
#[component]
pub fn PortionContent(
    /// What it holds.
    view: PortionView,
    /// Whether it is the reader's own.
    own: bool,
    /// Where a record's page is.
    #[prop(into)]
    href: Callback<RecordSummary, String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let age = newest(&view.records).map(|date| age_words(i18n, &date));
    let tables = match view.portion {
        Portion::Allergies => view! { <AllergyList allergies=Allergies::of(view.records) own href /> }.into_any(),
        Portion::Medications => view! { <MedicineList records=view.records href /> }.into_any(),
        _ => view! { <RecordTables records=view.records href /> }.into_any(),
    };
    view! {
        {age.map(|age| view! { <p class="small">{age}</p> })}
        {view.series.into_iter().map(|series| view! { <SeriesChart series /> }).collect_view()}
        {tables}
    }
}

/// "The newest of these is 3 days old."
fn age_words(texts: Texts, date: &ClinicalDate) -> String {
    t!(texts, opened.age, ago = when::ago(texts, begins(date)))
}
