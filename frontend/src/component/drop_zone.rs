//! A place to drop files, and a button for those who would rather choose them.

use leptos::{html::Input, prelude::*};
use web_sys::{DragEvent, File, FileList};

use super::icon::Icon;
use crate::text::{t, use_i18n};

/// A place to drop files.
#[component]
pub fn DropZone(
    /// Its id.
    #[prop(into)]
    id: String,
    /// What is wanted; files for one's records where nothing else is said.
    #[prop(optional, into)]
    label: Option<String>,
    /// A line under it.
    #[prop(into)]
    hint: Signal<String>,
    /// Takes the files.
    on_files: UnsyncCallback<Vec<File>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let input = NodeRef::<Input>::new();
    let over = RwSignal::new(false);
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        on_files.run(files_of(event.data_transfer().and_then(|data| data.files())));
    };
    let chosen = move |_| {
        if let Some(input) = input.get() {
            on_files.run(files_of(input.files()));
            // Choosing the same file again is a change too.
            input.set_value("");
        }
    };
    view! {
        <div
            class="drop-zone"
            class:drop-over=over
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <Icon name="upload" />
            <label class="ds-label" for=id.clone()>{label.unwrap_or_else(|| t!(i18n, import.drop).to_owned())}</label>
            <input class="ds-input" id=id type="file" multiple node_ref=input on:change=chosen />
            <p class="small">{hint}</p>
        </div>
    }
}

fn files_of(list: Option<FileList>) -> Vec<File> {
    list.map(|list| (0..list.length()).filter_map(|index| list.get(index)).collect()).unwrap_or_default()
}
