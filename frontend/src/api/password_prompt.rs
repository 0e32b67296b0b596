//! Asking for the password again in the middle of a verb. The dialog is `component::confirm_password`.

use futures_channel::oneshot;
use leptos::prelude::*;

/// Verbs that wait for the password. One dialog serves all that wait.
#[derive(Clone, Copy)]
pub struct PasswordPrompt {
    open: RwSignal<bool>,
    waiting: StoredValue<Vec<oneshot::Sender<bool>>, LocalStorage>,
}

impl PasswordPrompt {
    pub(super) fn new() -> Self {
        Self { open: RwSignal::new(false), waiting: StoredValue::new_local(Vec::new()) }
    }

    /// Whether the dialog is to be shown.
    pub fn is_open(self) -> Signal<bool> {
        self.open.into()
    }

    /// The dialog ended: with the right password, or put away.
    pub fn end(self, confirmed: bool) {
        self.open.set(false);
        for sender in self.waiting.try_update_value(std::mem::take).unwrap_or_default() {
            // The page that waited may have been left.
            let _ = sender.send(confirmed);
        }
    }

    /// Shows the dialog and waits for its end.
    pub(super) async fn ask(self) -> bool {
        let (sender, receiver) = oneshot::channel();
        self.waiting.update_value(|waiting| waiting.push(sender));
        self.open.set(true);
        receiver.await.unwrap_or(false)
    }
}
