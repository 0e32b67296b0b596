//! Icons: symbols of the one vendored file that `index.html` takes in.

use leptos::prelude::*;

/// An icon beside words. It says nothing by itself, so screen readers pass over it.
#[component]
pub fn Icon(
    /// The name of a symbol of `style/vendor/icons.svg`, without `icon-`.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <use href=format!("#icon-{name}")></use>
        </svg>
    }
}
