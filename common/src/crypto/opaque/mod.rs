//! OPAQUE (RFC 9807) with ristretto255-SHA512, 3DH and Argon2id, for passwords, kits and opening codes alike.
//!
//! The server half never sees a password and, without feature `client`, cannot name one. All crates of the older
//! generation that `opaque-ke` needs stay behind this folder; only the messages' bytes cross it.

#[cfg(feature = "client")]
mod client;
mod context;
mod messages;
mod server;
#[cfg(feature = "client")]
mod stretch;
mod suite;

#[cfg(feature = "client")]
pub use client::{
    ExportKey, LogInAttempt, LoggedIn, OpaquePassword, Registered, RegistrationAttempt, start_log_in,
    start_registration,
};
pub use context::{OpaqueContext, Purpose};
pub use messages::{
    Ke1, Ke2, Ke3, OpaqueRecord, RegistrationRequest, RegistrationResponse, RegistrationUpload, ServerPublicKey,
    SessionKey,
};
pub use server::{LogInAnswer, LogInState, ServerSetup, finish_log_in, finish_registration};
#[cfg(feature = "client")]
pub use stretch::stretch_password;

/// Why a step of OPAQUE failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpaqueError {
    /// A message does not decode: a point or scalar is not canonical, or is the identity.
    #[error("the message is malformed")]
    Malformed,
    /// The password is wrong, or the other side does not hold what was registered; the two cannot be told apart.
    #[error("the password is wrong")]
    WrongPassword,
    /// The server shows another key than the one the client expects.
    #[error("the server's key is another one")]
    WrongServer,
    /// The password is longer than OPAQUE takes (65,535 bytes).
    #[error("the password is too long")]
    PasswordTooLong,
}
