//! The halves of the protocol that a browser plays, written a second time from docs/PROTOCOL.md: the backend's tests may
//! not name a client's secret through `sesemr-common`, whose feature `client` would then leak into the servers' build.
//!
//! The real client core meets the servers in `tests/flows`.

use curve25519_dalek::{RistrettoPoint, Scalar, constants::RISTRETTO_BASEPOINT_POINT as G};
use opaque_ke::{
    CipherSuite, ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialResponse, Identifiers, RegistrationResponse as Response, Ristretto255, TripleDh, ksf::Identity,
};
use rand_core_06::{CryptoRng, RngCore, impls};
use sesemr_common::{
    codec::{Decode, Encode, Encoder},
    crypto::{
        VerifyingKey, fill_random,
        opaque::{Ke1, Ke2, Ke3, RegistrationRequest, RegistrationResponse, RegistrationUpload},
    },
    id::{Bytes, KeyId, OpeningId},
    pre::{Capsule, PreContext, PrePublicKey, ReKeyCommitment},
};
use sha2::{Digest as _, Sha512};

/// The OPAQUE suite, but for stretching, which no server sees.
struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, sha2_010::Sha512>;
    type Ksf = Identity;
}

/// Whose code of which opening: `version ‖ suite ‖ purpose 3 ‖ opening id`, then key ids.
pub(crate) struct CodeContext {
    pub(crate) opening: OpeningId,
    pub(crate) clinician_key: KeyId,
    pub(crate) srs_key: VerifyingKey,
}

impl CodeContext {
    fn encode(&self, client: bool, server: bool) -> Vec<u8> {
        let mut encoder = Encoder::versioned();
        encoder.put_u8(3).put(&self.opening);
        if client {
            encoder.put(&self.clinician_key);
        }
        if server {
            encoder.put(&self.srs_key);
        }
        encoder.finish()
    }
}

/// A code on its way into an OPAQUE record.
pub(crate) struct Registering {
    code: Vec<u8>,
    state: ClientRegistration<Suite>,
}

pub(crate) fn start_registration(code: &[u8]) -> (Registering, RegistrationRequest) {
    let started = ClientRegistration::<Suite>::start(&mut SystemRng, code).unwrap();
    let request = RegistrationRequest::decode(&started.message.serialize()).unwrap();
    (Registering { code: code.to_vec(), state: started.state }, request)
}

impl Registering {
    pub(crate) fn finish(self, context: &CodeContext, response: &RegistrationResponse) -> RegistrationUpload {
        let (client, server) = (context.encode(true, false), context.encode(false, true));
        let identifiers = Identifiers { client: Some(&client), server: Some(&server) };
        let response = Response::deserialize(response.as_bytes()).unwrap();
        let parameters = ClientRegistrationFinishParameters::new(identifiers, None);
        let finished = self.state.finish(&mut SystemRng, &self.code, response, parameters).unwrap();
        RegistrationUpload::decode(&finished.message.serialize()).unwrap()
    }
}

/// A code being tried.
pub(crate) struct Trying {
    code: Vec<u8>,
    state: ClientLogin<Suite>,
    pub(crate) ke1: Ke1,
}

pub(crate) fn try_code(code: &[u8]) -> Trying {
    let started = ClientLogin::<Suite>::start(&mut SystemRng, code).unwrap();
    let ke1 = Ke1::decode(&started.message.serialize()).unwrap();
    Trying { code: code.to_vec(), state: started.state, ke1 }
}

impl Trying {
    /// KE3, where the code was right.
    pub(crate) fn finish(&self, context: &CodeContext, ke2: &Ke2) -> Option<Ke3> {
        let (client, server) = (context.encode(true, false), context.encode(false, true));
        let identifiers = Identifiers { client: Some(&client), server: Some(&server) };
        let response = CredentialResponse::deserialize(ke2.as_bytes()).unwrap();
        let transcript = context.encode(true, true);
        let parameters = ClientLoginFinishParameters::new(Some(&transcript), identifiers, None);
        let finished = self.state.clone().finish(&mut SystemRng, &self.code, response, parameters).ok()?;
        Ke3::decode(&finished.message.serialize()).ok()
    }
}

/// A portion's public key, and a re-encryption key with its commitment `X ‖ U1`. A proxy cannot tell whether rk belongs
/// to A, so a random one does.
pub(crate) struct PortionKeys {
    pub(crate) pre_key: PrePublicKey,
    pub(crate) commitment: ReKeyCommitment,
    pub(crate) re_encryption_key: Bytes,
}

pub(crate) fn make_portion_keys() -> PortionKeys {
    let rk = make_scalar();
    let u = RistrettoPoint::from_uniform_bytes(&Sha512::digest(b"sesemr/1/pre/U").into());
    PortionKeys {
        pre_key: decode(&[encode_point(G * make_scalar())]),
        commitment: decode(&[encode_point(G * make_scalar()), encode_point(u * rk)]),
        re_encryption_key: Bytes(rk.to_bytes().to_vec()),
    }
}

/// `E = rG, V = uG, s = u + r·H2(A, E, V)`.
#[expect(clippy::many_single_char_names, reason = "the letters of the equations")]
pub(crate) fn make_capsule(context: &PreContext, a: &PrePublicKey) -> Capsule {
    let (r, u) = (make_scalar(), make_scalar());
    let (e, v) = (encode_point(G * r), encode_point(G * u));
    let mut hasher = Sha512::new();
    for part in [b"sesemr/1/pre/capsule\0".as_slice(), &context.encode(), a.as_bytes(), &e, &v] {
        hasher.update(part);
    }
    let s = u + r * Scalar::from_bytes_mod_order_wide(&hasher.finalize().into());
    decode(&[e, v, s.to_bytes()])
}

/// A fresh B.
pub(crate) fn make_pre_public_key() -> PrePublicKey {
    decode(&[encode_point(G * make_scalar())])
}

fn decode<T: Decode>(parts: &[[u8; 32]]) -> T {
    T::decode(&parts.concat()).unwrap()
}

fn encode_point(point: RistrettoPoint) -> [u8; 32] {
    point.compress().to_bytes()
}

fn make_scalar() -> Scalar {
    let mut bytes = [0; 64];
    fill_random(&mut bytes);
    Scalar::from_bytes_mod_order_wide(&bytes)
}

/// The system's randomness as the older generation of crates names it.
struct SystemRng;

impl RngCore for SystemRng {
    fn next_u32(&mut self) -> u32 {
        impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        fill_random(bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core_06::Error> {
        fill_random(bytes);
        Ok(())
    }
}

impl CryptoRng for SystemRng {}
