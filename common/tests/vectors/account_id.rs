//! Account ids from the keys of first key cards, computed a second time with Python's standard library.

use sesemr_common::crypto::{KemPublicKey, VerifyingKey};
use sesemr_common::id::AccountId;
use sesemr_common::sharing::account_id;

use crate::file::{Vector, parse};

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_first_keys_of_a_person_make_their_account_id() {
    let file = parse(include_str!("account_id.json"));
    for vector in Vector(&file).list("ids") {
        let (signing_key, kem_key): (VerifyingKey, KemPublicKey) =
            (vector.object("signing_key"), vector.object("kem_key"));
        assert_eq!(account_id(&signing_key, &kem_key), vector.object::<AccountId>("account"));
    }
}
