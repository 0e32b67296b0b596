//! Uploads that were cut off, told at a patient's home. They go on, or are left out, on the page that adds files.

use leptos::prelude::*;

use super::{
    button::Look,
    import_parts::file_name,
    link_button::LinkButton,
    loaded::use_answer,
    notice::{Notice, Tone},
    when,
};
use crate::{
    message::ListInterruptedImports,
    model::import::InterruptedImport,
    route,
    text::{Texts, t, use_i18n},
};

/// What was cut off; takes no room where nothing was.
#[component]
pub fn CutOffUploads() -> impl IntoView {
    let i18n = use_i18n();
    let answer = use_answer(|| ListInterruptedImports {});
    let lines = Memo::new(move |_| {
        let uploads = answer.view().unwrap_or_default();
        uploads.iter().map(|upload| line(i18n, upload)).collect::<Vec<String>>()
    });
    move || {
        let lines = lines.get();
        (!lines.is_empty()).then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                    <div class="actions">
                        <LinkButton href=route::ADD_FILES look=Look::Secondary icon="file-plus">
                            {t!(i18n, import.to_cut_off)}
                        </LinkButton>
                    </div>
                </Notice>
            }
        })
    }
}

/// "scan.pdf stopped at 40 %."
fn line(texts: Texts, upload: &InterruptedImport) -> String {
    let files: Vec<String> = upload.files.iter().map(|name| file_name(texts, name)).collect();
    t!(texts, import.cut_off, files = when::list(texts, &files), percent = upload.percent)
}
