//! The vault: everything a person must keep, sealed under a key that only their password and device, or their kit, unwrap.
//!
//! Cards and pins come from here, never from the server. Storing it is `flow`'s.

mod content;
mod log_settings;
mod preferences;
mod record_settings;
mod seal_vault;
mod settings;

pub use content::{Contact, IssuedCode, OwnIdentity, PortionKey, ServerPins, VaultContent};
pub use log_settings::LogAnswer;
pub use preferences::{ColorScheme, Preferences, TextSize};
pub use seal_vault::{
    RecoveryKey, VaultError, open_log_in_wrap, open_recovery_wrap, open_vault, seal_vault, wrap_for_log_in,
    wrap_for_recovery,
};

pub use crate::sharing::vault_hash;
