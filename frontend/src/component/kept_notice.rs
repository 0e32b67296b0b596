//! That a form is as it was left on this device: nobody is to take for new what they typed another day.

use leptos::{html::Div, prelude::*};

use super::{
    button::{Button, Look},
    notice::Notice,
};
use crate::text::{t, use_i18n};

/// Says so above the form, with a way to begin it anew. Takes no room where nothing was left.
#[component]
pub fn KeptNotice(
    /// Whether the form is as it was left. Beginning anew ends that: whoever draws the form then draws it as it begins.
    as_left: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let part = NodeRef::<Div>::new();
    let begin = move || {
        // The button goes: the focus stays above the form instead of being lost.
        if let Some(part) = part.get_untracked() {
            drop(part.focus());
        }
        as_left.set(false);
    };
    as_left.get_untracked().then(|| {
        view! {
            <div class="revealed" tabindex="-1" node_ref=part>
                <Show when=move || as_left.get()>
                    <Notice>
                        <p>{t!(i18n, kept_form.as_left)}</p>
                        <div class="actions">
                            <Button look=Look::Secondary on_press=begin>{t!(i18n, kept_form.begin)}</Button>
                        </div>
                    </Notice>
                </Show>
            </div>
        }
    })
}
