//! The Research page: a table is brought, columns and a method are chosen, and what came of it is shown, compared and saved.
//! Everything is computed in the research worker; a server gets nothing but what somebody has encrypted for their own records.

pub mod build_cohort;
pub mod choose_columns;
pub mod choose_method;
pub mod choose_table;
pub mod compare_tries;
pub mod order_categories;
pub mod outcome_pictures;
pub mod outcome_tables;
pub mod outcome_words;
mod problem_words;
pub mod publish_outcome;
pub mod save_outcome;
pub mod show_outcome;
pub mod study;
pub mod try_several;
pub mod work_bar;

use leptos::prelude::*;

use self::{
    choose_columns::ChooseColumns, choose_method::ChooseMethod, choose_table::ChooseTable, compare_tries::CompareTries,
    publish_outcome::PublishOutcome, show_outcome::ShowOutcome, study::Study, try_several::TrySeveral,
};
use crate::{
    component::page::Page,
    text::{t, use_i18n},
};

/// The Research page.
#[component]
pub fn AggregateTablePage() -> impl IntoView {
    let i18n = use_i18n();
    let study = Study::new();
    view! {
        <Page title=t!(i18n, research.title) wide=true>
            <div class="stack-tight no-print">
                <p>{t!(i18n, research.lead)}</p>
                <p class="small">{t!(i18n, research.stays_here)}</p>
            </div>
            <ChooseTable study />
            <Show when=move || study.has_table()>
                <ChooseColumns study />
                <ChooseMethod study />
                <TrySeveral study />
                <ShowOutcome study />
                <PublishOutcome study />
                <CompareTries study />
            </Show>
        </Page>
    }
}
