//! A table whose rows stand as blocks where the window is narrow, each value beside its column's name: nothing is out of
//! sight to the side. The roles give back what a block takes from a table, and the row of heads stays for screen readers.
//! A table of free columns, with as many numbers as somebody's file has, scrolls instead.

use leptos::prelude::*;

/// The table, with its rows as children: each of [`name_cell`]s and [`cell`]s.
#[component]
pub fn StackedTable(
    /// What it is called for screen readers.
    #[prop(into)]
    label: String,
    /// What stands above it; nothing where a heading does.
    #[prop(optional, into)]
    caption: Option<String>,
    /// The names of its columns.
    heads: Vec<String>,
    children: Children,
) -> impl IntoView {
    let heads = heads.into_iter().map(|head| view! { <th scope="col" role="columnheader">{head}</th> }).collect_view();
    view! {
        <div class="scroll-x stacked" tabindex="0" role="group" aria-label=label>
            <table class="ds-table stacked-table" role="table" data-zebra="true" data-size="sm">
                {caption.map(|caption| view! { <caption>{caption}</caption> })}
                <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
}

/// A value, under its column's name.
pub fn cell<V: IntoView>(head: &str, value: V) -> impl IntoView + use<V> {
    view! { <td role="cell" data-label=head.to_owned()><div>{value}</div></td> }
}

/// What a row is about: it stands above the others where the window is narrow.
pub fn name_cell(name: impl IntoView) -> impl IntoView {
    view! { <th scope="row" role="rowheader">{name}</th> }
}
