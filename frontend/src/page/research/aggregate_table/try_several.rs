//! Several methods and several k at once, to be compared on the same table.

use leptos::prelude::*;
use sesemr_common::microagg::MethodName;

use super::{problem_words::problem_words, study::Study};
use crate::{
    act::Act,
    component::{
        button::{Button, Look},
        checkbox::Checkbox,
        error_summary::ErrorSummary,
        field::{FieldError, TextField},
        fold::Fold,
        form_errors::FormErrors,
        method_words::{choice_words, method_name},
    },
    model::research::{choice::MethodChoice, method_form::group_sizes},
    text::{t, use_i18n},
};

/// Several at once.
#[component]
pub(super) fn TrySeveral(study: Study) -> impl IntoView {
    let i18n = use_i18n();
    let errors = FormErrors::new(&["methods", "sizes"]);
    let methods = RwSignal::new(Vec::<MethodName>::new());
    let sizes = RwSignal::new("3, 5, 10".to_owned());
    let run = Act::new(move || async move {
        let chosen = methods.get_untracked();
        let sizes = group_sizes(&sizes.get_untracked());
        let wrong = [
            chosen.is_empty().then(|| ("methods", t!(i18n, table_problem.no_method).to_owned())),
            sizes.is_none().then(|| ("sizes", t!(i18n, table_problem.sizes).to_owned())),
        ];
        if errors.check(wrong.into_iter().flatten()) {
            return;
        }
        let problems = study.run(all(&chosen, &sizes.unwrap_or_default())).await;
        let words = problems.into_iter().map(|(method, problem)| {
            let (method, why) = (choice_words(i18n, &method), problem_words(i18n, problem));
            ("methods", t!(i18n, research.method_problem, method = method, why = why))
        });
        errors.check(words);
    });
    let tick = move |method: MethodName| {
        view! {
            <Checkbox
                checked=Signal::derive(move || methods.with(|methods| methods.contains(&method)))
                on_change=move |chosen: bool| methods.update(|methods| {
                    methods.retain(|other| *other != method);
                    methods.extend(chosen.then_some(method));
                })
                label=method_name(i18n, method)
            />
        }
    };
    view! {
        <section class="ds-card card no-print">
            <h2 class="ds-heading" data-size="sm">{t!(i18n, research.several)}</h2>
            <p>{t!(i18n, research.several_hint)}</p>
            <Fold summary=t!(i18n, research.several_open)>
                <div class="form">
                    <ErrorSummary errors />
                    <fieldset class="ds-fieldset" id="methods" tabindex="-1" aria-describedby="methods-error">
                        <legend class="ds-label">{t!(i18n, research.methods)}</legend>
                        {MethodName::ALL.map(tick).into_iter().collect_view()}
                        <FieldError id="methods" error=errors.of("methods") />
                    </fieldset>
                    <TextField id="sizes" label=t!(i18n, research.sizes) hint=t!(i18n, research.sizes_hint) value=sizes errors />
                    <div class="actions">
                        <Button look=Look::Secondary icon="flask-conical" pending=run.pending() on_press=run>
                            {t!(i18n, research.run_several)}
                        </Button>
                    </div>
                </div>
            </Fold>
        </section>
    }
}

/// Every method with every k that it takes, in the order in which methods are offered.
fn all(methods: &[MethodName], sizes: &[u32]) -> Vec<MethodChoice> {
    let of_method = |method: MethodName| {
        let count = if method.takes_k() { sizes.len() } else { 1 };
        sizes.iter().take(count).map(move |k| MethodChoice::plain(method, *k))
    };
    MethodName::ALL.into_iter().filter(|method| methods.contains(method)).flat_map(of_method).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_without_k_is_run_once() {
        let chosen = [MethodName::RankSwapping, MethodName::MdavGeneric];
        let tries: Vec<_> = all(&chosen, &[3, 5]).into_iter().map(|choice| (choice.method, choice.k)).collect();
        let mdav = MethodName::MdavGeneric;
        assert_eq!(tries, [(mdav, Some(3)), (mdav, Some(5)), (MethodName::RankSwapping, None)]);
    }
}
