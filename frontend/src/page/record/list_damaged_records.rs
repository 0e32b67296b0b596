//! The patient's records that cannot be opened, each with the way to delete it.

use leptos::prelude::*;

use super::delete_record::{DeleteRecord, DeletedRecord};
use crate::{
    component::{
        button::Look,
        link_button::LinkButton,
        loaded::{Loaded, use_answer},
        page::Page,
        paged::Paged,
        portion::PortionLabel,
    },
    message::ListRecords,
    model::record::{DamagedView, DeletionView},
    route,
    text::{t, use_i18n},
};

/// The patient's records that cannot be opened.
#[component]
pub fn ListDamagedRecordsPage() -> impl IntoView {
    let i18n = use_i18n();
    let answer = use_answer(|| ListRecords {});
    let deleted = RwSignal::new(None::<DeletionView>);
    move || match deleted.get() {
        Some(deletion) => view! { <DeletedRecord title=t!(i18n, damaged.one).to_owned() deletion /> }.into_any(),
        None => view! {
            <Page title=t!(i18n, damaged.title)>
                <Loaded answer let:list>
                    {if list.damaged.is_empty() {
                        view! { <p>{t!(i18n, damaged.none)}</p> }.into_any()
                    } else {
                        view! { <Damaged records=list.damaged deleted /> }.into_any()
                    }}
                </Loaded>
                <p>
                    <LinkButton href=route::RECORDS look=Look::Quiet icon="chevron-left">
                        {t!(i18n, record.back)}
                    </LinkButton>
                </p>
            </Page>
        }
        .into_any(),
    }
}

#[component]
fn Damaged(records: Vec<DamagedView>, deleted: RwSignal<Option<DeletionView>>) -> impl IntoView {
    let i18n = use_i18n();
    let card = move |(number, damaged): (usize, DamagedView)| {
        let DamagedView { record, portion, deletable } = damaged;
        view! {
            <li class="ds-card card">
                <h2 class="ds-heading" data-size="xs">{t!(i18n, damaged.numbered, number = number)}</h2>
                {portion.map(|portion| view! { <p class="row"><PortionLabel portion /></p> })}
                {if deletable {
                    view! { <DeleteRecord record on_done=move |deletion| deleted.set(Some(deletion)) /> }.into_any()
                } else {
                    view! { <p>{t!(i18n, damaged.not_listed)}</p> }.into_any()
                }}
            </li>
        }
    };
    // How many there are is the server's word.
    let paged = Paged::new((1..).zip(records).collect());
    view! {
        <p>{t!(i18n, damaged.hint)}</p>
        <ul class="cards">{paged.draw(card)}</ul>
        {paged.more()}
    }
}
