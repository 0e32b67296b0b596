//! Pages under an opening, as long as it is open: what they show is gone, from the screen and from behind the back button,
//! as soon as it has ended.

use leptos::prelude::*;
use sesemr_common::id::OpeningId;

use super::close_opening::CloseOpeningPage;
use crate::{page::param::use_id, session::Session};

/// Shows its page until the opening of its address has ended, and then what is left of it.
#[component]
pub fn WhileOpen(
    /// The page.
    page: Box<dyn Fn() -> AnyView + Send + Sync>,
) -> impl IntoView {
    let session = Session::expect();
    let opening = use_id::<OpeningId>("opening");
    let ended = Memo::new(move |_| opening.is_some_and(|opening| session.end_of(opening).is_some()));
    move || if ended.get() { view! { <CloseOpeningPage /> }.into_any() } else { page() }
}
