//! The tries side by side on the same table, and loss against k. They are printed with the report above them.

use leptos::prelude::*;

use super::study::Study;
use crate::{
    component::{
        button::{Button, Look},
        loss_chart::LossChart,
        method_words::choice_words,
        when,
    },
    model::research::{compare::Figures, loss_chart::LossChart as Layout},
    text::{Texts, t, use_i18n},
};

/// Which column holds the buttons: on paper there is nothing to press.
const DETAILS: usize = 1;

/// The tries, once there is more than one.
#[component]
pub(super) fn CompareTries(study: Study) -> impl IntoView {
    let i18n = use_i18n();
    let tried = move || Some(study.tried()).filter(|tried| tried.len() > 1);
    let numbers = move || study.tried().into_iter().map(|(number, _)| number).collect::<Vec<u32>>();
    let chart = move || {
        let losses: Vec<_> =
            tried()?.iter().map(|(_, outcome)| (outcome.choice, outcome.report.utility.information_loss)).collect();
        Layout::of(&losses).map(|chart| view! { <LossChart chart /> })
    };
    let row = move |number: u32| {
        study.find(number).map(|found| {
            let name = choice_words(i18n, &found.outcome.choice);
            let figures = Figures::of(&found.outcome);
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="no-print">
                        {move || if study.shown() == Some(number) {
                            view! { <strong>{t!(i18n, research.shown)}</strong> }.into_any()
                        } else {
                            view! {
                                <Button look=Look::Quiet on_press=move || study.show(number)>{t!(i18n, form.show)}</Button>
                            }.into_any()
                        }}
                    </td>
                    {cells(i18n, &figures).into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}
                </tr>
            }
        })
    };
    let head = |(place, words): (usize, &'static str)| {
        let is_for_buttons = place == DETAILS;
        view! { <th scope="col" class:no-print=is_for_buttons>{words}</th> }
    };
    view! {
        <Show when=move || tried().is_some()>
            <section class="ds-card card compare">
                <h2 class="ds-heading" data-size="sm">{t!(i18n, research.compare)}</h2>
                <div class="scroll-x" tabindex="0" role="region" aria-label=t!(i18n, research.compare)>
                    <table class="ds-table figures" data-size="sm" data-zebra="true">
                        <caption>{t!(i18n, research.compare_caption)}</caption>
                        <thead>
                            <tr>{heads(i18n).into_iter().enumerate().map(head).collect_view()}</tr>
                        </thead>
                        <tbody>
                            <For
                                each=numbers
                                key=|number| *number
                                children=row
                            />
                        </tbody>
                    </table>
                </div>
                {chart}
            </section>
        </Show>
    }
}

fn heads(texts: Texts) -> Vec<&'static str> {
    vec![
        t!(texts, research.method),
        t!(texts, research.details),
        t!(texts, measure.loss),
        t!(texts, measure.groups),
        t!(texts, measure.reached),
        t!(texts, measure.guess),
        t!(texts, measure.found),
        t!(texts, measure.disclosed),
        t!(texts, measure.diversity),
        t!(texts, measure.closeness),
        t!(texts, measure.seconds),
    ]
}

fn cells(texts: Texts, figures: &Figures) -> Vec<String> {
    let percent = |value: f64| t!(texts, research.percent, percent = when::number(texts, value));
    let none = || "–".to_owned();
    vec![
        percent(figures.loss),
        figures.groups.to_string(),
        figures.reached.to_string(),
        percent(figures.guess),
        percent(figures.found),
        percent(figures.disclosed),
        figures.diversity.map_or_else(none, |diversity| diversity.to_string()),
        figures.closeness.map_or_else(none, |distance| when::number(texts, distance)),
        t!(texts, measure.seconds_value, seconds = when::number(texts, figures.seconds)),
    ]
}
