//! What is wrong on a form: one sentence per field, shown beside the field and in the summary at the top. A changed key is
//! no sentence but a full stop: the summary shows the interruption in its place.

use leptos::prelude::*;

use super::error_text::error_text;
use crate::{
    message::{AppError, ErrorCode},
    model::person::PersonView,
    text::Texts,
};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// The id of the field it is about; none where it is about the whole form.
    pub field: Option<&'static str>,
    /// What is wrong and what to do.
    pub text: String,
}

/// What is wrong on one form.
#[derive(Clone, Copy)]
pub struct FormErrors {
    errors: RwSignal<Vec<FormError>>,
    changed_key: RwSignal<Option<PersonView>>,
    fields: &'static [&'static str],
}

impl FormErrors {
    /// Nothing wrong yet, on a form with these fields: ids that are also the names that an [`AppError`] uses.
    pub fn new(fields: &'static [&'static str]) -> Self {
        Self { errors: RwSignal::new(Vec::new()), changed_key: RwSignal::new(None), fields }
    }

    /// All of them.
    pub fn all(self) -> Signal<Vec<FormError>> {
        self.errors.into()
    }

    /// A known person who shows another key than before: nothing goes on until it was compared.
    pub fn changed_key(self) -> Signal<Option<PersonView>> {
        self.changed_key.into()
    }

    /// Whether nothing is wrong. Does not follow.
    pub fn is_empty(self) -> bool {
        self.errors.with_untracked(Vec::is_empty) && self.changed_key.with_untracked(Option::is_none)
    }

    /// What is wrong with a field.
    pub fn of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.errors
                .with(|errors| errors.iter().find(|error| error.field == Some(field)).map(|error| error.text.clone()))
        })
    }

    /// Starts a check anew: gives whether there is anything wrong among `found`, and shows it.
    pub fn check(self, found: impl IntoIterator<Item = (&'static str, String)>) -> bool {
        let errors: Vec<_> = found.into_iter().map(|(field, text)| FormError { field: Some(field), text }).collect();
        let any = !errors.is_empty();
        self.set(errors, None);
        any
    }

    /// Shows what the worker said. A verb that its person put away shows nothing.
    pub fn show(self, texts: Texts, error: &AppError) {
        match (error.code, &error.person) {
            (ErrorCode::Cancelled, _) => self.clear(),
            (ErrorCode::KeyChanged, Some(person)) => self.set(Vec::new(), Some((**person).clone())),
            _ => {
                let name = error.field.as_deref();
                let field = name.and_then(|name| self.fields.iter().copied().find(|field| *field == name));
                self.set(vec![FormError { field, text: error_text(texts, error) }], None);
            }
        }
    }

    /// Nothing wrong any more.
    pub fn clear(self) {
        self.set(Vec::new(), None);
    }

    /// The page may have been left while the worker worked.
    fn set(self, errors: Vec<FormError>, changed_key: Option<PersonView>) {
        self.errors.try_set(errors);
        self.changed_key.try_set(changed_key);
    }
}
