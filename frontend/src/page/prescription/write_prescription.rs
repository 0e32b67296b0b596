//! Writing a prescription on one page: allergies and medicines of the patient above it, what it says in the patient's
//! words under it.

pub mod fields;

use leptos::prelude::*;
use sesemr_common::{id::OpeningId, portion::Portion, record::ClinicalDate};

use self::fields::{DraftFields, DraftForm};
use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        form::Form,
        link_button::LinkButton,
        loaded::{Loaded, use_answer_once},
        notice::{Notice, Tone},
        page::Page,
        prescription_words::patient_words,
        record_tables::RecordTables,
        revealed::Revealed,
        when,
    },
    message::{ReadOpening, ReadPortion, Source, WritePrescription},
    model::{local_time::LocalTime, opening::OpeningView, prescription::PrescriptionReceipt, record::RecordSummary},
    page::{not_found::NotFound, param::use_id},
    route,
    session::Session,
    text::{t, use_i18n},
};

/// Writing a prescription.
#[component]
pub fn WritePrescriptionPage() -> impl IntoView {
    match use_id::<OpeningId>("opening") {
        Some(opening) => view! { <PrescriptionPage opening /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn PrescriptionPage(opening: OpeningId) -> impl IntoView {
    let i18n = use_i18n();
    let answer = use_answer_once(move || ReadOpening { opening });
    let form = DraftForm::new(&today());
    let receipt = RwSignal::new(None::<PrescriptionReceipt>);
    view! {
        <Page title=t!(i18n, prescription.title)>
            {move || match receipt.get() {
                Some(receipt) => view! { <Sent receipt opening /> }.into_any(),
                None => view! { <Loaded answer let:view><Prescription view form receipt /></Loaded> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Prescription(view: OpeningView, form: DraftForm, receipt: RwSignal<Option<PrescriptionReceipt>>) -> impl IntoView {
    let i18n = use_i18n();
    if !view.write_back {
        return view! { <p>{t!(i18n, prescription.not_allowed)}</p> }.into_any();
    }
    let patient =
        view.subject.as_ref().map_or_else(|| view.patient.display_name.clone(), |subject| subject.name.clone());
    let whose = patient.clone();
    let opening = view.opening;
    let holds = move |portion| view.records.portions.iter().any(|summary| summary.portion == portion);
    view! {
        <p class="lead">{t!(i18n, prescription.whose, person = whose)}</p>
        <Known portion=Portion::Allergies opening holds=holds(Portion::Allergies) />
        <Known portion=Portion::Medications opening holds=holds(Portion::Medications) />
        <PrescriptionForm opening patient form receipt />
    }
    .into_any()
}

/// What is known of a portion, or that it is not open.
#[component]
fn Known(portion: Portion, opening: OpeningId, holds: bool) -> impl IntoView {
    let i18n = use_i18n();
    if !holds {
        let words = match portion {
            Portion::Allergies => t!(i18n, prescription.no_allergies).into_any(),
            _ => t!(i18n, prescription.no_medicines).into_any(),
        };
        return view! { <Notice tone=Tone::Warning><p>{words}</p></Notice> }.into_any();
    }
    let source = Source::Opening(opening);
    let answer = use_answer_once(move || ReadPortion { source, portion });
    let href = move |record: RecordSummary| route::opened_record(opening, record.record);
    view! { <Loaded answer let:view><RecordTables records=view.records href /></Loaded> }.into_any()
}

#[component]
fn PrescriptionForm(
    opening: OpeningId,
    patient: String,
    form: DraftForm,
    receipt: RwSignal<Option<PrescriptionReceipt>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let requester = Session::expect().account().get_untracked().map(|account| account.display_name).unwrap_or_default();
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
        let prescription = form.draft_untracked();
        async move {
            let words = match checked.get_untracked() {
                Some(Ok(words)) => words,
                Some(Err(wrong)) => return form.show(i18n, &wrong),
                None => return,
            };
            match client.ask(WritePrescription { opening, prescription, words }).await {
                Ok(sent) => {
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
    let consequence = patient.clone();
    view! {
        <Form on_submit=submit errors=form.errors>
            <DraftFields form />
            <section class="ds-card card" aria-live="polite">
                <h2 class="ds-heading" data-size="xs">{t!(i18n, prescription.preview, person = patient.clone())}</h2>
                <p>{preview}</p>
            </section>
            <p class="consequence">{t!(i18n, prescription.consequence, person = consequence)}</p>
            <div class="actions">
                <Button icon="send" pending=submit.pending()>{t!(i18n, prescription.submit, person = patient)}</Button>
            </div>
        </Form>
    }
}

#[component]
fn Sent(receipt: PrescriptionReceipt, opening: OpeningId) -> impl IntoView {
    let i18n = use_i18n();
    let PrescriptionReceipt { signed_at, patient, .. } = receipt;
    view! {
        <Revealed>
        <Notice tone=Tone::Success>
            <p>{t!(i18n, prescription.sent, person = patient, at = when::time_and_day(i18n, signed_at))}</p>
        </Notice>
        </Revealed>
        <p><LinkButton href=route::opening(opening) look=Look::Secondary icon="chevron-left">{t!(i18n, prescription.back)}</LinkButton></p>
    }
}

/// Today by the reader's clock, `YYYY-MM-DD`.
fn today() -> String {
    LocalTime::of(when::now(), when::minutes_west()).to_day()
}

/// Now, as the prescription says it.
fn authored() -> Option<ClinicalDate> {
    let minutes_west = when::minutes_west();
    LocalTime::of(when::now(), minutes_west).to_date_time(minutes_west).parse().ok()
}
