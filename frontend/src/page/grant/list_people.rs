//! Everyone who ever asked, on one page: what they asked, what became of it, what they still have; blocking and taking back
//! from there.

use leptos::prelude::*;
use sesemr_common::id::AccountId;

use crate::{
    component::{
        block_person::{BlockPerson, UnblockPerson},
        loaded::{Loaded, use_answer},
        notice::{Notice, Tone},
        page::Page,
        person_card::PersonCard,
        revealed::Revealed,
        when,
    },
    message::ListPeople,
    model::people::{PersonHistory, Tally},
    page::{grant::list_access::GrantSummary, param::use_query_id},
    route,
    text::{Texts, t, use_i18n},
};

/// Everyone who ever asked.
#[component]
pub fn ListPeoplePage() -> impl IntoView {
    let i18n = use_i18n();
    let answer = use_answer(|| ListPeople {});
    let wanted = use_query_id::<AccountId>(route::PERSON);
    // Above the list, which is drawn anew after each act: the focus goes here instead of being lost.
    let done = RwSignal::new(None::<String>);
    let on_done = Callback::new(move |words| drop(done.try_set(Some(words))));
    view! {
        <Page title=t!(i18n, people.title)>
            <p>{t!(i18n, people.what)}</p>
            {move || done.get().map(|words| view! {
                <Revealed><Notice tone=Tone::Success><p>{words}</p></Notice></Revealed>
            })}
            <Loaded answer let:people>
                {if people.is_empty() {
                    view! { <p>{t!(i18n, people.empty)}</p> }.into_any()
                } else {
                    view! {
                        <ul class="cards">
                            {wanted_first(people, wanted).into_iter().map(|history| view! { <li><History history on_done /></li> }).collect_view()}
                        </ul>
                    }.into_any()
                }}
            </Loaded>
        </Page>
    }
}

/// The person whom a page led here for stands first; the others stay in their order.
fn wanted_first(mut people: Vec<PersonHistory>, wanted: Option<AccountId>) -> Vec<PersonHistory> {
    people.sort_by_key(|history| Some(history.person.account) != wanted);
    people
}

#[component]
fn History(history: PersonHistory, on_done: Callback<String>) -> impl IntoView {
    let i18n = use_i18n();
    let (account, name) = (history.person.account, history.person.display_name.clone());
    let may_lose = history.grants.iter().filter(|grant| grant.may_take_back()).count();
    view! {
        <section class="ds-card card">
            <h2 class="ds-heading" data-size="xs">{name.clone()}</h2>
            <PersonCard person=history.person.clone() />
            <dl class="facts">
                <dt>{t!(i18n, people.asked)}</dt>
                <dd>{tally_words(i18n, history.asked)}</dd>
                <dt>{t!(i18n, people.refused)}</dt>
                <dd>{tally_words(i18n, history.refused)}</dd>
                <dt>{t!(i18n, people.granted)}</dt>
                <dd>{tally_words(i18n, history.granted)}</dd>
                <dt>{t!(i18n, people.opened)}</dt>
                <dd>{tally_words(i18n, history.opened)}</dd>
                <dt>{t!(i18n, people.ended)}</dt>
                <dd>{tally_words(i18n, history.ended)}</dd>
            </dl>
            {history.grants.into_iter().map(|grant| view! { <GrantSummary grant on_done /> }).collect_view()}
            {match history.blocked_since {
                Some(since) => view! { <UnblockPerson account name since on_done /> }.into_any(),
                None => view! { <BlockPerson account name may_lose on_done /> }.into_any(),
            }}
        </section>
    }
}

/// "Twice, last on 6 August 2026".
fn tally_words(texts: Texts, tally: Tally) -> String {
    match (tally.count, tally.last) {
        (0, _) => t!(texts, people.never).to_owned(),
        (count, None) => t!(texts, count.times, count = count),
        (count, Some(last)) => {
            t!(texts, people.times_last, times = t!(texts, count.times, count = count), when = when::date(texts, last))
        }
    }
}
