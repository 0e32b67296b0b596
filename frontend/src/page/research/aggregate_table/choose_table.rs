//! Bringing a table: a file is chosen or dropped, and its first rows are shown.

use leptos::prelude::*;
use sesemr_common::record::make_visible;
use web_sys::File;

use super::{
    build_cohort::BuildCohortFold,
    problem_words::problem_words,
    study::{Source, Study},
};
use crate::{
    act::Act,
    component::{
        drop_zone::DropZone,
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        import_parts::file_name,
        notice::{Notice, Tone},
    },
    message::research::TableProblem,
    model::research::table::TableView,
    session::Session,
    text::{Texts, few, t, use_i18n},
};

/// Bringing a table.
#[component]
pub(super) fn ChooseTable(study: Study) -> impl IntoView {
    let i18n = use_i18n();
    let errors = FormErrors::new(&["table"]);
    let chosen = StoredValue::new_local(None::<File>);
    let look = Act::new(move || async move {
        let Some(file) = chosen.get_value() else { return };
        let source =
            Source { name: file_name(i18n, &make_visible(&file.name())), csv: file.into(), openings: Vec::new() };
        match study.bring(source).await {
            Ok(()) | Err(TableProblem::Cancelled) => {}
            Err(problem) => _ = errors.check([("table", problem_words(i18n, problem))]),
        }
    });
    let take = UnsyncCallback::new(move |files: Vec<File>| {
        if let Some(file) = files.into_iter().next() {
            errors.clear();
            chosen.set_value(Some(file));
            look.run();
        }
    });
    let session = Session::expect();
    // Only clinicians are lent records.
    let is_lent = session.account().get_untracked().is_some_and(|account| !account.is_patient());
    let closed = RwSignal::new(false);
    Effect::new(move |_| {
        // A table that comes is looked at too.
        study.table().track();
        if study.forget_ended(|opening| session.end_of(opening).is_some()) {
            closed.set(true);
        }
    });
    view! {
        <section class="ds-card card no-print">
            <h2 class="ds-heading" data-size="sm">{t!(i18n, research.table)}</h2>
            <ErrorSummary errors />
            <DropZone id="table" label=t!(i18n, research.drop) hint=t!(i18n, research.drop_hint) on_files=take />
            {is_lent.then(|| view! { <BuildCohortFold study /> })}
            <Show when=move || closed.get() && !study.has_table()>
                <Notice tone=Tone::Warning><p>{t!(i18n, research.closed)}</p></Notice>
            </Show>
            {move || study.table().get().map(|table| view! { <Head table name=study.source_name() /> })}
        </section>
    }
}

/// What was found, and the first rows.
#[component]
fn Head(table: TableView, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let TableView { rows, delimiter, decimal, head, columns } = table;
    let size = t!(i18n, research.size, rows = rows, columns = few(columns.len()));
    view! {
        <p role="status"><strong>{name}</strong> " " {size}</p>
        <p class="small">{t!(i18n, research.marks, delimiter = delimiter_name(i18n, delimiter), decimal = mark_name(i18n, decimal))}</p>
        <div class="scroll-x" tabindex="0" role="region" aria-label=t!(i18n, research.first_rows)>
            <table class="ds-table figures" data-size="sm">
                <caption>{t!(i18n, research.first_rows)}</caption>
                <thead>
                    <tr>{columns.into_iter().map(|column| view! { <th scope="col">{make_visible(&column.name)}</th> }).collect_view()}</tr>
                </thead>
                <tbody>
                    {head.into_iter().map(|row| view! {
                        <tr>{row.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

fn delimiter_name(texts: Texts, delimiter: char) -> &'static str {
    match delimiter {
        ';' => t!(texts, research.semicolon),
        '\t' => t!(texts, research.tab),
        '|' => t!(texts, research.bar),
        _ => t!(texts, research.comma),
    }
}

fn mark_name(texts: Texts, decimal: char) -> &'static str {
    if decimal == ',' { t!(texts, research.comma) } else { t!(texts, research.point) }
}
