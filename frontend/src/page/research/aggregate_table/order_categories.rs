//! Putting the categories of a column in their order: a list whose lines go up and down. Nothing but a person knows that
//! *medium* stands between *low* and *high*.

use leptos::prelude::*;
use sesemr_common::record::make_visible;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::study::Study;
use crate::{
    model::research::{
        choice::ColumnKind,
        table::{ColumnView, MOST_IN_ORDER},
    },
    text::{t, use_i18n},
};

/// Where a line goes.
#[derive(Clone, Copy)]
enum Way {
    /// Towards the lowest, which stands first.
    Up,
    /// Towards the highest.
    Down,
}

/// The categories of a column, or why there is nothing to put in order.
#[expect(clippy::needless_pass_by_value, reason = "a component takes its properties")]
#[component]
pub(super) fn OrderCategories(study: Study, place: usize, column: ColumnView) -> impl IntoView {
    let i18n = use_i18n();
    if column.kind == ColumnKind::Numbers {
        return view! { <p class="small column-order">{t!(i18n, research.order_by_size)}</p> }.into_any();
    }
    if column.different > MOST_IN_ORDER {
        let words = t!(i18n, research.too_many_to_order, count = column.different);
        return view! { <p class="ds-validation-message column-order">{words}</p> }.into_any();
    }
    if column.categories.is_empty() {
        // Nothing but gaps, and those are told beside it.
        return ().into_any();
    }
    let columns = study.columns();
    let order =
        move || columns.with(|columns| columns.get(place).map(|column| column.order.clone()).unwrap_or_default());
    let category = move |at: usize| order().get(at).map(|category| make_visible(category)).unwrap_or_default();
    let go = move |at: usize, way: Way| {
        let (raised, there) = match way {
            Way::Up => (at, at.saturating_sub(1)),
            Way::Down => (at.saturating_add(1), at.saturating_add(1)),
        };
        study.choose(place, |column| column.raise(raised));
        // The focus goes with the category, so that the next press moves it on; after the lines have their new words.
        request_animation_frame(move || focus(place, there, way));
    };
    let button = move |at: usize, way: Way| {
        view! {
            <button
                class="ds-button"
                type="button"
                data-variant="tertiary"
                id=button_id(place, at, way)
                on:click=move |_| go(at, way)
            >
                {move || match way {
                    Way::Up => t!(i18n, research.move_up, category = category(at)),
                    Way::Down => t!(i18n, research.move_down, category = category(at)),
                }}
            </button>
        }
    };
    // As many lines as there are categories, always: what moves are the words in them.
    let last = column.categories.len().saturating_sub(1);
    let lines = (0..column.categories.len()).map(move |at| {
        view! {
            <li>
                <div class="order-line">
                    <strong class="order-category">{move || category(at)}</strong>
                    {(at > 0).then(|| button(at, Way::Up))}
                    {(at < last).then(|| button(at, Way::Down))}
                </div>
            </li>
        }
    });
    let now = move || order().iter().map(|category| make_visible(category)).collect::<Vec<_>>().join(", ");
    view! {
        <div class="column-order stack-tight">
            <p>{t!(i18n, research.put_in_order)}</p>
            <ol class="order-lines" aria-label=t!(i18n, research.order_of, column = make_visible(&column.name))>
                {lines.collect_view()}
            </ol>
            <p class="small" role="status">{move || t!(i18n, research.order_now, order = now())}</p>
        </div>
    }
    .into_any()
}

/// Moves the focus to a line's button of this way, or at an end of the list to the one of the way back.
fn focus(place: usize, at: usize, way: Way) {
    let back = if matches!(way, Way::Up) { Way::Down } else { Way::Up };
    let found = [way, back].into_iter().find_map(|way| document().get_element_by_id(&button_id(place, at, way)));
    if let Some(button) = found.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        drop(button.focus());
    }
}

fn button_id(place: usize, at: usize, way: Way) -> String {
    match way {
        Way::Up => format!("order-{place}-{at}-up"),
        Way::Down => format!("order-{place}-{at}-down"),
    }
}
