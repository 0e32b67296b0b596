//! Deleting a record: what it means, then the act, then what the server signed for and what may remain.

use leptos::prelude::*;
use sesemr_common::id::RecordId;

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        link_button::LinkButton,
        notice::{Notice, Tone},
        page::Page,
        revealed::Revealed,
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
    let asked = RwSignal::new(false);
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
        <ErrorSummary errors />
        {move || if asked.get() {
            view! {
                <Revealed>
                    <p class="consequence">{t!(i18n, record.delete_hint)}</p>
                    <div class="actions">
                        <Button look=Look::Danger icon="ban" pending=delete.pending() on_press=move || delete.run()>
                            {t!(i18n, record.delete_now)}
                        </Button>
                        <Button look=Look::Secondary on_press=move || asked.set(false)>{t!(i18n, form.cancel)}</Button>
                    </div>
                </Revealed>
            }.into_any()
        } else {
            view! {
                <div class="actions">
                    <Button look=Look::Danger on_press=move || asked.set(true)>{t!(i18n, record.delete)}</Button>
                </div>
            }.into_any()
        }}
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
            <p>{t!(i18n, record.deleted_remains)}</p>
            <div class="actions">
                <LinkButton href=route::RECORDS>{t!(i18n, record.back)}</LinkButton>
                <LinkButton href=route::LOG look=Look::Secondary icon="shield-check">{t!(i18n, record.deleted_proof)}</LinkButton>
            </div>
        </Page>
    }
}
