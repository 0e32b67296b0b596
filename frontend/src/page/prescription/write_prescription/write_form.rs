//! The form of a prescription, new or in the place of an earlier one: what it says in the patient's words stands under it. What
//! is typed is kept for its patient: who looks at an allergy comes back to it, and so does who loads the page anew.

use leptos::prelude::*;
use sesemr_common::{
    id::{OpeningId, RecordId},
    record::{ClinicalDate, PrescriptionDraft},
};

use super::fields::{DraftFields, DraftForm};
use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::Button,
        draft_keeper::DraftKeeper,
        field::TextArea,
        form::Form,
        kept_notice::KeptNotice,
        loaded::{Loaded, use_answer_once},
        prescription_words::patient_words,
        when,
    },
    message::{CorrectPrescription, DraftOf, ReadDraft, WritePrescription},
    model::{
        local_time::LocalTime,
        prescription::{KeptDraft, PrescriptionReceipt},
    },
    session::Session,
    text::{t, use_i18n},
};

/// The form, as it was left on this device.
#[component]
pub fn WriteForm(
    /// Under which opening.
    opening: OpeningId,
    /// For whom, by name.
    patient: String,
    /// What it begins with, where nothing was typed yet.
    first: PrescriptionDraft,
    /// Gets what was sent.
    receipt: RwSignal<Option<PrescriptionReceipt>>,
    /// Which prescription it takes the place of.
    #[prop(optional, into)]
    corrects: Option<RecordId>,
) -> impl IntoView {
    let of = DraftOf::Prescription { opening, corrects };
    let answer = use_answer_once(move || ReadDraft { of });
    view! {
        <Loaded answer let:kept>
            <ResumedForm kept opening patient=patient.clone() first=first.clone() receipt corrects />
        </Loaded>
    }
}

#[component]
fn ResumedForm(
    kept: Option<String>,
    opening: OpeningId,
    patient: String,
    first: PrescriptionDraft,
    receipt: RwSignal<Option<PrescriptionReceipt>>,
    corrects: Option<RecordId>,
) -> impl IntoView {
    let left = KeptDraft::resume(kept.as_deref(), &first);
    let as_left = RwSignal::new(left.is_some());
    // One for the form as it was left and for the one that begins anew: what the device keeps is of one form.
    let keeper = StoredValue::new_local(DraftKeeper::new(DraftOf::Prescription { opening, corrects }, kept));
    let resumed = move |is_as_left: bool| {
        let start = left.clone().filter(|_| is_as_left).unwrap_or_else(|| KeptDraft::begin(first.clone()));
        view! {
            <DraftedForm
                form=DraftForm::of(&start)
                keeper=keeper.get_value()
                opening
                patient=patient.clone()
                first=first.clone()
                receipt
                corrects
            />
        }
    };
    let anew = resumed.clone();
    view! {
        <KeptNotice as_left />
        <Show when=move || as_left.get() fallback=move || anew(false)>{resumed(true)}</Show>
    }
}

#[component]
fn DraftedForm(
    form: DraftForm,
    keeper: DraftKeeper,
    opening: OpeningId,
    patient: String,
    first: PrescriptionDraft,
    receipt: RwSignal<Option<PrescriptionReceipt>>,
    corrects: Option<RecordId>,
) -> impl IntoView {
    let i18n = use_i18n();
    keeper.follow(i18n, form.errors, move || form.kept().to_keep(&first));
    let client = VaultClient::expect();
    let session = Session::expect();
    let requester = session.account().get_untracked().map(|account| account.display_name).unwrap_or_default();
    let subject = patient.clone();
    let checked = Memo::new(move |_| {
        let authored = authored()?;
        let checked = form.draft().check(&requester, &subject, authored);
        Some(checked.map(|prescription| {
            let start = when::clinical(i18n, &prescription.course.start);
            patient_words(i18n, &prescription, start)
        }))
    });
    let submit = Act::new(move || {
        let (prescription, keeper) = (form.draft_untracked(), keeper.clone());
        async move {
            let why = form.why.get_untracked();
            let silent = (corrects.is_some() && why.trim().is_empty()).then(|| t!(i18n, void.why_missing).to_owned());
            let words = match (checked.get_untracked(), silent) {
                (Some(Ok(words)), None) => words,
                (Some(Ok(_)), silent) => return form.show(i18n, &[], silent),
                (Some(Err(wrong)), silent) => return form.show(i18n, &wrong, silent),
                (None, _) => return,
            };
            let sent = match corrects {
                None => client.ask(WritePrescription { opening, prescription, words }).await,
                Some(record) => client.ask(CorrectPrescription { opening, record, prescription, words, why }).await,
            };
            match sent {
                Ok(sent) => {
                    keeper.forget();
                    client.changed();
                    receipt.set(Some(sent));
                }
                Err(error) => form.errors.show(i18n, &error),
            }
        }
    });
    let preview = move || match checked.get() {
        Some(Ok(words)) => words.sentence,
        _ => t!(i18n, prescription.preview_later).to_owned(),
    };
    let consequence = if corrects.is_some() {
        t!(i18n, void.correct_consequence, person = patient.clone())
    } else {
        t!(i18n, prescription.consequence, person = patient.clone())
    };
    view! {
        <Form on_submit=submit errors=form.errors>
            <DraftFields form />
            {corrects.map(|_| view! {
                <TextArea
                    id="why"
                    label=t!(i18n, void.why_label)
                    hint=t!(i18n, void.why_hint)
                    value=form.why
                    errors=form.errors
                />
            })}
            <section class="ds-card card" aria-live="polite">
                <h2 class="ds-heading" data-size="xs">{t!(i18n, prescription.preview, person = patient.clone())}</h2>
                <p>{preview}</p>
            </section>
            <p class="consequence">{consequence}</p>
            <div class="actions">
                <Button icon="send" pending=submit.pending()>{t!(i18n, prescription.submit, person = patient)}</Button>
            </div>
        </Form>
    }
}

/// Now, as the prescription says it.
fn authored() -> Option<ClinicalDate> {
    let minutes_west = when::minutes_west();
    LocalTime::of(when::now(), minutes_west).to_date_time(minutes_west).parse().ok()
}
