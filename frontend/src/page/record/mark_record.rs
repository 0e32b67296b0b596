//! Saying of a record that it is wrong or not one's own, and taking that back. What is typed is kept until it is said.

use leptos::prelude::*;
use sesemr_common::{id::RecordId, sharing::MarkKind};

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        draft_keeper::DraftKeeper,
        error_summary::ErrorSummary,
        field::TextArea,
        form::Form,
        form_errors::FormErrors,
        kept_notice::KeptNotice,
        loaded::{Loaded, use_answer_once},
        radio::{Choice, RadioGroup},
    },
    message::{DraftOf, MarkRecord as MarkRecordVerb, ReadDraft},
    model::record::MarkView,
    text::{Texts, t, use_i18n},
};

/// The form, for a mark to put on or to take off.
#[component]
pub fn MarkRecord(
    /// Which record.
    record: RecordId,
    /// The mark that it has.
    mark: RwSignal<Option<MarkView>>,
) -> impl IntoView {
    move || {
        if mark.with(Option::is_some) {
            view! { <TakeMarkOff record mark /> }.into_any()
        } else {
            view! { <PutMark record mark /> }.into_any()
        }
    }
}

/// What both forms do.
#[derive(Clone, Copy)]
struct Marking {
    record: RecordId,
    mark: RwSignal<Option<MarkView>>,
    client: VaultClient,
    texts: Texts,
    errors: FormErrors,
}

impl Marking {
    fn new(record: RecordId, mark: RwSignal<Option<MarkView>>) -> Self {
        let errors = FormErrors::new(&["mark", "note"]);
        Self { record, mark, client: VaultClient::expect(), texts: use_i18n(), errors }
    }

    /// Puts the mark on, or takes it off. Gives whether that was done.
    async fn write(self, new: Option<MarkView>) -> bool {
        match self.client.ask(MarkRecordVerb { record: self.record, mark: new.clone() }).await {
            Ok(()) => {
                self.errors.clear();
                self.client.changed();
                self.mark.try_set(new);
                true
            }
            Err(error) => {
                self.errors.show(self.texts, &error);
                false
            }
        }
    }
}

#[component]
fn TakeMarkOff(record: RecordId, mark: RwSignal<Option<MarkView>>) -> impl IntoView {
    let i18n = use_i18n();
    let marking = Marking::new(record, mark);
    let take = Act::new(move || async move { _ = marking.write(None).await });
    view! {
        <ErrorSummary errors=marking.errors />
        <p>{t!(i18n, mark.off_hint)}</p>
        <div class="actions">
            <Button look=Look::Secondary pending=take.pending() on_press=take>{t!(i18n, mark.off)}</Button>
        </div>
    }
}

/// The form, as it was left on this device.
#[component]
fn PutMark(record: RecordId, mark: RwSignal<Option<MarkView>>) -> impl IntoView {
    let answer = use_answer_once(move || ReadDraft { of: DraftOf::Mark { record } });
    view! { <Loaded answer let:kept><ResumedForm kept record mark /></Loaded> }
}

#[component]
fn ResumedForm(kept: Option<String>, record: RecordId, mark: RwSignal<Option<MarkView>>) -> impl IntoView {
    let left = kept.as_deref().and_then(|json| serde_json::from_str::<MarkView>(json).ok());
    let as_left = RwSignal::new(left.is_some());
    // One for the form as it was left and for the one that begins anew: what the device keeps is of one form.
    let keeper = StoredValue::new_local(DraftKeeper::new(DraftOf::Mark { record }, kept));
    let resumed = move |is_as_left: bool| {
        let start = left.clone().filter(|_| is_as_left).unwrap_or_else(nothing_said);
        view! { <MarkForm start keeper=keeper.get_value() record mark /> }
    };
    let anew = resumed.clone();
    view! {
        <KeptNotice as_left />
        <Show when=move || as_left.get() fallback=move || anew(false)>{resumed(true)}</Show>
    }
}

/// What the form begins with.
const fn nothing_said() -> MarkView {
    MarkView { kind: MarkKind::Wrong, note: String::new() }
}

#[component]
fn MarkForm(start: MarkView, keeper: DraftKeeper, record: RecordId, mark: RwSignal<Option<MarkView>>) -> impl IntoView {
    let i18n = use_i18n();
    let marking = Marking::new(record, mark);
    let errors = marking.errors;
    let kind = RwSignal::new(start.kind);
    let note = RwSignal::new(start.note);
    keeper.follow(i18n, errors, move || {
        let typed = MarkView { kind: kind.get(), note: note.get() };
        (typed != nothing_said()).then_some(typed)
    });
    let put = Act::new(move || {
        let keeper = keeper.clone();
        let note = note.get_untracked().split_whitespace().collect::<Vec<_>>().join(" ");
        let new = MarkView { kind: kind.get_untracked(), note };
        async move {
            if marking.write(Some(new)).await {
                keeper.forget();
            }
        }
    });
    let choices = vec![
        Choice::new(MarkKind::Wrong, t!(i18n, mark.choose_wrong)),
        Choice::new(MarkKind::NotMine, t!(i18n, mark.choose_not_mine)),
    ];
    view! {
        <Form on_submit=put errors>
            <p>{t!(i18n, mark.hint)}</p>
            <RadioGroup id="mark" legend=t!(i18n, mark.question) choices value=kind />
            <TextArea id="note" label=t!(i18n, mark.note) hint=t!(i18n, mark.note_hint) value=note errors />
            <div class="actions"><Button pending=put.pending()>{t!(i18n, mark.now)}</Button></div>
        </Form>
    }
}
