//! Saying of a record that it is wrong or not one's own, and taking that back.

use leptos::prelude::*;
use sesemr_common::{id::RecordId, sharing::MarkKind};

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        field::TextArea,
        form::Form,
        form_errors::FormErrors,
        radio::{Choice, RadioGroup},
    },
    message::MarkRecord as MarkRecordVerb,
    model::record::MarkView,
    text::{t, use_i18n},
};

/// The form, for a mark to put on or to take off.
#[component]
pub fn MarkRecord(
    /// Which record.
    record: RecordId,
    /// The mark that it has.
    mark: RwSignal<Option<MarkView>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&["mark", "note"]);
    let kind = RwSignal::new(MarkKind::Wrong);
    let note = RwSignal::new(String::new());
    let write = move |new: Option<MarkView>| async move {
        match client.ask(MarkRecordVerb { record, mark: new.clone() }).await {
            Ok(()) => {
                errors.clear();
                client.changed();
                mark.try_set(new);
            }
            Err(error) => errors.show(i18n, &error),
        }
    };
    let put = Act::new(move || {
        let note = note.get_untracked().split_whitespace().collect::<Vec<_>>().join(" ");
        write(Some(MarkView { kind: kind.get_untracked(), note }))
    });
    let take = Act::new(move || write(None));
    let choices = move || {
        vec![
            Choice::new(MarkKind::Wrong, t!(i18n, mark.choose_wrong)),
            Choice::new(MarkKind::NotMine, t!(i18n, mark.choose_not_mine)),
        ]
    };
    view! {
        {move || if mark.with(Option::is_some) {
            view! {
                <ErrorSummary errors />
                <p>{t!(i18n, mark.off_hint)}</p>
                <div class="actions">
                    <Button look=Look::Secondary pending=take.pending() on_press=take>{t!(i18n, mark.off)}</Button>
                </div>
            }.into_any()
        } else {
            view! {
                <Form on_submit=put errors>
                    <p>{t!(i18n, mark.hint)}</p>
                    <RadioGroup id="mark" legend=t!(i18n, mark.question) choices=choices() value=kind />
                    <TextArea id="note" label=t!(i18n, mark.note) hint=t!(i18n, mark.note_hint) value=note errors />
                    <div class="actions"><Button pending=put.pending()>{t!(i18n, mark.now)}</Button></div>
                </Form>
            }.into_any()
        }}
    }
}
