//! The one OPAQUE suite: ristretto255-SHA512, 3DH, and Argon2id with constants that no server can lower.

use opaque_ke::argon2::Argon2;
use opaque_ke::errors::ProtocolError;
use opaque_ke::{CipherSuite, Identifiers, Ristretto255, TripleDh};

use super::{OpaqueContext, OpaqueError};

pub(super) struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, sha2_010::Sha512>;
    type Ksf = Argon2<'static>;
}

/// Argon2id version 0x13 (RFC 9106), memory in KiB.
#[cfg(feature = "client")]
pub(super) fn key_stretching() -> Argon2<'static> {
    use opaque_ke::argon2::{Algorithm, ParamsBuilder, Version};
    const MEMORY: u32 = 65_536;
    const PASSES: u32 = 3;
    const LANES: u32 = 1;
    // Constants inside the limits of the builder: the default is never taken, and if it were, nobody could log in.
    let parameters = ParamsBuilder::new().m_cost(MEMORY).t_cost(PASSES).p_cost(LANES).build().unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
}

/// The identities and the transcript of a context, owned while `opaque-ke` borrows them.
pub(super) struct Bound {
    client: Vec<u8>,
    server: Vec<u8>,
    pub(super) transcript: Vec<u8>,
}

impl Bound {
    pub(super) fn to(context: &OpaqueContext) -> Self {
        Self { client: context.client_identity(), server: context.server_identity(), transcript: context.transcript() }
    }

    pub(super) fn identifiers(&self) -> Identifiers<'_> {
        Identifiers { client: Some(&self.client), server: Some(&self.server) }
    }
}

impl From<ProtocolError> for OpaqueError {
    fn from(error: ProtocolError) -> Self {
        match error {
            ProtocolError::InvalidLoginError => Self::WrongPassword,
            _ => Self::Malformed,
        }
    }
}

/// A serialised message as the fixed-size bytes it is known to be.
pub(super) fn fixed<const N: usize>(bytes: &[u8]) -> Result<[u8; N], OpaqueError> {
    bytes.try_into().map_err(|_| OpaqueError::Malformed)
}
