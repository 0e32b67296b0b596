//! What an import will store, the picture of the readings before and after aggregation, the upload, and what became of it.

use core::mem::{Discriminant, discriminant};

use leptos::prelude::*;
use sesemr_common::id::UploadId;
use web_sys::File;

use super::publish_records::{InterruptedCard, card_key, forget};
use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::{Button, Look},
        checkbox::Checkbox,
        error_summary::ErrorSummary,
        error_text::error_text,
        field::SelectField,
        file_rows::{FileRow, FileRows, UploadRows},
        form_errors::FormErrors,
        import_notice::ImportNotice,
        import_parts::{FileReport, PortionCounts, file_name},
        link_button::LinkButton,
        notice::{Notice, Tone},
        photo_traces::{PhotoTraces, Photos},
        revealed::Revealed,
        series_chart::SeriesChart,
        when,
    },
    message::{AdjustImport, ConfirmImport, ErrorCode},
    model::{
        file_state::FileState,
        import::{FileFate, FileOutcome, FilePreview, GROUP_SIZE, ImportId, ImportPreview, ImportResult},
    },
    route,
    text::{t, use_i18n},
};

/// The group sizes that are offered.
const GROUP_SIZES: [u8; 6] = [2, 3, 4, 5, 7, 10];

/// From a preview to what became of it. The worker keeps the preview as long as this is shown.
#[component]
pub(crate) fn PublishSteps(
    preview: RwSignal<Option<ImportPreview>>,
    /// The files that are previewed, in their order; none for typed readings.
    #[prop(optional)]
    files: Option<StoredValue<Vec<File>, LocalStorage>>,
    /// What leaving the preview is called, where that is more than adding nothing.
    #[prop(optional)]
    discard: Option<&'static str>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let Some(first) = preview.get_untracked() else { return ().into_any() };
    let import = first.import;
    let rows = FileRows::new(first.files.iter().map(|file| file_name(i18n, &file.name)));
    let shown = RwSignal::new(first.clone());
    on_cleanup(move || forget(client, &first));
    let result = RwSignal::new(None::<ImportResult>);
    let left_out = RwSignal::new(Vec::<u32>::new());
    let steps = Steps { rows, left_out, result, discard };
    let on_discard = move || preview.set(None);
    let photos = Photos::new(files.unwrap_or_else(|| StoredValue::new_local(Vec::new())));
    view! {
        <Show
            when=move || result.with(Option::is_some)
            fallback=move || view! { <Preview shown steps photos on_discard /> }
        >
            <Outcome import rows result />
        </Show>
    }
    .into_any()
}

/// What the preview decides and where it leads.
#[derive(Clone, Copy)]
struct Steps {
    rows: FileRows,
    left_out: RwSignal<Vec<u32>>,
    result: RwSignal<Option<ImportResult>>,
    discard: Option<&'static str>,
}

#[component]
fn Preview(
    shown: RwSignal<ImportPreview>,
    steps: Steps,
    photos: Photos,
    #[prop(into)] on_discard: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let Steps { rows, left_out, result, discard } = steps;
    let discard_words = discard.unwrap_or_else(|| t!(i18n, import.discard));
    let client = VaultClient::expect();
    let job = Job::new();
    let errors = FormErrors::new(&[]);
    let ImportPreview { import, files, series, .. } = shown.get_untracked();
    let total = Memo::new(move |_| shown.with(|shown| shown.portions.iter().map(|portion| portion.count).sum::<u32>()));
    let says = Memo::new(move |_| shown.with(|shown| left_out.with(|left_out| shown.says_something(left_out))));
    let confirm = Act::new(move || {
        let chosen = shown.with_untracked(|shown| shown.chosen(&left_out.get_untracked()));
        rows.begin(&shown.with_untracked(|shown| shown.with_records(&chosen)));
        async move {
            match client.ask_long(ConfirmImport { import, files: chosen }, Vec::new(), job).await {
                Ok(outcome) => {
                    client.changed();
                    result.set(Some(outcome));
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    let pending = Signal::derive(move || confirm.pending().get() || photos.is_busy());
    let discard = move || {
        client.cancel(job);
        on_discard.run(());
    };
    view! {
        <section class="stack-tight">
            <h2 class="ds-heading" data-size="sm">{t!(i18n, import.goes_where)}</h2>
            {move || if total.get() > 0 {
                view! { <PortionCounts counts=shown.with(|shown| shown.portions.clone()) /> }.into_any()
            } else if says.get() {
                view! { <Notice><p>{t!(i18n, import.only_said)}</p></Notice> }.into_any()
            } else if left_out.with(Vec::is_empty) {
                view! { <Notice><p>{t!(i18n, import.nothing_new)}</p></Notice> }.into_any()
            } else {
                view! { <Notice><p>{t!(i18n, import.nothing_left)}</p></Notice> }.into_any()
            }}
        </section>
        <ul class="cards">
            {files.into_iter().zip(0..).map(|(file, index)| view! { <li><FileCard file index left_out photos shown /></li> }).collect_view()}
        </ul>
        <Adjust shown left_out has_series=!series.is_empty() errors />
        <ErrorSummary errors />
        <UploadRows rows job />
        <p class="consequence">
            {move || t!(i18n, import.consequence, size = when::bytes(i18n, shown.with(|shown| shown.bytes)))}
        </p>
        <div class="actions">
            {move || (total.get() > 0 || says.get()).then(|| view! {
                <Button icon="lock" pending on_press=confirm>
                    {if total.get() > 0 {
                        t!(i18n, import.confirm, count = total.get())
                    } else {
                        t!(i18n, import.confirm_said).to_owned()
                    }}
                </Button>
            })}
            <Button look=Look::Secondary on_press=discard>{discard_words}</Button>
        </div>
    }
}

/// One file, with what it tells where it is a photo, and a box to leave it out.
#[component]
fn FileCard(
    file: FilePreview,
    index: u32,
    left_out: RwSignal<Vec<u32>>,
    photos: Photos,
    shown: RwSignal<ImportPreview>,
) -> impl IntoView {
    let i18n = use_i18n();
    // Another file in its place says something else of itself.
    let first = file.clone();
    let now = Memo::new(move |_| {
        let place = usize::try_from(index).unwrap_or(usize::MAX);
        shown.with(|shown| shown.files.get(place).cloned()).unwrap_or_else(|| first.clone())
    });
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
            {move || view! { <FileReport file=now.get() /> }}
            <PhotoTraces photos file place=index shown />
            <Show when=move || now.with(FilePreview::can_go)>
                <Checkbox
                    checked=Signal::derive(move || left_out.with(|left_out| left_out.contains(&index)))
                    on_change=leave
                    label=t!(i18n, import.leave_file_out)
                />
            </Show>
        </section>
    }
}

/// The readings before and after aggregation, and the choice of k. What is shown is made anew with another k, and
/// whenever a file is left out.
#[component]
fn Adjust(
    shown: RwSignal<ImportPreview>,
    left_out: RwSignal<Vec<u32>>,
    has_series: bool,
    errors: FormErrors,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let value = RwSignal::new(shown.with_untracked(|shown| shown.group_size).to_string());
    let series = Memo::new(move |_| shown.with(|shown| shown.series.clone()));
    let adjust = Act::new(move || {
        let import = shown.with_untracked(|shown| shown.import);
        let group_size = value.get_untracked().parse().unwrap_or(GROUP_SIZE);
        let verb = AdjustImport { import, group_size, left_out: left_out.get_untracked() };
        async move {
            match client.ask(verb).await {
                Ok(found) => drop(shown.try_set(found)),
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    Effect::new(move |before: Option<()>| {
        value.track();
        left_out.track();
        if before.is_some() {
            adjust.run();
        }
    });
    let options = GROUP_SIZES.map(|size| (size.to_string(), t!(i18n, import.group_of, count = size))).to_vec();
    has_series.then(|| {
        view! {
            <section class="stack">
                <h2 class="ds-heading" data-size="sm">{t!(i18n, import.series_title)}</h2>
                <p>{t!(i18n, import.series_why)} " " {t!(i18n, import.series_limit)}</p>
                <SelectField
                    id="group_size"
                    label=t!(i18n, import.group_size)
                    hint=t!(i18n, import.group_size_hint)
                    options
                    value
                    errors
                />
                {move || series.get().into_iter().map(|series| view! { <SeriesChart series preview=true /> }).collect_view()}
            </section>
        }
    })
}

/// What became of it: all of it, and each file; what failed can be tried again.
#[component]
fn Outcome(import: ImportId, rows: FileRows, result: RwSignal<Option<ImportResult>>) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let job = Job::new();
    let errors = FormErrors::new(&[]);
    let now = Memo::new(move |_| result.get().unwrap_or_default());
    let take = Callback::new(move |later: ImportResult| {
        result.update(|result| {
            if let Some(result) = result {
                result.take(later);
            }
        });
    });
    let again = Act::new(move || {
        errors.clear();
        let files = now.with_untracked(ImportResult::to_try_again);
        rows.begin(&files);
        async move {
            match client.ask_long(ConfirmImport { import, files }, Vec::new(), job).await {
                Ok(later) => {
                    client.changed();
                    take.try_run(later);
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    // Of a single file that is stored or kept, the line above says everything; of those that go again, their rows below.
    let lines = move || {
        let mut files = now.with(|now| now.files.clone());
        let is_said = |file: &FileOutcome| matches!(file.fate, FileFate::Stored { .. } | FileFate::Kept);
        let says_more = files.len() > 1 || !files.iter().all(is_said);
        let going = if job.running().get() { rows.going() } else { Vec::new() };
        files.retain(|file| says_more && !going.contains(&file.place));
        files
    };
    let can_try_again = move || now.with(ImportResult::can_try_again);
    view! {
        {move || now.with(|now| view! { <Summary result=now.clone() /> })}
        <ul class="file-rows">
            <For each=lines key=line_key let:file><li><FileLine file take /></li></For>
        </ul>
        <ErrorSummary errors />
        <UploadRows rows job />
        <div class="actions">
            <Show when=can_try_again>
                <Button icon="refresh-cw" pending=again.pending() on_press=again>
                    {t!(i18n, loaded.retry)}
                </Button>
            </Show>
            <LinkButton href=route::RECORDS icon="house">{t!(i18n, import.to_records)}</LinkButton>
        </div>
    }
}

#[component]
fn Summary(result: ImportResult) -> impl IntoView {
    let i18n = use_i18n();
    if result.is_kept() {
        return view! { <Revealed><Notice><p>{t!(i18n, kept.safe)}</p></Notice></Revealed> }.into_any();
    }
    view! { <ImportNotice result /> }.into_any()
}

type LineKey = (u32, Discriminant<FileFate>, Option<(UploadId, u8, bool, Option<ErrorCode>)>, Option<ErrorCode>);

/// What a line shows: as long as that stays, it is not drawn again, and an upload in it goes on.
fn line_key(file: &FileOutcome) -> LineKey {
    let (upload, why) = match &file.fate {
        FileFate::Stopped(import) => (Some(card_key(import)), None),
        FileFate::Failed(why) => (None, Some(why.code)),
        FileFate::Stored { .. } | FileFate::NotSent | FileFate::LeftOut | FileFate::Kept => (None, None),
    };
    (file.place, discriminant(&file.fate), upload, why)
}

/// What became of one file. The row of one that was cut off is its card, with which it goes on.
#[component]
fn FileLine(file: FileOutcome, take: Callback<ImportResult>) -> impl IntoView {
    let i18n = use_i18n();
    let FileOutcome { place, name, fate } = file;
    let become_of = {
        let name = name.clone();
        move |fate| ImportResult {
            files: vec![FileOutcome { place, name: name.clone(), fate }],
            ..ImportResult::default()
        }
    };
    let (called, state) = (file_name(i18n, &name), FileState::from(&fate));
    let row = move || view! { <FileRow name=called state=Signal::derive(move || state) /> };
    match fate {
        FileFate::Stopped(import) => {
            let on_left_out = {
                let become_of = become_of.clone();
                move |()| _ = take.try_run(become_of(FileFate::LeftOut))
            };
            // The worker knows only this one file of it.
            let on_result = move |later: ImportResult| {
                for outcome in &later.files {
                    let files = become_of(outcome.fate.clone()).files;
                    take.try_run(ImportResult { files, ..later.clone() });
                }
            };
            view! { <InterruptedCard import on_result on_left_out /> }.into_any()
        }
        FileFate::Failed(why) => view! {
            <Notice tone=Tone::Warning>
                {row()}
                <p>{error_text(i18n, &why)}</p>
            </Notice>
        }
        .into_any(),
        FileFate::Stored { .. } | FileFate::NotSent | FileFate::Kept | FileFate::LeftOut => row().into_any(),
    }
}
