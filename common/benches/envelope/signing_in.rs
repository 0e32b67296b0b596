//! Signing in, both halves, without a network.

use sesemr_common::crypto::opaque::{
    OpaqueContext, OpaquePassword, OpaqueRecord, ServerSetup, finish_log_in, finish_registration, start_log_in,
    start_registration,
};
use sesemr_common::crypto::{DeviceMac, derive_account_password};
use sesemr_common::id::{AccountId, KeyId};

/// Somebody who has registered.
pub(crate) struct Account {
    setup: ServerSetup,
    context: OpaqueContext,
    password: OpaquePassword,
    record: OpaqueRecord,
}

impl Account {
    pub(crate) fn register() -> Self {
        let setup = ServerSetup::make();
        let context = OpaqueContext::log_in(AccountId::from_bytes([1; 16]), KeyId::ZERO, [0; 32]);
        let password = derive_account_password("correct horse battery staple", &DeviceMac::from_bytes([2; 32]));
        let (attempt, request) = start_registration(&password).unwrap();
        let response = setup.answer_registration(&context, &request).unwrap();
        let upload = attempt.finish(&context, &response, None).unwrap().upload;
        Self { record: finish_registration(&upload).unwrap(), setup, context, password }
    }

    /// One log-in, both halves, without a network.
    pub(crate) fn log_in(&self) {
        let (attempt, ke1) = start_log_in(&self.password).unwrap();
        let answer = self.setup.answer_log_in(&self.context, Some(&self.record), &ke1).unwrap();
        let logged_in = attempt.finish(&self.context, &answer.ke2, None).unwrap();
        finish_log_in(&self.context, &answer.state, &logged_in.ke3).unwrap();
    }
}
