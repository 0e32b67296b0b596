//! Blocking a person, with what they still have taken back in the same step; and unblocking them.

use leptos::prelude::*;
use sesemr_common::id::AccountId;

use super::{
    button::{Button, Look},
    checkbox::Checkbox,
    error_summary::ErrorSummary,
    form_errors::FormErrors,
    lasting_act::LastingAct,
    when,
};
use crate::{
    act::Act,
    api::VaultClient,
    message::BlockPerson as Block,
    model::moment::Moment,
    text::{t, use_i18n},
};

/// Blocking: the first tap shows what it means, the second does it.
#[component]
pub fn BlockPerson(
    /// Whom.
    account: AccountId,
    /// What they are called.
    name: String,
    /// How many grants they still have.
    may_lose: usize,
    /// Takes what was done, in words.
    #[prop(into)]
    on_done: Callback<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let take_back = RwSignal::new(may_lose > 0);
    let name = StoredValue::new(name);
    let block = Act::new(move || async move {
        let verb = Block { person: account, blocked: true, take_back: take_back.get_untracked() };
        match client.ask(verb).await {
            Ok(()) => {
                client.changed();
                if let Some(person) = name.try_get_value() {
                    on_done.try_run(t!(i18n, block.done, person = person));
                }
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    let [person, ask, hint, now] = [(); 4].map(|()| name.get_value());
    view! {
        <LastingAct
            act=block
            errors
            ask=t!(i18n, block.ask, person = ask)
            consequence=t!(i18n, block.hint, person = hint)
            now=t!(i18n, block.now, person = now)
        >
            {(may_lose > 0).then(|| view! {
                <Checkbox
                    checked=take_back
                    on_change=move |chosen| take_back.set(chosen)
                    label=t!(i18n, block.take_back, person = person.clone())
                />
            })}
        </LastingAct>
    }
}

/// Since when somebody is blocked, and the button that ends it.
#[component]
pub fn UnblockPerson(
    /// Whom.
    account: AccountId,
    /// What they are called.
    name: String,
    /// Since when they are blocked.
    since: Moment,
    /// Takes what was done, in words.
    #[prop(into)]
    on_done: Callback<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let name = StoredValue::new(name);
    let unblock = Act::new(move || async move {
        match client.ask(Block { person: account, blocked: false, take_back: false }).await {
            Ok(()) => {
                client.changed();
                if let Some(person) = name.try_get_value() {
                    on_done.try_run(t!(i18n, block.undone, person = person));
                }
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    view! {
        <p>{t!(i18n, block.since, date = when::date(i18n, since))}</p>
        <ErrorSummary errors />
        <div class="actions">
            <Button look=Look::Secondary pending=unblock.pending() on_press=unblock>
                {t!(i18n, block.undo, person = name.get_value())}
            </Button>
        </div>
    }
}
