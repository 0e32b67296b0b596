//! What can be said of a finished table and what cannot, and its figures with their definitions.

use leptos::prelude::*;
use sesemr_common::{microagg::MethodName, record::make_visible};

use crate::{
    component::{
        notice::{Notice, Tone},
        when,
    },
    model::research::{
        choice::{ColumnChoice, ColumnRole},
        outcome::{OutcomeView, Standing},
    },
    text::{Texts, few, t},
};

/// What can be said, and every risk that is seen. Words that promise no more than was counted.
pub(super) fn verdict(i18n: Texts, outcome: &OutcomeView, columns: &[ColumnChoice]) -> impl IntoView + use<> {
    let standing = match outcome.standing() {
        Standing::Grouped { reached } => {
            view! { <Notice tone=Tone::Success><p>{t!(i18n, research.grouped, k = few(reached))}</p></Notice> }
                .into_any()
        }
        Standing::NoPromise { unique } => {
            let ranking = outcome.choice.method == MethodName::IndividualRanking;
            let promise = if ranking { t!(i18n, research.ranking_no_promise) } else { t!(i18n, research.no_promise) };
            let alone = t!(i18n, research.stand_alone, unique = few(unique), rows = outcome.rows);
            view! {
                <Notice tone=Tone::Danger>
                    <p>{promise}</p>
                    <p>{alone}</p>
                </Notice>
            }
            .into_any()
        }
    };
    let agreeing = outcome.agreeing().into_iter().map(|found| {
        let percent = when::number(i18n, found.rows);
        let words = t!(i18n, research.agreeing, column = make_visible(&found.column), percent = percent);
        view! { <Notice tone=Tone::Danger><p>{words}</p></Notice> }
    });
    let kept = columns.iter().filter(|column| column.role == ColumnRole::Keep);
    let kept: Vec<String> = kept.map(|column| make_visible(&column.name)).collect();
    view! {
        {standing}
        {agreeing.collect_view()}
        {(!kept.is_empty()).then(|| view! {
            <Notice tone=Tone::Warning><p>{t!(i18n, research.kept_risk, columns = when::list(i18n, &kept))}</p></Notice>
        })}
    }
}

/// Figures: name, value, and what it means.
pub(super) fn measures(texts: Texts, outcome: &OutcomeView) -> Vec<(&'static str, String, &'static str)> {
    let percent = |value: f64| t!(texts, research.percent, percent = when::number(texts, value));
    let report = &outcome.report;
    let mut measures = vec![
        (t!(texts, measure.loss), percent(report.utility.information_loss), t!(texts, measure.loss_meaning)),
        (t!(texts, measure.reached), report.reached.group_size_min.to_string(), t!(texts, measure.reached_meaning)),
    ];
    if let Some(groups) = &outcome.groups {
        let sizes = t!(
            texts,
            measure.sizes,
            groups = few(groups.groups),
            least = few(groups.group_size_min),
            most = few(groups.group_size_max)
        );
        measures.push((t!(texts, measure.groups), sizes, t!(texts, measure.groups_meaning)));
    }
    if let Some(il1s) = report.utility.il1s {
        measures.push((t!(texts, measure.il1s), when::precise(texts, il1s), t!(texts, measure.il1s_meaning)));
    }
    if let Some(change) = report.utility.correlation_change {
        let value = when::precise(texts, change);
        measures.push((t!(texts, measure.correlation), value, t!(texts, measure.correlation_meaning)));
    }
    let seconds = t!(texts, measure.seconds_value, seconds = when::number(texts, outcome.seconds));
    measures.push((t!(texts, measure.seconds), seconds, t!(texts, measure.seconds_meaning)));
    measures
}
