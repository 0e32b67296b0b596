//! The server half of OPAQUE: registering and checking a password without ever seeing it.
//!
//! An unknown user gets an answer from a record made up from the setup's secret and the credential id, so that
//! neither its content nor its timing tells (RFC 9807 sections 6.3.2.2 and 10.9).

use curve25519_dalek::RistrettoPoint;
use hkdf::Hkdf;
use opaque_ke::{
    CredentialFinalization, CredentialRequest, RegistrationRequest as Request, RegistrationUpload as Upload,
    ServerLogin, ServerLoginParameters, ServerRegistration, ServerSetup as Setup,
};
use sha2::Sha512;
use zeroize::{Zeroize as _, Zeroizing};

use super::suite::{Bound, Suite, fixed};
use super::{
    Ke1, Ke2, Ke3, OpaqueContext, OpaqueError, OpaqueRecord, RegistrationRequest, RegistrationResponse,
    RegistrationUpload, ServerPublicKey, SessionKey,
};
use crate::crypto::random::SystemRng06;
use crate::crypto::secret_bytes;

secret_bytes!(
    /// What the server keeps between KE2 and KE3: session key, expected MAC.
    LogInState, 128);

/// A server's OPAQUE secrets: OPRF seed, static key pair, and a spare public key. One for the accounts of a SAS, one
/// for each opening of an SRS.
#[derive(Clone)]
pub struct ServerSetup(Setup<Suite>);

/// What a server answers to KE1, and what it keeps.
#[derive(Clone, Debug)]
pub struct LogInAnswer {
    /// Goes to the client.
    pub ke2: Ke2,
    /// Stays until KE3.
    pub state: LogInState,
}

impl ServerSetup {
    /// Bytes of a serialised setup.
    pub const LENGTH: usize = 128;

    /// A fresh random one.
    pub fn make() -> Self {
        Self(Setup::new(&mut SystemRng06))
    }

    /// From what [`Self::to_bytes`] gave.
    ///
    /// # Errors
    /// [`OpaqueError::Malformed`] when the bytes are not a setup.
    pub fn from_bytes(bytes: &[u8; Self::LENGTH]) -> Result<Self, OpaqueError> {
        Ok(Self(Setup::deserialize(bytes)?))
    }

    /// For the server's own storage.
    pub fn to_bytes(&self) -> Zeroizing<[u8; Self::LENGTH]> {
        let mut serialized = self.0.serialize();
        let mut bytes = Zeroizing::new([0; Self::LENGTH]);
        bytes.copy_from_slice(&serialized);
        serialized.zeroize();
        bytes
    }

    /// The static public key, which clients may pin.
    pub fn public_key(&self) -> ServerPublicKey {
        ServerPublicKey(self.0.keypair().public().serialize().into())
    }

    /// Answers a registration request. Nothing is stored yet.
    ///
    /// # Errors
    /// [`OpaqueError::Malformed`].
    pub fn answer_registration(
        &self,
        context: &OpaqueContext,
        request: &RegistrationRequest,
    ) -> Result<RegistrationResponse, OpaqueError> {
        let request = Request::deserialize(request.as_bytes())?;
        let started = ServerRegistration::<Suite>::start(&self.0, request, &context.credential_id())?;
        Ok(RegistrationResponse(fixed(&started.message.serialize())?))
    }

    /// Answers KE1. Without a record, as if there were one that no password fits.
    ///
    /// # Errors
    /// [`OpaqueError::Malformed`].
    pub fn answer_log_in(
        &self,
        context: &OpaqueContext,
        record: Option<&OpaqueRecord>,
        ke1: &Ke1,
    ) -> Result<LogInAnswer, OpaqueError> {
        let request = CredentialRequest::deserialize(ke1.as_bytes())?;
        let made_up = self.made_up_record(context);
        let record = ServerRegistration::deserialize(record.unwrap_or(&made_up).as_bytes())?;
        let bound = Bound::to(context);
        let parameters = ServerLoginParameters { context: Some(&bound.transcript), identifiers: bound.identifiers() };
        let started = ServerLogin::<Suite>::start(
            &mut SystemRng06,
            &self.0,
            Some(record),
            request,
            &context.credential_id(),
            parameters,
        )?;
        let state = LogInState::from_bytes(fixed(&started.state.serialize())?);
        Ok(LogInAnswer { ke2: Ke2(fixed(&started.message.serialize())?), state })
    }

    /// Client public key and masking key from the setup's secret and the credential id, and an empty envelope: the
    /// same at every try, and another for every unknown user.
    fn made_up_record(&self, context: &OpaqueContext) -> OpaqueRecord {
        let mut uniform = Zeroizing::new([0; 128]);
        let info = [b"sesemr/1/opaque-made-up-record".as_slice(), &context.credential_id()].concat();
        // 128 bytes are within what HKDF-SHA512 expands to, so this cannot fail.
        let expanded = Hkdf::<Sha512>::new(None, &*self.to_bytes()).expand(&info, &mut *uniform);
        debug_assert!(expanded.is_ok(), "two blocks of HKDF-SHA512");
        let (point, masking_key) = uniform.split_first_chunk::<64>().map_or(([0; 64], &[][..]), |(p, m)| (*p, m));
        let mut record = [0; 192];
        let (client_key, rest) = record.split_at_mut(32);
        client_key.copy_from_slice(RistrettoPoint::from_uniform_bytes(&point).compress().as_bytes());
        for (byte, masked) in rest.iter_mut().zip(masking_key) {
            *byte = *masked;
        }
        OpaqueRecord::from_bytes(record)
    }
}

impl core::fmt::Debug for ServerSetup {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("ServerSetup([REDACTED])")
    }
}

/// Turns an upload into the record to store.
///
/// # Errors
/// [`OpaqueError::Malformed`].
pub fn finish_registration(upload: &RegistrationUpload) -> Result<OpaqueRecord, OpaqueError> {
    let upload = Upload::<Suite>::deserialize(upload.as_bytes())?;
    Ok(OpaqueRecord::from_bytes(fixed(&ServerRegistration::finish(upload).serialize())?))
}

/// Checks KE3 against what was kept: whoever sent it knew the password.
///
/// # Errors
/// [`OpaqueError::WrongPassword`] when it does not fit, [`OpaqueError::Malformed`].
pub fn finish_log_in(context: &OpaqueContext, state: &LogInState, ke3: &Ke3) -> Result<SessionKey, OpaqueError> {
    let message = CredentialFinalization::deserialize(ke3.as_bytes())?;
    let bound = Bound::to(context);
    let parameters = ServerLoginParameters { context: Some(&bound.transcript), identifiers: bound.identifiers() };
    let finished = ServerLogin::<Suite>::deserialize(state.as_bytes())?.finish(message, parameters)?;
    Ok(SessionKey::from_bytes(fixed(&finished.session_key)?))
}
