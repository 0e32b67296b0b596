//! X-Wing keys and ciphertexts as the wire carries them (ML-KEM-768 and X25519, draft-connolly-cfrg-xwing-kem).
//!
//! Servers store and hash them; sealing and opening under them is in `hpke`.

use crate::id::public_bytes;

public_bytes!(/// X-Wing public key, 1216 bytes.
    KemPublicKey, 1216);
public_bytes!(/// X-Wing ciphertext, 1120 bytes.
    KemCiphertext, 1120);
