//! Argon2id alone: what signing in costs at the least.

use opaque_ke::argon2::{Algorithm, Argon2, ParamsBuilder, Version};

/// Argon2id alone, with the parameters of signing in.
pub(crate) fn argon2id() -> [u8; 64] {
    let parameters = ParamsBuilder::new().m_cost(65_536).t_cost(3).p_cost(1).build().unwrap();
    let mut output = [0; 64];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
        .hash_password_into(&[1; 64], &[0; 16], &mut output)
        .unwrap();
    output
}
