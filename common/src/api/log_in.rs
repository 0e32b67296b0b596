//! Signing in with OPAQUE (RFC 9807), by password and device key or by kit.

use super::{SessionGranted, StoredVault, body, endpoint, state};
use crate::crypto::opaque::{Ke1, Ke2, Ke3};
use crate::id::{DeviceId, LogInId};

endpoint!(
    /// Sends KE1, gets KE2. An unknown handle gets a KE2 too.
    StartLogInEndpoint = Post "/api/v1/log-in/start", StartLogInRequest => StartLogInResponse
);
endpoint!(
    /// Sends KE3, gets a session and the vault.
    FinishLogInEndpoint = Post "/api/v1/log-in/finish", FinishLogInRequest => FinishLogInResponse
);

state! {
    /// Which of the two OPAQUE records.
    LogInPurpose {
        /// Password and device key.
        LogIn,
        /// Kit.
        Recovery,
    }
}

body! {
    /// The first message.
    StartLogInRequest {
        /// The handle.
        handle: String,
        /// Which record.
        purpose: LogInPurpose,
        /// OPAQUE KE1.
        ke1: Ke1,
    }
}

body! {
    /// The second message.
    StartLogInResponse {
        /// This sign-in, good for two minutes and one finish.
        log_in: LogInId,
        /// OPAQUE KE2.
        ke2: Ke2,
    }
}

body! {
    /// The third message.
    FinishLogInRequest {
        /// The sign-in.
        log_in: LogInId,
        /// OPAQUE KE3.
        ke3: Ke3,
        /// The device that signs in.
        device: DeviceId,
    }
}

body! {
    /// A session and what it opens.
    FinishLogInResponse {
        /// The session.
        session: SessionGranted,
        /// The vault.
        vault: StoredVault,
    }
}
