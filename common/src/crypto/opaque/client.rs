//! The client half of OPAQUE: from a password to an export key that only its knower and nobody's server can make.

use opaque_ke::{
    ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialResponse, RegistrationResponse as Response,
};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::suite::{Bound, Suite, fixed, key_stretching};
use super::{
    Ke1, Ke2, Ke3, OpaqueContext, OpaqueError, RegistrationRequest, RegistrationResponse, RegistrationUpload,
    ServerPublicKey, SessionKey,
};
use crate::crypto::random::SystemRng06;
use crate::crypto::secret_bytes;

secret_bytes!(
    /// What only the password's knower gets out of registering and of every log-in: always the same 64 bytes.
    ExportKey, 64);

/// The bytes that OPAQUE takes as its password; see `kit` for how they come about.
#[derive(Clone)]
pub struct OpaquePassword(Zeroizing<Vec<u8>>);

impl OpaquePassword {
    pub(in crate::crypto) fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// OPAQUE hashes its password behind a length of 16 bits.
    pub(super) fn checked(&self) -> Result<&[u8], OpaqueError> {
        if u16::try_from(self.0.len()).is_ok() { Ok(&self.0) } else { Err(OpaqueError::PasswordTooLong) }
    }
}

impl PartialEq for OpaquePassword {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for OpaquePassword {}

impl core::fmt::Debug for OpaquePassword {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("OpaquePassword([REDACTED])")
    }
}

/// A registration waiting for the server's response.
pub struct RegistrationAttempt {
    password: OpaquePassword,
    state: ClientRegistration<Suite>,
}

/// What a finished registration gives.
#[derive(Debug)]
pub struct Registered {
    /// Goes to the server.
    pub upload: RegistrationUpload,
    /// Stays.
    pub export_key: ExportKey,
    /// The key the server showed; every later log-in checks it by itself.
    pub server_public_key: ServerPublicKey,
}

/// Begins a registration: the request goes to the server.
///
/// # Errors
/// [`OpaqueError::PasswordTooLong`].
pub fn start_registration(
    password: &OpaquePassword,
) -> Result<(RegistrationAttempt, RegistrationRequest), OpaqueError> {
    let started =
        ClientRegistration::<Suite>::start(&mut SystemRng06, &password.0).map_err(|_| OpaqueError::PasswordTooLong)?;
    let request = RegistrationRequest(fixed(&started.message.serialize())?);
    Ok((RegistrationAttempt { password: password.clone(), state: started.state }, request))
}

impl RegistrationAttempt {
    /// Finishes a registration. Takes as long as Argon2id.
    ///
    /// # Errors
    /// [`OpaqueError::Malformed`], or [`OpaqueError::WrongServer`] when `expected_server` is given and another answered.
    pub fn finish(
        self,
        context: &OpaqueContext,
        response: &RegistrationResponse,
        expected_server: Option<&ServerPublicKey>,
    ) -> Result<Registered, OpaqueError> {
        let response = Response::deserialize(response.as_bytes())?;
        let (bound, ksf) = (Bound::to(context), key_stretching());
        let parameters = ClientRegistrationFinishParameters::new(bound.identifiers(), Some(&ksf));
        let finished = self.state.finish(&mut SystemRng06, &self.password.0, response, parameters)?;
        Ok(Registered {
            upload: RegistrationUpload(fixed(&finished.message.serialize())?),
            export_key: ExportKey::from_bytes(fixed(&finished.export_key)?),
            server_public_key: checked(fixed(&finished.server_s_pk.serialize())?, expected_server)?,
        })
    }
}

impl core::fmt::Debug for RegistrationAttempt {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("RegistrationAttempt([REDACTED])")
    }
}

/// A log-in waiting for KE2.
pub struct LogInAttempt {
    password: OpaquePassword,
    state: ClientLogin<Suite>,
}

/// What a finished log-in gives.
#[derive(Debug)]
pub struct LoggedIn {
    /// Goes to the server.
    pub ke3: Ke3,
    /// Shared with the server.
    pub session_key: SessionKey,
    /// Stays.
    pub export_key: ExportKey,
    /// The key the server showed, the one of registration.
    pub server_public_key: ServerPublicKey,
}

/// Begins a log-in: KE1 goes to the server.
///
/// # Errors
/// [`OpaqueError::PasswordTooLong`].
pub fn start_log_in(password: &OpaquePassword) -> Result<(LogInAttempt, Ke1), OpaqueError> {
    let started = ClientLogin::<Suite>::start(&mut SystemRng06, password.checked()?)?;
    let ke1 = Ke1(fixed(&started.message.serialize())?);
    Ok((LogInAttempt { password: password.clone(), state: started.state }, ke1))
}

impl LogInAttempt {
    /// Finishes a log-in. Takes as long as Argon2id. The attempt stays, so that a wrong or damaged KE2 can be told from
    /// a right one that comes later.
    ///
    /// # Errors
    /// [`OpaqueError::WrongPassword`] when password, context or server are not those of registration,
    /// [`OpaqueError::Malformed`], or [`OpaqueError::WrongServer`] when `expected_server` is given and another answered.
    pub fn finish(
        &self,
        context: &OpaqueContext,
        ke2: &Ke2,
        expected_server: Option<&ServerPublicKey>,
    ) -> Result<LoggedIn, OpaqueError> {
        let response = CredentialResponse::deserialize(ke2.as_bytes())?;
        let (bound, ksf) = (Bound::to(context), key_stretching());
        let parameters = ClientLoginFinishParameters::new(Some(&bound.transcript), bound.identifiers(), Some(&ksf));
        let finished = self.state.clone().finish(&mut SystemRng06, &self.password.0, response, parameters)?;
        Ok(LoggedIn {
            ke3: Ke3(fixed(&finished.message.serialize())?),
            session_key: SessionKey::from_bytes(fixed(&finished.session_key)?),
            export_key: ExportKey::from_bytes(fixed(&finished.export_key)?),
            server_public_key: checked(fixed(&finished.server_s_pk.serialize())?, expected_server)?,
        })
    }
}

impl core::fmt::Debug for LogInAttempt {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("LogInAttempt([REDACTED])")
    }
}

fn checked(shown: [u8; 32], expected: Option<&ServerPublicKey>) -> Result<ServerPublicKey, OpaqueError> {
    let shown = ServerPublicKey(shown);
    if expected.is_some_and(|expected| *expected != shown) {
        return Err(OpaqueError::WrongServer);
    }
    Ok(shown)
}
