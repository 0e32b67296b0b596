//! Buttons that say what happens. None is ever disabled: one that cannot act yet explains what is missing.

use leptos::prelude::*;

use super::icon::Icon;

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Look {
    /// The act of the page.
    #[default]
    Primary,
    /// Another way.
    Secondary,
    /// Beside the way.
    Quiet,
    /// Takes something away.
    Danger,
}

impl Look {
    const fn variant(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary | Self::Danger => "secondary",
            Self::Quiet => "tertiary",
        }
    }

    const fn colour(self) -> Option<&'static str> {
        match self {
            Self::Danger => Some("danger"),
            _ => None,
        }
    }
}

/// A button. While `pending` it says so and takes no second press.
#[component]
pub fn Button(
    /// What a press does. A button without this submits its form.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// How it looks.
    #[prop(optional)]
    look: Look,
    /// An icon before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Whether its act is going on.
    #[prop(optional, into)]
    pending: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let press = move |event: leptos::ev::MouseEvent| {
        if pending.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            class="ds-button"
            type=if on_press.is_some() { "button" } else { "submit" }
            data-variant=look.variant()
            data-color=look.colour()
            aria-busy=move || pending.get().to_string()
            on:click=press
        >
            {move || pending.get().then(|| view! { <span class="button-wheel" aria-hidden="true"></span> })}
            {icon.map(|name| view! { <Icon name /> })}
            {children()}
        </button>
    }
}
