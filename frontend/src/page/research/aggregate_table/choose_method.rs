//! The method and its numbers, each with what it means.

use leptos::prelude::*;
use sesemr_common::microagg::MethodName;

use super::{problem_words::problem_words, study::Study, work_bar::WorkBar};
use crate::{
    act::Act,
    component::{
        button::Button,
        field::{SelectField, TextField},
        form::Form,
        form_errors::FormErrors,
        method_words::{method_hint, method_name},
        notice::{Notice, Tone},
        radio::{Choice, RadioGroup},
    },
    model::research::method_form::MethodForm,
    text::{Texts, t, use_i18n},
};

/// The form.
#[component]
pub(super) fn ChooseMethod(study: Study) -> impl IntoView {
    let i18n = use_i18n();
    let errors = FormErrors::new(&["method", "k", "gamma", "seconds", "range", "level"]);
    let field = |text: &str| RwSignal::new(text.to_owned());
    let method_key = field(MethodName::MdavGeneric.key());
    let method = Memo::new(move |_| method_key.get().parse().unwrap_or(MethodName::MdavGeneric));
    let (k, gamma, refine, seconds, range, level) =
        (field("3"), field(""), field("none"), field("10"), field("5"), field("0.1"));
    let run = Act::new(move || async move {
        let form = MethodForm {
            method: method.get_untracked(),
            k: k.get_untracked(),
            gamma: gamma.get_untracked(),
            refine: refine.get_untracked(),
            seconds: seconds.get_untracked(),
            range: range.get_untracked(),
            level: level.get_untracked(),
        };
        match form.check() {
            Err(wrong) => _ = errors.check(wrong.into_iter().map(|field| (field, field_words(i18n, field).to_owned()))),
            Ok(choice) => {
                errors.clear();
                let problems = study.run(vec![choice]).await;
                errors.check(problems.into_iter().map(|(_, problem)| ("method", problem_words(i18n, problem))));
            }
        }
    });
    let methods = MethodName::ALL.map(|method| (method.key().to_owned(), method_name(i18n, method).to_owned()));
    let refinements = vec![
        Choice { value: "none".to_owned(), label: t!(i18n, research.refine_none).to_owned(), hint: String::new() },
        Choice {
            value: "descent".to_owned(),
            label: t!(i18n, research.refine_descent).to_owned(),
            hint: t!(i18n, research.refine_descent_hint).to_owned(),
        },
        Choice {
            value: "search".to_owned(),
            label: t!(i18n, research.refine_search).to_owned(),
            hint: t!(i18n, research.refine_search_hint).to_owned(),
        },
    ];
    let refinements = StoredValue::new(refinements);
    let groups = move || method.get().makes_groups();
    view! {
        <section class="ds-card card no-print">
            <h2 class="ds-heading" data-size="sm">{t!(i18n, research.method)}</h2>
            <Form on_submit=run errors>
                <SelectField id="method" label=t!(i18n, research.method) options=methods.to_vec() value=method_key errors />
                <p>{move || method_hint(i18n, method.get())}</p>
                <Show when=move || !groups()>
                    <Notice tone=Tone::Warning><p>{t!(i18n, research.no_promise)}</p></Notice>
                </Show>
                <Show when=move || method.get().takes_k()>
                    <TextField id="k" label=t!(i18n, research.k) hint=t!(i18n, research.k_hint) value=k errors inputmode="numeric" />
                </Show>
                <Show when=move || method.get() == MethodName::VMdav>
                    <TextField id="gamma" label=t!(i18n, research.gamma) hint=t!(i18n, research.gamma_hint) value=gamma errors inputmode="decimal" />
                </Show>
                <Show when=move || method.get() == MethodName::RankSwapping>
                    <TextField id="range" label=t!(i18n, research.range) hint=t!(i18n, research.range_hint) value=range errors inputmode="decimal" />
                </Show>
                <Show when=move || method.get().is_noise()>
                    <TextField id="level" label=t!(i18n, research.level) hint=t!(i18n, research.level_hint) value=level errors inputmode="decimal" />
                </Show>
                <Show when=groups>
                    <RadioGroup id="refine" legend=t!(i18n, research.refine) choices=refinements.get_value() value=refine />
                </Show>
                <Show when=move || groups() && refine.with(|refine| refine == "search")>
                    <TextField id="seconds" label=t!(i18n, research.seconds) hint=t!(i18n, research.seconds_hint) value=seconds errors inputmode="numeric" />
                </Show>
                <WorkBar study />
                <div class="actions">
                    <Button icon="flask-conical" pending=run.pending()>{t!(i18n, research.run)}</Button>
                </div>
            </Form>
        </section>
    }
}

/// What is wrong with a number.
fn field_words(texts: Texts, field: &str) -> &'static str {
    match field {
        "gamma" => t!(texts, table_problem.gamma),
        "seconds" => t!(texts, table_problem.seconds),
        "range" => t!(texts, table_problem.range),
        "level" => t!(texts, table_problem.level),
        _ => t!(texts, table_problem.k),
    }
}
