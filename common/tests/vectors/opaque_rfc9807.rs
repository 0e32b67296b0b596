//! OPAQUE: the RFC's own vectors for this project's group, through the crate that [`sesemr_common::crypto::opaque`] uses.
//!
//! The RFC fixes all randomness and stretches keys with the identity function; this project's bindings and Argon2id are in
//! `opaque`.

use opaque_ke::ksf::Identity;
use opaque_ke::*;

use crate::file::{Vector, parse};

struct RfcSuite;

impl CipherSuite for RfcSuite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, sha2_010::Sha512>;
    type Ksf = Identity;
}

/// Gives exactly these bytes.
struct Canned(Vec<u8>);

impl Canned {
    fn of(parts: &[&[u8]]) -> Self {
        Self(parts.concat())
    }
}

impl rand_core_06::RngCore for Canned {
    fn next_u32(&mut self) -> u32 {
        rand_core_06::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        rand_core_06::impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        let rest = self.0.split_off(bytes.len());
        bytes.copy_from_slice(&self.0);
        self.0 = rest;
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core_06::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl rand_core_06::CryptoRng for Canned {}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn both_sides_give_the_messages_of_rfc_9807() {
    let file = parse(include_str!("opaque_rfc9807.json"));
    for vector in Vector(&file).list("vectors") {
        let identity = |name: &str| vector.0[name].is_string().then(|| vector.bytes(name));
        let (client_identity, server_identity) = (identity("client_identity"), identity("server_identity"));
        let identifiers = Identifiers { client: client_identity.as_deref(), server: server_identity.as_deref() };
        let (context, password) = (vector.bytes("context"), vector.bytes("password"));
        let credential_identifier = vector.bytes("credential_identifier");
        // The crate draws a blind as 64 bytes modulo the order; the last of a setup is the spare key, unused here.
        let blind = |name: &str| Canned::of(&[&vector.bytes(name), &[0; 32]]);
        let setup = [vector.bytes("oprf_seed"), vector.bytes("server_private_key"), vector.bytes("server_public_key")];
        let setup = ServerSetup::<RfcSuite>::deserialize(&setup.concat()).unwrap();

        let started = ClientRegistration::<RfcSuite>::start(&mut blind("blind_registration"), &password).unwrap();
        assert_eq!(started.message.serialize().to_vec(), vector.bytes("registration_request"));
        let answer = ServerRegistration::start(&setup, started.message, &credential_identifier).unwrap();
        assert_eq!(answer.message.serialize().to_vec(), vector.bytes("registration_response"));
        let mut envelope_nonce = Canned::of(&[&vector.bytes("envelope_nonce")]);
        let parameters = ClientRegistrationFinishParameters::new(identifiers, None);
        let registered = started.state.finish(&mut envelope_nonce, &password, answer.message, parameters).unwrap();
        assert_eq!(registered.message.serialize().to_vec(), vector.bytes("registration_upload"));
        assert_eq!(registered.export_key.to_vec(), vector.bytes("export_key"));
        let record = ServerRegistration::finish(registered.message);

        let mut client = blind("blind_login");
        client.0.extend([vector.bytes("client_keyshare_seed"), vector.bytes("client_nonce")].concat());
        let attempt = ClientLogin::<RfcSuite>::start(&mut client, &password).unwrap();
        assert_eq!(attempt.message.serialize().to_vec(), vector.bytes("ke1"));
        // A made-up masking key for a user who might be unknown, then the RFC's values.
        let mut server = Canned::of(&[
            &[0; 64],
            &vector.bytes("masking_nonce"),
            &vector.bytes("server_keyshare_seed"),
            &vector.bytes("server_nonce"),
        ]);
        let parameters = || ServerLoginParameters { context: Some(&context), identifiers };
        let answer = ServerLogin::start(
            &mut server,
            &setup,
            Some(record),
            attempt.message,
            &credential_identifier,
            parameters(),
        )
        .unwrap();
        assert_eq!(answer.message.serialize().to_vec(), vector.bytes("ke2"));
        let finish = ClientLoginFinishParameters::new(Some(&context), identifiers, None);
        let logged_in = attempt.state.finish(&mut Canned(vec![]), &password, answer.message, finish).unwrap();
        assert_eq!(logged_in.message.serialize().to_vec(), vector.bytes("ke3"));
        assert_eq!(logged_in.export_key.to_vec(), vector.bytes("export_key"));
        assert_eq!(logged_in.session_key.to_vec(), vector.bytes("session_key"));
        let finished = answer.state.finish(logged_in.message, parameters()).unwrap();
        assert_eq!(finished.session_key.to_vec(), vector.bytes("session_key"));
    }
}
