//! Adding files: drop, look at what goes where, encrypt and upload; and uploads that were cut off.

use leptos::prelude::*;
use web_sys::File;

use super::publish_steps::PublishSteps;
use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::{Button, Look},
        drop_zone::DropZone,
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        link_button::LinkButton,
        loaded::{Loaded, use_answer},
        notice::{Notice, Tone},
        page::Page,
        progress_bar::ProgressBar,
        when,
    },
    message::{ContinueImport, LeaveOutImport, ListInterruptedImports, PreviewImport},
    model::import::{ImportPreview, InterruptedImport},
    route,
    text::{t, use_i18n},
};

/// k where nobody chose one.
pub(super) const GROUP_SIZE: u8 = 3;

/// Adding files.
#[component]
pub fn PublishRecordsPage() -> impl IntoView {
    let i18n = use_i18n();
    let preview = RwSignal::new(None::<ImportPreview>);
    view! {
        <Page title=t!(i18n, import.title)>
            <Show
                when=move || preview.get().is_some()
                fallback=move || view! { <ChooseFiles preview /> }
            >
                <PublishSteps preview />
            </Show>
        </Page>
    }
}

#[component]
fn ChooseFiles(preview: RwSignal<Option<ImportPreview>>) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let job = Job::new();
    let errors = FormErrors::new(&["files"]);
    let names = RwSignal::new(Vec::new());
    let files = StoredValue::new_local(Vec::<File>::new());
    let look = Act::new(move || async move {
        match client.ask_long(PreviewImport { group_size: GROUP_SIZE }, files.get_value(), job).await {
            Ok(found) => preview.set(Some(found)),
            Err(error) => errors.show(i18n, &error),
        }
    });
    let take = UnsyncCallback::new(move |chosen: Vec<File>| {
        if !chosen.is_empty() {
            errors.clear();
            names.set(chosen.iter().map(File::name).collect());
            files.set_value(chosen);
            look.run();
        }
    });
    view! {
        <p>{t!(i18n, import.lead)}</p>
        <ErrorSummary errors />
        <DropZone id="files" on_files=take />
        <ProgressBar job files=names cancellable=true />
        <p><LinkButton href=route::ADD_READINGS look=Look::Quiet icon="plus">{t!(i18n, records.add_readings)}</LinkButton></p>
        <Interrupted />
    }
}

/// Uploads that were cut off.
#[component]
fn Interrupted() -> impl IntoView {
    let answer = use_answer(|| ListInterruptedImports {});
    view! {
        <Loaded answer let:imports>
            {imports.into_iter().map(|import| view! { <InterruptedCard import /> }).collect_view()}
        </Loaded>
    }
}

/// One upload that was cut off.
#[component]
pub(super) fn InterruptedCard(import: InterruptedImport) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let job = Job::new();
    let errors = FormErrors::new(&[]);
    let InterruptedImport { upload, files, percent, begun_at, needs_files } = import;
    let stored = RwSignal::new(None::<u32>);
    let again = StoredValue::new_local(Vec::<File>::new());
    let go_on = Act::new(move || async move {
        match client.ask_long(ContinueImport { upload }, again.get_value(), job).await {
            Ok(result) => {
                stored.set(Some(result.stored));
                client.changed();
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    let leave_out = Act::new(move || async move {
        match client.ask(LeaveOutImport { upload }).await {
            Ok(()) => client.changed(),
            Err(error) => errors.show(i18n, &error),
        }
    });
    let take = UnsyncCallback::new(move |chosen: Vec<File>| {
        again.set_value(chosen);
        go_on.run();
    });
    let names = when::list(i18n, &files);
    view! {
        <Notice tone=Tone::Warning>
            <p>{t!(i18n, import.stopped, files = names, percent = percent, date = when::time_and_day(i18n, begun_at))}</p>
            <ErrorSummary errors />
            {needs_files.then(|| view! {
                <p>{t!(i18n, import.give_again)}</p>
                <DropZone id="files-again" on_files=take />
            })}
            <ProgressBar job cancellable=true />
            <div class="actions">
                {(!needs_files).then(|| view! {
                    <Button pending=go_on.pending() on_press=move || go_on.run()>
                        {t!(i18n, import.go_on)}
                    </Button>
                })}
                <Button look=Look::Secondary pending=leave_out.pending() on_press=move || leave_out.run()>
                    {t!(i18n, import.leave_out)}
                </Button>
            </div>
            {move || stored.get().map(|count| view! { <p>{t!(i18n, import.stored, count = count)}</p> })}
        </Notice>
    }
}
