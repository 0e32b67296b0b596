//! A list page as it was left: what was unfolded there, searched for, shown by date, how many rows, and how far down. Who goes
//! back to it finds it so, and who comes to it otherwise finds it as new. Where that is noted see `session::left_lists`.

use std::sync::Arc;

use leptos::{ev, prelude::*};

use crate::session::{LeftList, LeftLists, Session};

/// For how many frames a page may still grow until it is as long as it was: some seconds.
const MOST_FRAMES: u32 = 300;

/// The list page that a component is part of. Clones are the same one.
#[derive(Clone)]
pub struct AsLeft {
    lists: LeftLists,
    path: Arc<str>,
}

impl AsLeft {
    /// The page of this address begins; provided to every component below.
    pub fn provide(path: String) -> Self {
        let lists = Session::expect().lists();
        lists.begin(&path);
        let page = Self { lists, path: path.into() };
        provide_context(page.clone());
        page.follow();
        page
    }

    /// The one that is provided; none elsewhere than in a list page.
    pub fn of_page() -> Option<Self> {
        use_context()
    }

    /// What was noted of it.
    pub fn look<T>(&self, look: impl FnOnce(&LeftList) -> T) -> T {
        self.lists.look(&self.path, look)
    }

    /// Notes something of it.
    pub fn note(&self, note: impl FnOnce(&mut LeftList)) {
        self.lists.note(&self.path, note);
    }

    /// Goes down as far as it was left, and notes from then on how far down it is. Whoever moves meanwhile is left alone.
    fn follow(&self) {
        let down = self.look(|list| list.down);
        let arrives = StoredValue::new(down > 0);
        let page = self.clone();
        let scrolled = move || {
            if arrives.try_get_value() == Some(false) {
                page.note(|list| list.down = document().document_element().map_or(0, |root| root.scroll_top()));
            }
        };
        let listeners = [
            window_event_listener(ev::scroll, move |_| scrolled()),
            window_event_listener(ev::keydown, move |_| arrives.set_value(false)),
            window_event_listener(ev::pointerdown, move |_| arrives.set_value(false)),
            window_event_listener(ev::wheel, move |_| arrives.set_value(false)),
        ];
        on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
        if down > 0 {
            request_animation_frame(move || arrive(down, MOST_FRAMES, arrives));
        }
    }
}

/// Goes down once the page is long enough: what it holds comes bit by bit.
fn arrive(down: i32, frames: u32, arrives: StoredValue<bool>) {
    // Somebody moved already, or left.
    if arrives.try_get_value() != Some(true) {
        return;
    }
    let Some(root) = document().document_element() else { return };
    let reaches = root.scroll_height().saturating_sub(root.client_height()) >= down;
    match frames.checked_sub(1) {
        Some(frames) if !reaches => request_animation_frame(move || arrive(down, frames, arrives)),
        _ => {
            root.set_scroll_top(down);
            arrives.set_value(false);
        }
    }
}

/// Notes whenever somebody goes back or forth by the browser's own buttons. Before the router does, which draws the page.
pub fn watch_going_back(session: Session) {
    window_event_listener(ev::popstate, move |_| {
        if let Ok(path) = window().location().pathname() {
            session.lists().go_back_to(&path);
        }
    });
}
