//! Whom this person has blocked.

use leptos::prelude::*;

use crate::{
    component::{
        block_person::UnblockPerson,
        loaded::{Loaded, use_answer},
        notice::{Notice, Tone},
        revealed::Revealed,
    },
    message::ListBlocked,
    text::{t, use_i18n},
};

/// The list.
#[component]
pub fn BlockedPeople() -> impl IntoView {
    let i18n = use_i18n();
    let answer = use_answer(|| ListBlocked {});
    let done = RwSignal::new(None::<String>);
    let on_done = move |words: String| drop(done.try_set(Some(words)));
    view! {
        <section class="ds-card card">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, block.title)}</h2>
            {move || done.get().map(|words| view! {
                <Revealed><Notice tone=Tone::Success><p>{words}</p></Notice></Revealed>
            })}
            <Loaded answer let:people>
                {if people.is_empty() {
                    view! { <p>{t!(i18n, block.empty)}</p> }.into_any()
                } else {
                    view! {
                        <ul class="cards">
                            {people.into_iter().map(|(person, since)| view! {
                                <li>
                                    <p><strong>{person.display_name.clone()}</strong>" "{format!("@{}", person.handle)}</p>
                                    <UnblockPerson account=person.account name=person.display_name since on_done />
                                </li>
                            }).collect_view()}
                        </ul>
                    }.into_any()
                }}
            </Loaded>
        </section>
    }
}
