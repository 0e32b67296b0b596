//! Reading one's own records while no server answers, from what this device kept.
//!
//! ```text
//! key   = Argon2id(account password, salt)            account password = typed password and device key, see crypto::kit
//! wrap  = AES-256-GCM(HKDF(key, "offline/vault-key" ‖ account), nonce 0, vault key)
//! check = HKDF(salt = vault key, account password, "offline/check" ‖ account)
//! ```
//! [`OfflineHost`] stands between a [`super::Member`] and its world. While the copy is made it notes what the server
//! answers to a listing; after [`log_in_offline`] it answers the same questions from that note, and no others. Bodies are
//! kept as they came: sealed. So the copy holds nothing that the server does not, but the wrap: who takes the device with
//! its browser profile may try passwords against it, each for the price of Argon2id. On disk the device key cannot be
//! read, only used, which ties the guessing to this profile.

mod keep_offline;
mod kept;
mod log_in_offline;
mod offline_host;

pub use keep_offline::KeptOffline;
pub use log_in_offline::log_in_offline;
pub use offline_host::OfflineHost;
