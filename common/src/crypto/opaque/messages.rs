//! The messages of OPAQUE as fixed-size bytes, in the order in which they travel; sizes for ristretto255-SHA512.

use crate::crypto::secret_bytes;
use crate::id::public_bytes;

public_bytes!(/// `RegistrationRequest`, client to server: a blinded element.
    RegistrationRequest, 32);
public_bytes!(/// `RegistrationResponse`, server to client: evaluated element, server public key.
    RegistrationResponse, 64);
public_bytes!(/// `RegistrationRecord` as uploaded, client to server: client public key, masking key, envelope.
    RegistrationUpload, 192);
public_bytes!(/// KE1, client to server: blinded element, nonce, key share.
    Ke1, 96);
public_bytes!(/// KE2, server to client: evaluated element, masked response, nonce, key share, MAC.
    Ke2, 320);
public_bytes!(/// KE3, client to server: MAC.
    Ke3, 64);
public_bytes!(/// The server's static public key.
    ServerPublicKey, 32);

secret_bytes!(
    /// What the server stores for one password. Not enough to log in, but enough to test guesses with: it stays secret.
    OpaqueRecord, 192);
secret_bytes!(
    /// The key both sides share after a log-in.
    SessionKey, 64);
