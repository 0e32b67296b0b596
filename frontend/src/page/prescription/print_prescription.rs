//! One prescription on a sheet of paper: whose it is, what it says, whether it still counts, and the digits by which it can
//! be compared with what its author signed.

use leptos::prelude::*;
use sesemr_common::{id::RecordId, record::PrescriptionDraft};

use crate::{
    component::{
        button::{Button, Look},
        link_button::LinkButton,
        loaded::{Loaded, use_answer},
        page::Page,
        prescription_words::amount_words,
        signature_digits::SignatureDigits,
        void_notice::VoidNotice,
        when,
    },
    message::{ReadRecord, Source},
    model::record::{PrescriptionView, RecordSummary, RecordView, SignatureView},
    page::{not_found::NotFound, param::use_id},
    route,
    session::Session,
    text::{Texts, t, use_i18n},
};

/// A prescription to print.
#[component]
pub fn PrintPrescriptionPage() -> impl IntoView {
    match use_id::<RecordId>("record") {
        Some(record) => view! { <PrintPage record /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn PrintPage(record: RecordId) -> impl IntoView {
    let i18n = use_i18n();
    // A correction that arrives meanwhile is on the sheet at once.
    let answer = use_answer(move || ReadRecord { source: Source::Own, record, version: None, save: false });
    view! {
        <Page title=t!(i18n, print.title)>
            <Loaded answer let:view><Printable view /></Loaded>
            <p class="no-print">
                <LinkButton href=route::record(record) look=Look::Quiet icon="chevron-left">{t!(i18n, print.back)}</LinkButton>
            </p>
        </Page>
    }
}

#[component]
fn Printable(view: RecordView) -> impl IntoView {
    let i18n = use_i18n();
    let RecordView { summary, signature, prescription, .. } = view;
    let (Some(signature), Some(prescription)) = (signature, prescription) else {
        return view! { <p>{t!(i18n, print.not_a_prescription)}</p> }.into_any();
    };
    let print = move || drop(window().print());
    view! {
        <Sheet summary prescription=*prescription signature />
        <p class="small no-print">{t!(i18n, print.paper)}</p>
        <div class="actions no-print">
            <Button icon="printer" on_press=print>{t!(i18n, kit.print)}</Button>
        </div>
    }
    .into_any()
}

/// The sheet.
#[component]
fn Sheet(summary: RecordSummary, prescription: PrescriptionView, signature: SignatureView) -> impl IntoView {
    let i18n = use_i18n();
    let PrescriptionView { draft, words, requester, subject, authored, .. } = prescription;
    let account = Session::expect().account().get_untracked();
    let whose = account.map(|account| t!(i18n, kit.whose, person = account.display_name, handle = account.handle));
    let is_void = summary.void.is_some();
    let author = summary.author.unwrap_or_else(|| requester.clone());
    let sentence = words.map(|words| words.sentence);
    let handed_out = handed_out(i18n, &draft);
    let printed = when::date_time(i18n, when::now());
    view! {
        <section class="ds-card card prescription-sheet" class:is-void-sheet=is_void>
            {summary.void.map(|void| view! { <VoidNotice void /> })}
            <h2 class="ds-heading" data-size="sm">{draft.medicine}</h2>
            {sentence.map(|sentence| view! { <p class="prescription-words">{sentence}</p> })}
            <dl class="facts">
                <dt>{t!(i18n, prescription.subject)}</dt>
                <dd>{subject}</dd>
                <dt>{t!(i18n, prescription.requester)}</dt>
                <dd>{requester}</dd>
                <dt>{t!(i18n, print.written)}</dt>
                <dd>{when::clinical(i18n, &authored)}</dd>
                {handed_out.map(|words| view! { <dt>{t!(i18n, prescription.quantity)}</dt> <dd>{words}</dd> })}
                <dt>{t!(i18n, prescription.repeats)}</dt>
                <dd>{if draft.repeats.is_empty() { "0".to_owned() } else { draft.repeats }}</dd>
            </dl>
            <SignatureDigits signature author />
            <p class="small">
                {whose.map(|whose| t!(i18n, print.from, whose, at = printed))}
            </p>
        </section>
    }
}

/// "21 capsules": what is handed out, where it says so.
fn handed_out(texts: Texts, draft: &PrescriptionDraft) -> Option<String> {
    let amount = Some(draft.quantity.as_str()).filter(|amount| !amount.is_empty())?;
    Some(amount_words(texts, amount, &draft.quantity_unit))
}
