//! In which language the application speaks: as chosen here, on another device of this person, or as the browser's.
//!
//! A choice is kept by this browser, for the pages before signing in, and in the vault, for this person's other devices.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sesemr_common::{language::Language, vault::Preferences};

use crate::{api::VaultClient, message::SavePreferences, session::Session};

/// Its name in the browser's storage.
const STORED: &str = "language";

/// The language that is spoken. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Speech {
    spoken: RwSignal<Language>,
    /// Whether it was chosen on this page while nobody was signed in, and is theirs who sign in next.
    is_news: StoredValue<bool>,
}

impl Speech {
    /// Speaks as this browser was last told, or else as it asks for; provided to every component below.
    pub fn provide() -> Self {
        let speech = Self {
            spoken: RwSignal::new(stored().or_else(asked_for).unwrap_or(Language::English)),
            is_news: StoredValue::new(false),
        };
        provide_context(speech);
        Effect::new(move |_| mark_document(speech.spoken.get()));
        speech
    }

    /// What [`Self::provide`] provided.
    ///
    /// # Panics
    /// Outside the application.
    #[expect(clippy::expect_used, reason = "the application provides it before it shows any page")]
    pub fn expect() -> Self {
        use_context().expect("the language is provided above every page")
    }

    /// The language. Who follows it is drawn anew in another one.
    pub fn spoken(self) -> Language {
        self.spoken.get()
    }

    /// The language, without following it: a text stays as it was drawn.
    pub fn spoken_untracked(self) -> Language {
        self.spoken.get_untracked()
    }

    /// Somebody chose a language. Where somebody is signed in, their other devices learn it too.
    pub fn choose(self, language: Language, client: VaultClient, session: Session) {
        self.speak(language);
        if session.account().with_untracked(Option::is_some) {
            save(client, language);
        } else {
            self.is_news.set_value(true);
        }
    }

    /// Somebody signed in who chose a language before, perhaps elsewhere. What was chosen on this page just now is newer.
    pub fn follow(self, chosen: Option<Language>, client: VaultClient) {
        let is_news = self.is_news.get_value();
        self.is_news.set_value(false);
        match (chosen, stored()) {
            (Some(chosen), _) if !is_news => self.speak(chosen),
            (_, Some(here)) => save(client, here),
            _ => {}
        }
    }

    fn speak(self, language: Language) {
        keep(language);
        if self.spoken.get_untracked() != language {
            self.spoken.set(language);
        }
    }
}

/// Does something when a component is left, and not when another language draws it anew. Whoever has signed in has left, though
/// the page may speak their language by then.
pub fn on_left(left: impl FnOnce() + Send + Sync + 'static) {
    let (speech, session) = (Speech::expect(), Session::expect());
    let spoken = speech.spoken_untracked();
    on_cleanup(move || {
        if speech.spoken_untracked() == spoken || session.account().with_untracked(Option::is_some) {
            left();
        }
    });
}

/// Keeps it in the vault. Where that fails, this browser speaks it all the same.
fn save(client: VaultClient, language: Language) {
    let preferences = Preferences { language: Some(language), ..Preferences::default() };
    spawn_local(async move { drop(client.ask(SavePreferences { preferences }).await) });
}

fn stored() -> Option<Language> {
    Language::of_tag(&window().local_storage().ok().flatten()?.get_item(STORED).ok().flatten()?)
}

fn keep(language: Language) {
    if let Ok(Some(storage)) = window().local_storage() {
        // Where nothing can be kept, the choice lasts as long as the page.
        drop(storage.set_item(STORED, language.code()));
    }
}

/// The first of the browser's languages that is spoken here.
fn asked_for() -> Option<Language> {
    window().navigator().languages().iter().find_map(|tag| Language::of_tag(&tag.as_string()?))
}

/// For screen readers, hyphenation and the browser's own words.
fn mark_document(language: Language) {
    if let Some(root) = document().document_element() {
        drop(root.set_attribute("lang", language.code()));
        drop(root.set_attribute("dir", "ltr"));
    }
}
