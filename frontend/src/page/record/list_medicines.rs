//! A patient's medicines and allergies on one page: from files and from prescriptions, each line with its source.

use leptos::prelude::*;
use sesemr_common::portion::Portion;

use crate::{
    component::{
        as_left::AsLeft,
        back_to_list::BackToList,
        loaded::{Loaded, use_answer},
        medicine_list::{AllergyList, MedicineList},
        page::Page,
    },
    message::{ReadPortion, Source},
    model::{
        medicines::Allergies,
        record::{RecordSummary, RecordView},
    },
    route,
    text::{t, use_i18n},
};

/// A patient's medicines and allergies.
#[component]
pub fn ListMedicinesPage() -> impl IntoView {
    let i18n = use_i18n();
    AsLeft::provide(route::MEDICINES.to_owned());
    let read = |portion| use_answer(move || ReadPortion { source: Source::Own, portion });
    let (allergies, medicines) = (read(Portion::Allergies), read(Portion::Medications));
    let href = Callback::new(|record: RecordSummary| route::record(record.record));
    let visible = |records: Vec<RecordView>| records.into_iter().filter(|record| !record.summary.hidden).collect();
    view! {
        <Page title=t!(i18n, medicines.title) wide=true>
            <Loaded answer=allergies let:view>
                <div class="stack-tight">
                    <AllergyList allergies=Allergies::of(visible(view.records)) own=true href />
                </div>
            </Loaded>
            <Loaded answer=medicines let:view>
                <div class="stack-tight"><MedicineList records=visible(view.records) href /></div>
            </Loaded>
            <BackToList to=route::RECORDS />
        </Page>
    }
}
