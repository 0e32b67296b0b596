//! A link that looks like a button: it goes somewhere and changes nothing.

use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::components::A;

use super::{button::Look, icon::Icon};

/// A link to another page of the application.
#[component]
pub fn LinkButton(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// How it looks.
    #[prop(optional)]
    look: Look,
    /// An icon before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let variant = match look {
        Look::Primary => "primary",
        Look::Quiet => "tertiary",
        Look::Secondary | Look::Danger => "secondary",
    };
    view! {
        <A href=href attr:class="ds-button" attr:data-variant=variant>
            {icon.map(|name| view! { <Icon name /> })}
            {children()}
        </A>
    }
}

/// Whether a press on a link leads on in this window: with a key held down browsers open another.
pub fn leads_on(press: &MouseEvent) -> bool {
    !(press.ctrl_key() || press.meta_key() || press.shift_key())
}
