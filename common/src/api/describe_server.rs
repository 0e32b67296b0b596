//! What a client must know of a server before anything else.

use super::{body, endpoint};
use crate::crypto::VerifyingKey;
use crate::id::Encoded;

endpoint!(
    /// Describes the server.
    DescribeServerEndpoint = Get "/api/v1/server", () => ServerDescription
);

body! {
    /// A server's keys and limits. Clients pin the keys.
    ServerDescription {
        /// Protocol version.
        protocol: u8,
        /// The SAS's signing key; its bytes are the server's identity in OPAQUE.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        sas_key: Encoded<VerifyingKey>,
        /// The SRS's signing key.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        srs_key: Encoded<VerifyingKey>,
        /// The SRS's origin, where it is another than the SAS's.
        srs_url: Option<String>,
        /// The restore epoch.
        restore_epoch: u32,
        /// The most bytes one record may take, sealed: with padding and tags.
        most_record_bytes: u64,
    }
}
