//! What is measured, natively and in the browser.

use opaque_ke::argon2::{Algorithm, Argon2, ParamsBuilder, Version};
use sesemr_common::crypto::hazmat::{Rc4Drop, Rc4Key};
use sesemr_common::envelope::CHUNK_SIZE;

/// A small record and a large one, in bytes.
pub(crate) const SIZES: [(&str, usize); 2] = [("2 MB", 2_000_000), ("100 MB", 100_000_000)];

/// RC4-drop3072 over a body, a cipher of its own for every chunk.
pub(crate) fn rc4(body: &mut [u8]) {
    for chunk in body.chunks_mut(CHUNK_SIZE as usize) {
        Rc4Drop::new(&Rc4Key::from_bytes([7; 32])).apply(chunk);
    }
}

/// Argon2id alone, with the parameters of signing in.
#[expect(clippy::unwrap_used, reason = "the parameters are constants")]
pub(crate) fn argon2id() -> [u8; 64] {
    let parameters = ParamsBuilder::new().m_cost(65_536).t_cost(3).p_cost(1).build().unwrap();
    let mut output = [0; 64];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
        .hash_password_into(&[1; 64], &[0; 16], &mut output)
        .unwrap();
    output
}

/// One line of the table.
pub(crate) fn figure(what: &str, place: &str, value: f64, unit: &str, goal: &str) -> String {
    format!("figure\t{what}\t{place}\t{value:.1}\t{unit}\t{goal}")
}

/// Megabytes a second.
#[expect(clippy::cast_precision_loss, reason = "bodies are far below 2^52 bytes")]
pub(crate) fn megabytes_a_second(bytes: usize, seconds: f64) -> f64 {
    bytes as f64 / seconds / 1e6
}
