//! Rows built from records that patients lent for research: what stands in them is chosen, and fewer people than one group
//! needs are refused.

use leptos::prelude::*;
use sesemr_common::{
    microagg::GroupSize,
    record::{CohortOffer, CohortValue},
};

use super::{
    problem_words::problem_words,
    study::{Source, Study},
};
use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        field::TextField,
        fold::Fold,
        form_errors::FormErrors,
        notice::{Notice, Tone},
        progress_bar::ProgressBar,
        revealed::Revealed,
        when,
    },
    message::{BuildCohort, ListCohort},
    model::cohort::{CohortOfferView, CohortView},
    text::{Texts, t, use_i18n},
};

const VALUES: [CohortValue; 3] = [CohortValue::Latest, CohortValue::Mean, CohortValue::Summary];

/// Rows from lent records, folded until somebody wants them: looking is a use of the openings.
#[component]
pub(super) fn BuildCohortFold(study: Study) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&["cohort", "cohort_k"]);
    let job = Job::new();
    on_cleanup(move || client.cancel(job));
    let offer = RwSignal::new(None::<CohortOfferView>);
    let look = Act::new(move || async move {
        errors.clear();
        offer.set(None);
        match client.ask_with_blobs(ListCohort {}, job).await {
            Ok((found, _)) => _ = offer.try_set(Some(found)),
            Err(error) => errors.show(i18n, &error),
        }
    });
    view! {
        <Fold summary=t!(i18n, cohort.open)>
            <p>{t!(i18n, cohort.what)}</p>
            <ErrorSummary errors />
            <ProgressBar job cancellable=true />
            <div class="actions">
                <Button look=Look::Secondary icon="search" pending=look.pending() on_press=look>
                    {t!(i18n, cohort.look)}
                </Button>
            </div>
            <p class="consequence">{t!(i18n, cohort.look_hint)}</p>
            {move || offer.get().map(|offer| view! { <Revealed><Choose study offer errors job /></Revealed> })}
        </Fold>
    }
}

#[component]
fn Choose(study: Study, offer: CohortOfferView, errors: FormErrors, job: Job) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let CohortOfferView { people, not_open, offers } = offer;
    let chosen = RwSignal::new(vec![None::<CohortValue>; offers.len()]);
    let k = RwSignal::new("3".to_owned());
    let keys = StoredValue::new(offers.iter().map(|offer| offer.key.clone()).collect::<Vec<_>>());
    let build = Act::new(move || async move {
        let size = k.get_untracked().trim().parse::<u32>().ok().filter(|size| GroupSize::try_from(*size).is_ok());
        let choices = chosen.get_untracked();
        let chosen = keys.with_value(|keys| {
            let pairs = keys.iter().zip(choices);
            pairs.filter_map(|(key, value)| Some((key.clone(), value?))).collect::<Vec<_>>()
        });
        let wrong = [
            chosen.is_empty().then(|| ("cohort", t!(i18n, table_problem.nothing_in_rows).to_owned())),
            size.is_none().then(|| ("cohort_k", t!(i18n, table_problem.k).to_owned())),
        ];
        if errors.check(wrong.into_iter().flatten()) {
            return;
        }
        let verb = BuildCohort { chosen, group_size: size.unwrap_or(GroupSize::DEFAULT.number()) };
        match client.ask_with_blobs(verb, job).await {
            Ok((CohortView::Built { openings, table, .. }, blobs)) => {
                let Some(csv) = blobs.get(table) else { return };
                let name = t!(i18n, cohort.file_name).to_owned();
                if let Err(problem) = study.bring(Source { name, csv, openings }).await {
                    errors.check([("cohort", problem_words(i18n, problem))]);
                }
            }
            Ok((CohortView::TooFewPeople { people, complete, k }, _)) => {
                let words = t!(i18n, table_problem.too_few_people, people = people, complete = complete, k = k);
                errors.check([("cohort", words)]);
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    let names = when::list(i18n, &people);
    let has_nobody = people.is_empty();
    view! {
        {if has_nobody {
            view! { <Notice tone=Tone::Warning><p>{t!(i18n, cohort.nobody)}</p></Notice> }.into_any()
        } else {
            view! { <p>{t!(i18n, cohort.people, people = names)}</p> }.into_any()
        }}
        {(not_open > 0).then(|| view! { <p>{t!(i18n, cohort.not_open, count = not_open)}</p> })}
        {(!has_nobody).then(|| view! {
            <div class="form">
                <fieldset class="ds-fieldset" id="cohort" tabindex="-1">
                    <legend class="ds-label">{t!(i18n, cohort.rows)}</legend>
                    <p class="small">{t!(i18n, cohort.rows_limit)}</p>
                    {offers.into_iter().enumerate().map(|(place, offer)| view! { <Offer place offer chosen /> }).collect_view()}
                </fieldset>
                <TextField id="cohort_k" label=t!(i18n, research.k) hint=t!(i18n, cohort.k_hint) value=k errors inputmode="numeric" />
                <div class="actions">
                    <Button icon="plus" pending=build.pending() on_press=build>{t!(i18n, cohort.build)}</Button>
                </div>
            </div>
        })}
    }
}

#[component]
fn Offer(place: usize, offer: CohortOffer, chosen: RwSignal<Vec<Option<CohortValue>>>) -> impl IntoView {
    let i18n = use_i18n();
    let CohortOffer { title, units, people, .. } = offer;
    let id = format!("cohort-{place}");
    let units: Vec<String> = units.into_iter().filter(|unit| !unit.is_empty()).collect();
    let unit = units.first().cloned().unwrap_or_default();
    let hint = t!(i18n, count.people, count = people);
    let choose = move |event| {
        let text = event_target_value(&event);
        let value = VALUES.into_iter().find(|value| value_key(*value) == text);
        chosen.update(|chosen| chosen.get_mut(place).into_iter().for_each(|place| *place = value));
    };
    view! {
        <div class="ds-field">
            <label class="ds-label" for=id.clone()>{title} " " <span class="small">{unit}</span></label>
            <p class="field-hint" data-field="description" id=format!("{id}-hint")>{hint}</p>
            <select class="ds-input" id=id.clone() aria-describedby=format!("{id}-hint") on:change=choose>
                <option value="">{t!(i18n, cohort.leave_out)}</option>
                {VALUES.map(|value| view! {
                    <option value=value_key(value)>{value_name(i18n, value)}</option>
                }).into_iter().collect_view()}
            </select>
        </div>
    }
}

const fn value_key(value: CohortValue) -> &'static str {
    match value {
        CohortValue::Latest => "latest",
        CohortValue::Mean => "mean",
        CohortValue::Summary => "summary",
    }
}

fn value_name(texts: Texts, value: CohortValue) -> &'static str {
    match value {
        CohortValue::Latest => t!(texts, cohort.latest),
        CohortValue::Mean => t!(texts, cohort.mean),
        CohortValue::Summary => t!(texts, cohort.summary),
    }
}
