//! Withdrawing a prescription of one's own: why, and what it means.

use leptos::prelude::*;
use sesemr_common::id::{OpeningId, RecordId};

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        field::TextArea,
        form::Form,
        form_errors::FormErrors,
    },
    message::WithdrawPrescription as WithdrawPrescriptionVerb,
    text::{t, use_i18n},
};

/// The form.
#[component]
pub fn WithdrawPrescription(
    /// Under which opening.
    opening: OpeningId,
    /// Which prescription.
    record: RecordId,
    /// Whose it is, by name.
    patient: String,
    /// Called once it is withdrawn.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&["why"]);
    let why = RwSignal::new(String::new());
    let withdraw = Act::new(move || async move {
        let missing = why.with_untracked(|why| why.trim().is_empty());
        if errors.check(missing.then(|| ("why", t!(i18n, void.why_missing).to_owned()))) {
            return;
        }
        match client.ask(WithdrawPrescriptionVerb { opening, record, why: why.get_untracked() }).await {
            Ok(_) => {
                client.changed();
                on_done.try_run(());
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    view! {
        <Form on_submit=withdraw errors>
            <TextArea id="why" label=t!(i18n, void.why_label) hint=t!(i18n, void.why_hint) value=why errors />
            <p class="consequence">{t!(i18n, void.withdraw_consequence, person = patient.clone())}</p>
            <div class="actions">
                <Button look=Look::Danger icon="ban" pending=withdraw.pending()>
                    {t!(i18n, void.withdraw_now, person = patient)}
                </Button>
            </div>
        </Form>
    }
}
