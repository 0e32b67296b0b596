//! Hiding a record from one's list and from what is lent, and showing it again.

use leptos::prelude::*;
use sesemr_common::id::RecordId;

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        form_errors::FormErrors,
    },
    message::HideRecord as HideRecordVerb,
    text::{t, use_i18n},
};

/// The act.
#[component]
pub fn HideRecord(
    /// Which record.
    record: RecordId,
    /// Whether it is hidden.
    hidden: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let turn = Act::new(move || {
        let wanted = !hidden.get_untracked();
        async move {
            match client.ask(HideRecordVerb { record, hidden: wanted }).await {
                Ok(()) => {
                    errors.clear();
                    client.changed();
                    hidden.try_set(wanted);
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    view! {
        <ErrorSummary errors />
        <p>{move || if hidden.get() { t!(i18n, hide.show_hint) } else { t!(i18n, hide.hint) }}</p>
        <div class="actions">
            <Button look=Look::Secondary pending=turn.pending() on_press=turn>
                {move || if hidden.get() { t!(i18n, hide.show_now) } else { t!(i18n, hide.now) }}
            </Button>
        </div>
    }
}
