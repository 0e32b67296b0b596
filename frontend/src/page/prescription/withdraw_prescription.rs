//! Withdrawing a prescription of one's own: why, which is kept while it is typed, and what it means.

use leptos::prelude::*;
use sesemr_common::id::{OpeningId, RecordId};

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        draft_keeper::DraftKeeper,
        field::TextArea,
        form::Form,
        form_errors::FormErrors,
        kept_notice::KeptNotice,
        loaded::{Loaded, use_answer_once},
    },
    message::{DraftOf, ReadDraft, WithdrawPrescription as WithdrawPrescriptionVerb},
    text::{t, use_i18n},
};

/// The form, with the reason as it was left on this device.
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
    let of = DraftOf::Withdrawal { opening, record };
    let answer = use_answer_once(move || ReadDraft { of });
    view! {
        <Loaded answer let:kept>
            <ResumedForm kept opening record patient=patient.clone() on_done />
        </Loaded>
    }
}

#[component]
fn ResumedForm(
    kept: Option<String>,
    opening: OpeningId,
    record: RecordId,
    patient: String,
    on_done: Callback<()>,
) -> impl IntoView {
    let left = kept.as_deref().and_then(|json| serde_json::from_str::<String>(json).ok());
    let as_left = RwSignal::new(left.is_some());
    // One for the form as it was left and for the one that begins anew: what the device keeps is of one form.
    let keeper = StoredValue::new_local(DraftKeeper::new(DraftOf::Withdrawal { opening, record }, kept));
    let resumed = move |is_as_left: bool| {
        let why = left.clone().filter(|_| is_as_left).unwrap_or_default();
        view! { <WithdrawForm why keeper=keeper.get_value() opening record patient=patient.clone() on_done /> }
    };
    let anew = resumed.clone();
    view! {
        <KeptNotice as_left />
        <Show when=move || as_left.get() fallback=move || anew(false)>{resumed(true)}</Show>
    }
}

#[component]
fn WithdrawForm(
    why: String,
    keeper: DraftKeeper,
    opening: OpeningId,
    record: RecordId,
    patient: String,
    on_done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&["why"]);
    let why = RwSignal::new(why);
    keeper.follow(i18n, errors, move || Some(why.get()).filter(|why| !why.is_empty()));
    let withdraw = Act::new(move || {
        let keeper = keeper.clone();
        async move {
            let missing = why.with_untracked(|why| why.trim().is_empty());
            if errors.check(missing.then(|| ("why", t!(i18n, void.why_missing).to_owned()))) {
                return;
            }
            match client.ask(WithdrawPrescriptionVerb { opening, record, why: why.get_untracked() }).await {
                Ok(_) => {
                    keeper.forget();
                    client.changed();
                    on_done.try_run(());
                }
                Err(error) => errors.show(i18n, &error),
            }
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
