//! Deleting a record: what it means, then the act, then what the server signed for and what may remain.

use leptos::prelude::*;
use sesemr_common::id::RecordId;

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::Look,
        form_errors::FormErrors,
        lasting_act::LastingAct,
        link_button::LinkButton,
        notice::{Notice, Tone},
        page::Page,
        when,
    },
    message::DeleteRecord as DeleteRecordVerb,
    model::record::DeletionView,
    route,
    text::{t, use_i18n},
};

/// The act: the first tap shows what it means, the second does it.
#[component]
pub fn DeleteRecord(
    /// Which.
    record: RecordId,
    /// Takes the receipt, once it is gone.
    #[prop(into)]
    on_done: Callback<DeletionView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let delete = Act::new(move || async move {
        match client.ask(DeleteRecordVerb { record }).await {
            Ok(deletion) => {
                client.changed();
                on_done.try_run(deletion);
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    view! {
        <LastingAct
            act=delete
            errors
            ask=t!(i18n, record.delete)
            consequence=t!(i18n, record.delete_hint)
            now=t!(i18n, record.delete_now)
        />
    }
}

/// What the page says in the place of a record that was just deleted.
#[component]
pub fn DeletedRecord(
    /// What it was called.
    title: String,
    /// What the server signed for.
    deletion: DeletionView,
) -> impl IntoView {
    let i18n = use_i18n();
    let versions = t!(i18n, record.versions, count = deletion.versions);
    let (size, when) = (when::bytes(i18n, deletion.bytes), when::time_and_day(i18n, deletion.at));
    view! {
        <Page title=t!(i18n, record.deleted_title)>
            <Notice tone=Tone::Success>
                <p>{t!(i18n, record.deleted, title = title, versions = versions, size = size, when = when)}</p>
            </Notice>
            {deletion.in_summary.then(|| view! {
                <Notice tone=Tone::Warning><p>{t!(i18n, record.deleted_in_summary)}</p></Notice>
            })}
            <p>{t!(i18n, record.deleted_remains)}</p>
            <div class="actions">
                <LinkButton href=route::RECORDS>{t!(i18n, record.back)}</LinkButton>
                <LinkButton href=route::LOG look=Look::Secondary icon="shield-check">{t!(i18n, record.deleted_proof)}</LinkButton>
            </div>
        </Page>
    }
}
