//! The act of changing a password, recovering, making a new kit or reporting a lost device.

use super::act::act;
use crate::codec::choice;
use crate::id::Hash;

choice! {
    /// Why the credentials change.
    CredentialChange("credential change") {
        /// A new password; kit, device key and recovery record stay.
        Password = 1,
        /// The password was forgotten: the kit let them in, and a new kit replaces it.
        Recovery = 2,
        /// A new kit replaces the old one.
        NewKit = 3,
        /// A device was lost: new kit, all other devices end.
        LostDevice = 4,
    }
}

act! {
    /// One transaction replaces the affected OPAQUE records, both wraps and the vault; other sessions end.
    ReplaceCredentials = "replace-credentials" to Sas {
        /// Why.
        change: CredentialChange,
        /// Hash over the vault, wraps and OPAQUE uploads that travel with the act.
        contents: Hash,
    }
}
