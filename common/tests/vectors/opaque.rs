//! OPAQUE as this project binds it: a record registered once logs in for ever, with the same export key.

use sesemr_common::crypto::derive_account_password;
use sesemr_common::crypto::opaque::{OpaqueContext, OpaqueRecord, ServerSetup, finish_log_in, start_log_in};
use sesemr_common::crypto::{DeviceMac, OpeningCode};
use sesemr_common::id::{AccountId, KeyId, OpeningId};

use crate::file::{Vector, parse};

const FILE: &str = include_str!("opaque.json");

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_record_registered_once_logs_in_for_ever() {
    let file = parse(FILE);
    let vector = Vector(&file).part("log_in");
    let context = OpaqueContext::log_in(
        vector.object::<AccountId>("account"),
        KeyId(vector.array("key_id")),
        vector.array("server_key"),
    );
    let mac = DeviceMac::from_bytes(vector.array("device_mac"));
    logs_in(&vector, &context, &derive_account_password(vector.text("password"), &mac));
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_record_of_a_code_opens_with_the_code() {
    let file = parse(FILE);
    let vector = Vector(&file).part("opening");
    let context = OpaqueContext::opening(
        vector.object::<OpeningId>("opening"),
        KeyId(vector.array("key_id")),
        vector.array("server_key"),
    );
    logs_in(&vector, &context, &OpeningCode::from_groups(vector.text("code")).unwrap().to_password());
}

fn logs_in(vector: &Vector<'_>, context: &OpaqueContext, password: &sesemr_common::crypto::opaque::OpaquePassword) {
    let setup = ServerSetup::from_bytes(&vector.array("setup")).unwrap();
    let record = OpaqueRecord::from_bytes(vector.array("record"));
    let (attempt, ke1) = start_log_in(password).unwrap();
    let answer = setup.answer_log_in(context, Some(&record), &ke1).unwrap();
    let logged_in = attempt.finish(context, &answer.ke2, Some(&setup.public_key())).unwrap();
    assert_eq!(logged_in.export_key.as_bytes(), &vector.array("export_key"));
    assert_eq!(finish_log_in(context, &answer.state, &logged_in.ke3).unwrap(), logged_in.session_key);
}
