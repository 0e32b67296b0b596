//! Why a flow stopped, in terms of what its person can do.

use super::{CallError, StorageError};
use crate::api::{ApiError, ErrorCode};
use crate::crypto::SignatureError;
use crate::crypto::crockford::CodeError;
use crate::crypto::opaque::OpaqueError;
use crate::envelope::EnvelopeError;
use crate::id::{AccountId, KeyId};
use crate::sharing::KeyCardError;
use crate::vault::VaultError;

/// Why a flow stopped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FlowError {
    /// A server is away; what was typed is kept, try again.
    #[error("the server does not answer")]
    Away,
    /// A server refused.
    #[error(transparent)]
    Refused(ApiError),
    /// The server says something that does not hold: a signature, a hash, a chain, a key. What does not fit is named.
    #[error("the server shows something that does not hold: {0}")]
    Untrustworthy(&'static str),
    /// A known person's key is another than the one pinned: a full stop.
    #[error("the key of a known person has changed")]
    KeyChanged {
        /// Who.
        account: AccountId,
        /// The pinned key.
        pinned: KeyId,
        /// The key shown now.
        shown: KeyId,
    },
    /// Wrong name or password, or another device's password.
    #[error("wrong name or password")]
    WrongPassword,
    /// This device does not know the account: the kit is needed.
    #[error("this device does not know the account: the emergency kit is needed")]
    KitNeeded,
    /// The kit that this device knows was replaced by a new one.
    #[error("the emergency kit was replaced: the new one is needed")]
    KitReplaced,
    /// A typed code is not one; nothing was sent.
    #[error(transparent)]
    MistypedCode(#[from] CodeError),
    /// This device keeps no copy of the account's records.
    #[error("this device keeps no copy of the records")]
    NothingKept,
    /// The random key was wrong, and is used up.
    #[error("the random key was wrong and is used up")]
    WrongRandomKey,
    /// The vault does not open, or was rolled back.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The record was altered or damaged.
    #[error("the record was altered or damaged")]
    AlteredOrDamaged,
    /// What was asked for does not make sense; says what to do.
    #[error("{0}")]
    Invalid(&'static str),
    /// The source of an upload is not what it was when the upload began.
    #[error("the file has changed since its upload began")]
    SourceChanged,
    /// The person cancelled.
    #[error("cancelled")]
    Cancelled,
    /// This device cannot store anything.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl FlowError {
    /// Whether the server may have done what it was asked: its answer was lost, or cannot be read.
    pub(super) const fn leaves_open(&self) -> bool {
        matches!(self, Self::Away | Self::Untrustworthy(_))
    }

    /// Whether a server refused with this code.
    pub fn is_refusal(&self, code: ErrorCode) -> bool {
        matches!(self, Self::Refused(error) if error.code == code)
    }
}

impl From<CallError> for FlowError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Away => Self::Away,
            CallError::Refused(error) if error.code == ErrorCode::Unavailable => Self::Away,
            CallError::Refused(error) => Self::Refused(error),
            CallError::Unreadable => Self::Untrustworthy("an answer"),
        }
    }
}

impl From<SignatureError> for FlowError {
    fn from(_: SignatureError) -> Self {
        Self::Untrustworthy("a signature")
    }
}

impl From<KeyCardError> for FlowError {
    fn from(error: KeyCardError) -> Self {
        match error {
            KeyCardError::Missing | KeyCardError::AnotherAccount => Self::Untrustworthy("a key card"),
            KeyCardError::Signature(error) => error.into(),
        }
    }
}

impl From<EnvelopeError> for FlowError {
    fn from(error: EnvelopeError) -> Self {
        match error {
            EnvelopeError::AlteredOrDamaged | EnvelopeError::OutOfTurn => Self::AlteredOrDamaged,
            EnvelopeError::SourceChanged => Self::SourceChanged,
            EnvelopeError::TooLarge => Self::Invalid("This is too large to store."),
            EnvelopeError::InvalidCard => Self::Untrustworthy("a portion card"),
            EnvelopeError::InvalidBatch => Self::Invalid("Add between 1 and 65,536 records at a time."),
            EnvelopeError::CipherUnavailable => Self::Invalid("This browser gives no AES. Update it and try again."),
        }
    }
}

impl From<OpaqueError> for FlowError {
    fn from(error: OpaqueError) -> Self {
        match error {
            OpaqueError::WrongPassword => Self::WrongPassword,
            OpaqueError::PasswordTooLong => Self::Invalid("The password is too long: use at most 1,000 characters."),
            OpaqueError::Malformed | OpaqueError::WrongServer => Self::Untrustworthy("a sign-in message"),
        }
    }
}
