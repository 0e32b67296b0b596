//! What one use of OPAQUE is bound to, so that a record made for one purpose, account or key fits no other.

use crate::codec::Encoder;
use crate::id::{AccountId, KeyId, OpeningId};

use super::ServerPublicKey;

/// What the password is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// An account's password with its device key.
    LogIn = 1,
    /// An account's kit.
    Recovery = 2,
    /// The code of one opening.
    Opening = 3,
}

/// `purpose ‖ account or opening id ‖ key ids`. Both sides must hold the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpaqueContext {
    purpose: Purpose,
    subject: [u8; 16],
    client_key: KeyId,
    server_key: [u8; 32],
}

impl OpaqueContext {
    /// For an account's password: `client_key` is the account's identity, `server_key` names the SAS.
    pub const fn log_in(account: AccountId, client_key: KeyId, server_key: [u8; 32]) -> Self {
        Self { purpose: Purpose::LogIn, subject: *account.as_bytes(), client_key, server_key }
    }

    /// For an account's kit.
    pub const fn recovery(account: AccountId, client_key: KeyId, server_key: [u8; 32]) -> Self {
        Self { purpose: Purpose::Recovery, subject: *account.as_bytes(), client_key, server_key }
    }

    /// For an opening's code: `client_key` is the clinician's identity, `server_key` is the SRS's signing key.
    pub const fn opening(opening: OpeningId, client_key: KeyId, server_key: [u8; 32]) -> Self {
        Self { purpose: Purpose::Opening, subject: *opening.as_bytes(), client_key, server_key }
    }

    /// `purpose ‖ subject`: which OPRF key the server derives. Key ids are left to the identities, so that what is
    /// known before the first message is enough.
    pub(super) fn credential_id(&self) -> Vec<u8> {
        let mut encoder = self.start();
        encoder.put_raw(&self.subject);
        encoder.finish()
    }

    /// `purpose ‖ subject ‖ client key id`.
    pub(super) fn client_identity(&self) -> Vec<u8> {
        let mut encoder = self.start();
        encoder.put_raw(&self.subject).put(&self.client_key);
        encoder.finish()
    }

    /// `purpose ‖ subject ‖ server key`.
    pub(super) fn server_identity(&self) -> Vec<u8> {
        let mut encoder = self.start();
        encoder.put_raw(&self.subject).put_raw(&self.server_key);
        encoder.finish()
    }

    /// `purpose ‖ subject ‖ client key id ‖ server key`: the context of the key exchange.
    pub(super) fn transcript(&self) -> Vec<u8> {
        let mut encoder = self.start();
        encoder.put_raw(&self.subject).put(&self.client_key).put_raw(&self.server_key);
        encoder.finish()
    }

    fn start(&self) -> Encoder {
        let mut encoder = Encoder::versioned();
        encoder.put_u8(self.purpose as u8);
        encoder
    }
}

impl ServerPublicKey {
    /// The same bytes, where a context takes an OPAQUE server key as the server's key.
    pub const fn as_context_key(&self) -> [u8; 32] {
        self.0
    }
}
