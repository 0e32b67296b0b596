//! Medicines and allergies: one list of what files and prescriptions say, each line with its source; and what it means
//! that no allergy is listed.

use leptos::prelude::*;

use super::{
    lazy_fold::LazyFold,
    notice::{Notice, Tone},
    record_tables::RecordTables,
};
use crate::{
    model::{
        medicines::{Allergies, current_medicines},
        record::{RecordSummary, RecordView},
    },
    text::{few, t, use_i18n},
};

/// What is taken now, and, folded, everything else: stopped, void, withdrawn.
#[component]
pub fn MedicineList(
    /// All medicines, newest first.
    records: Vec<RecordView>,
    /// Where a record's page is.
    #[prop(into)]
    href: Callback<RecordSummary, String>,
    /// Says beside each date how long ago that is.
    #[prop(optional)]
    with_age: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let (now, before) = current_medicines(records);
    let count = few(before.len());
    view! {
        {if now.is_empty() {
            view! { <p>{t!(i18n, medicines.none_now)}</p> }.into_any()
        } else {
            view! { <RecordTables records=now href with_age /> }.into_any()
        }}
        {(!before.is_empty()).then(|| view! {
            <LazyFold line=t!(i18n, medicines.before, count = count) name="before">
                <RecordTables records=before.clone() href with_age />
            </LazyFold>
        })}
    }
}

/// Allergies, or which of the three silences this is.
#[component]
pub fn AllergyList(
    /// What is known.
    allergies: Allergies,
    /// Whether they are the reader's own.
    own: bool,
    /// Where a record's page is.
    #[prop(into)]
    href: Callback<RecordSummary, String>,
    /// Says beside each date how long ago that is.
    #[prop(optional)]
    with_age: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    match allergies {
        Allergies::NotOpen => {
            view! { <Notice tone=Tone::Warning><p>{t!(i18n, prescription.no_allergies)}</p></Notice> }.into_any()
        }
        Allergies::NothingRecorded => {
            let words =
                if own { t!(i18n, medicines.no_allergy_recorded_own) } else { t!(i18n, medicines.no_allergy_recorded) };
            view! { <Notice tone=Tone::Warning><p>{words}</p></Notice> }.into_any()
        }
        Allergies::NoneKnown { said } => view! {
            <Notice><p>{t!(i18n, medicines.none_known)}</p></Notice>
            <RecordTables records=said href with_age />
        }
        .into_any(),
        Allergies::Recorded { records, contradicts } => view! {
            {contradicts.then(|| view! {
                <Notice tone=Tone::Warning><p>{t!(i18n, medicines.contradiction)}</p></Notice>
            })}
            <RecordTables records href with_age />
        }
        .into_any(),
    }
}
