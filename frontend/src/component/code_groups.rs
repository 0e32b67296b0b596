//! A code in groups, large enough to read across a table.

use leptos::prelude::*;

/// The groups of a code.
#[component]
pub fn CodeGroups(
    /// The groups.
    groups: Vec<String>,
    /// Larger than a kit's: a random key.
    #[prop(optional)]
    large: bool,
    /// Numbers under the groups, by which they are asked for.
    #[prop(optional)]
    numbered: bool,
) -> impl IntoView {
    let group = move |(index, group): (usize, String)| {
        view! {
            <li>
                <span class="code-group">{group}</span>
                {numbered.then(|| view! { <span class="code-number" aria-hidden="true">{index + 1}</span> })}
            </li>
        }
    };
    view! {
        <ol class="code-groups" class:code-large=large role="list">
            {groups.into_iter().enumerate().map(group).collect_view()}
        </ol>
    }
}
