//! Forms of the pages before signing in are kept above them, as another language draws these pages anew. They last as long as
//! their page, in memory alone.

use leptos::prelude::*;
use sesemr_common::language::Language;

use crate::{
    language::{Speech, on_left},
    model::account::KitView,
};

/// Tells a form that is drawn anew in another language from one that is begun. Copies are the same one.
#[derive(Clone, Copy)]
pub struct KeptForm {
    drawn: StoredValue<Drawn>,
}

#[derive(Clone, Copy)]
struct Drawn {
    /// The language in which it was drawn last; none once its page was left.
    language: Option<Language>,
    /// How often it was drawn.
    times: u32,
}

impl KeptForm {
    /// A form that was never drawn.
    pub fn undrawn() -> Self {
        Self { drawn: StoredValue::new(Drawn { language: None, times: 0 }) }
    }

    /// The form is drawn: `forget` empties it first, unless another language draws it anew, and again once its page is left. Who
    /// comes back may be shown their page before the one that they left is gone.
    pub fn draw(self, forget: impl Fn() + Send + Sync + 'static) {
        let spoken = Speech::expect().spoken_untracked();
        let before = self.drawn.get_value();
        if before.language.is_none_or(|language| language == spoken) {
            forget();
        }
        let times = before.times.wrapping_add(1);
        self.drawn.set_value(Drawn { language: Some(spoken), times });
        on_left(move || {
            if self.drawn.get_value().times == times {
                self.drawn.set_value(Drawn { language: None, times });
                forget();
            }
        });
    }
}

/// What is typed to come in with a kit, and the new kit that replaces it. Copies are the same form.
#[derive(Clone, Copy)]
pub struct KitForm {
    /// The handle.
    pub handle: RwSignal<String>,
    /// The kit, as it was typed or scanned.
    pub kit: RwSignal<String>,
    /// The password, or the new one.
    pub password: RwSignal<String>,
    /// The new kit, once it was made.
    pub made: RwSignal<Option<KitView>>,
    kept: KeptForm,
}

impl KitForm {
    /// An empty one, provided to every component below.
    pub fn provide() {
        let [handle, kit, password] = [(); 3].map(|()| RwSignal::new(String::new()));
        provide_context(Self { handle, kit, password, made: RwSignal::new(None), kept: KeptForm::undrawn() });
    }

    /// What [`Self::provide`] provided, for the page that is drawn now.
    ///
    /// # Panics
    /// Outside the application.
    #[expect(clippy::expect_used, reason = "the application provides it before it shows any page")]
    pub fn draw() -> Self {
        let form: Self = use_context().expect("the form is provided above every page");
        form.kept.draw(move || form.forget());
        form
    }

    /// Nothing that is on the page still is drawn anew for it.
    fn forget(self) {
        for text in [self.handle, self.kit, self.password] {
            text.update_untracked(String::clear);
        }
        self.made.update_untracked(|made| *made = None);
    }
}
