//! What an import will store, the picture of the readings before and after aggregation, the upload, and what became of it.

use leptos::prelude::*;

use super::publish_records::InterruptedCard;
use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::{Button, Look},
        checkbox::Checkbox,
        error_summary::ErrorSummary,
        field::SelectField,
        form_errors::FormErrors,
        import_parts::{FileReport, PortionCounts},
        link_button::LinkButton,
        notice::{Notice, Tone},
        progress_bar::ProgressBar,
        revealed::Revealed,
        series_chart::SeriesChart,
        when,
    },
    message::{ChooseGroupSize, ConfirmImport, DiscardImport},
    model::import::{FilePreview, ImportPreview, ImportResult},
    route,
    text::{t, use_i18n},
};

/// The group sizes that are offered.
const GROUP_SIZES: [u8; 6] = [2, 3, 4, 5, 7, 10];

/// From a preview to what became of it.
#[component]
pub(super) fn PublishSteps(preview: RwSignal<Option<ImportPreview>>) -> impl IntoView {
    let result = RwSignal::new(None::<ImportResult>);
    move || match (result.get(), preview.get()) {
        (Some(result), _) => view! { <Outcome result /> }.into_any(),
        (None, Some(shown)) => view! { <Preview shown preview result /> }.into_any(),
        (None, None) => ().into_any(),
    }
}

#[component]
fn Preview(
    shown: ImportPreview,
    preview: RwSignal<Option<ImportPreview>>,
    result: RwSignal<Option<ImportResult>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let job = Job::new();
    let errors = FormErrors::new(&[]);
    let import = shown.import;
    let names: Vec<String> = shown.files.iter().map(|file| file.name.clone()).collect();
    let total: u32 = shown.portions.iter().map(|portion| portion.count).sum();
    let left_out = RwSignal::new(Vec::<u32>::new());
    let confirm = Act::new(move || {
        let verb = ConfirmImport { import, left_out: left_out.get_untracked() };
        async move {
            match client.ask_long(verb, Vec::new(), job).await {
                Ok(outcome) => {
                    client.changed();
                    result.set(Some(outcome));
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    let discard = Act::new(move || async move {
        // A preview that the worker has forgotten already is gone too.
        drop(client.ask(DiscardImport { import }).await);
        preview.set(None);
    });
    view! {
        <section class="stack-tight">
            <h2 class="ds-heading" data-size="sm">{t!(i18n, import.goes_where)}</h2>
            {if total == 0 {
                view! { <Notice><p>{t!(i18n, import.nothing_new)}</p></Notice> }.into_any()
            } else {
                view! { <PortionCounts counts=shown.portions.clone() /> }.into_any()
            }}
        </section>
        <ul class="cards">
            {shown.files.into_iter().zip(0..).map(|(file, index)| view! { <li><FileCard file index left_out /></li> }).collect_view()}
        </ul>
        {(!shown.series.is_empty()).then(|| view! {
            <section class="stack">
                <h2 class="ds-heading" data-size="sm">{t!(i18n, import.series_title)}</h2>
                <p>{t!(i18n, import.series_why)}</p>
                <GroupSize preview group_size=shown.group_size errors />
                {shown.series.into_iter().map(|series| view! { <SeriesChart series preview=true /> }).collect_view()}
            </section>
        })}
        <ErrorSummary errors />
        <ProgressBar job files=Signal::derive(move || names.clone()) cancellable=true />
        <p class="consequence">{t!(i18n, import.consequence, size = when::bytes(i18n, shown.bytes))}</p>
        <div class="actions">
            {(total > 0).then(|| view! {
                <Button icon="lock" pending=confirm.pending() on_press=move || confirm.run()>
                    {t!(i18n, import.confirm, count = total)}
                </Button>
            })}
            <Button look=Look::Secondary on_press=move || discard.run()>{t!(i18n, import.discard)}</Button>
        </div>
    }
}

/// One file, with a box to leave it out.
#[component]
fn FileCard(file: FilePreview, index: u32, left_out: RwSignal<Vec<u32>>) -> impl IntoView {
    let i18n = use_i18n();
    let can_go = file.refused.is_none() && !file.portions.is_empty();
    let leave = move |leave: bool| {
        left_out.update(|left_out| {
            left_out.retain(|other| *other != index);
            if leave {
                left_out.push(index);
            }
        });
    };
    view! {
        <section class="ds-card card">
            <FileReport file />
            {can_go.then(|| view! {
                <Checkbox
                    checked=Signal::derive(move || left_out.with(|left_out| left_out.contains(&index)))
                    on_change=leave
                    label=t!(i18n, import.leave_file_out)
                />
            })}
        </section>
    }
}

/// The choice of k: the preview is made anew with it.
#[component]
fn GroupSize(preview: RwSignal<Option<ImportPreview>>, group_size: u8, errors: FormErrors) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let value = RwSignal::new(group_size.to_string());
    let choose = Act::new(move || async move {
        let import = preview.with_untracked(|preview| preview.as_ref().map(|preview| preview.import));
        let (Some(import), Ok(group_size)) = (import, value.get_untracked().parse()) else { return };
        match client.ask(ChooseGroupSize { import, group_size }).await {
            Ok(found) => preview.set(Some(found)),
            Err(error) => errors.show(i18n, &error),
        }
    });
    Effect::new(move |_| {
        if value.get() != group_size.to_string() {
            choose.run();
        }
    });
    let options = GROUP_SIZES.map(|size| (size.to_string(), t!(i18n, import.group_of, count = size))).to_vec();
    view! {
        <SelectField
            id="group_size"
            label=t!(i18n, import.group_size)
            hint=t!(i18n, import.group_size_hint)
            options
            value
            errors
        />
    }
}

/// What became of it.
#[component]
fn Outcome(result: ImportResult) -> impl IntoView {
    let i18n = use_i18n();
    let ImportResult { stored, files_safe, files, stopped } = result;
    let tone = if stopped.is_empty() { Tone::Success } else { Tone::Info };
    view! {
        <Revealed><Notice tone>
            <p>{t!(i18n, import.stored, count = stored)}</p>
            {(files > 1).then(|| view! { <p>{t!(i18n, import.files_safe, safe = files_safe, all = files)}</p> })}
        </Notice></Revealed>
        {stopped.into_iter().map(|import| view! { <InterruptedCard import /> }).collect_view()}
        <div class="actions"><LinkButton href=route::RECORDS icon="house">{t!(i18n, import.to_records)}</LinkButton></div>
    }
}
