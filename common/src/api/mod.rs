//! The wire contract: one file per endpoint, shared by server, browser and tests.
//!
//! Requests and responses are JSON; bytes are unpadded base64url, protocol objects travel as their canonical
//! encoding ([`crate::id::Encoded`]). Chunks of sealed bodies travel as [`frame`]s in `application/octet-stream`.
//! Every state change carries a signed act and is idempotent: the same bytes get the same answer.

mod error;
pub mod frame;
mod page;

// Accounts and sessions.
mod block_person;
mod close_account;
mod describe_server;
mod end_sessions;
mod find_person;
mod identify_log_in;
mod list_sessions;
mod log_in;
mod log_out;
mod read_key_cards;
mod read_portion_cards;
mod refresh_session;
mod register;
mod replace_credentials;
mod set_listing;
mod vault;

// Records.
mod delete_record;
mod list_records;
mod publish_records;
mod read_batches;
mod read_chunks;
mod read_record_index;
mod read_record_versions;
mod roll_portion_key;
mod upload;

// Sharing.
mod close_opening;
mod grant_key_request;
mod issue_random_key;
mod pause_grant;
mod read_access_log;
mod refuse_key_request;
mod release_records;
mod request_key;
mod stream_events;
mod take_back_grant;
mod write_prescription;

// The SRS.
pub mod srs;

use serde::{Serialize, de::DeserializeOwned};

pub use block_person::{BlockPersonEndpoint, BlockPersonRequest};
pub use close_account::{CloseAccountEndpoint, CloseAccountRequest};
pub use close_opening::{CloseOpeningEndpoint, CloseOpeningRequest};
pub use delete_record::{DeleteRecordEndpoint, DeleteRecordRequest, DeleteRecordResponse};
pub use describe_server::{DescribeServerEndpoint, ServerDescription};
pub use end_sessions::{EndSessionsEndpoint, EndSessionsRequest};
pub use error::{ApiError, ErrorCode};
pub use find_person::{FindPersonEndpoint, FindPersonRequest};
pub use grant_key_request::{
    GrantKeyRequestEndpoint, GrantKeyRequestRequest, GrantState, ListGrantsEndpoint, StoredGrant,
};
pub use identify_log_in::{IdentifyLogInEndpoint, IdentifyLogInRequest, IdentifyLogInResponse};
pub use issue_random_key::{
    IssueRandomKeyEndpoint, IssueRandomKeyRequest, ListOpeningsEndpoint, OpeningState, SendRandomKeyEndpoint,
    SendRandomKeyRequest, StoredOpening,
};
pub use list_records::{ListRecordsEndpoint, StoredRecord};
pub use list_sessions::{ListSessionsEndpoint, ListSessionsResponse, ListedSession};
pub use log_in::{
    FinishLogInEndpoint, FinishLogInRequest, FinishLogInResponse, LogInPurpose, StartLogInEndpoint, StartLogInRequest,
    StartLogInResponse,
};
pub use log_out::{LogOutEndpoint, LogOutRequest};
pub use page::{Page, PageQuery};
pub use pause_grant::{PauseGrantEndpoint, PauseGrantRequest};
pub use publish_records::{BatchWithSlots, PublishRecordsEndpoint, PublishRecordsRequest};
pub use read_access_log::{AfterQuery, LogRow, ReadAccessLogEndpoint, ReadAccessLogResponse};
pub use read_batches::{ReadBatchesEndpoint, ReadBatchesRequest, ReadBatchesResponse};
pub use read_chunks::{
    ChunkHashes, ChunkRange, ReadChunkHashesEndpoint, ReadChunkHashesRequest, ReadChunkHashesResponse,
    ReadChunksEndpoint, ReadChunksRequest, RecordVersion,
};
pub use read_key_cards::{Person, ReadKeyCardsEndpoint, ReadKeyCardsQuery};
pub use read_portion_cards::{ReadPortionCardsEndpoint, ReadPortionCardsQuery, ReadPortionCardsResponse};
pub use read_record_index::{ReadRecordIndexEndpoint, ReadRecordIndexResponse};
pub use read_record_versions::{ReadRecordVersionsEndpoint, ReadRecordVersionsQuery, ReadRecordVersionsResponse};
pub use refresh_session::{RefreshSessionEndpoint, SessionGranted};
pub use refuse_key_request::{RefuseKeyRequestEndpoint, RefuseKeyRequestRequest};
pub use register::{
    FinishRegisterEndpoint, FinishRegisterRequest, StartRegisterEndpoint, StartRegisterRequest, StartRegisterResponse,
};
pub use release_records::{
    ReadReleasedChunksEndpoint, ReadReleasedChunksRequest, ReleaseRecordsEndpoint, ReleaseRecordsRequest,
    ReleaseRecordsResponse, ReleasedRecord,
};
pub use replace_credentials::{
    FinishReplaceCredentialsEndpoint, FinishReplaceCredentialsRequest, ReplacementContents,
    StartReplaceCredentialsEndpoint, StartReplaceCredentialsRequest, StartReplaceCredentialsResponse,
};
pub use request_key::{
    KeyRequestState, ListKeyRequestsEndpoint, RequestKeyEndpoint, RequestKeyRequest, StoredKeyRequest,
};
pub use roll_portion_key::{RollPortionKeyEndpoint, RollPortionKeyRequest};
pub use set_listing::{SetListingEndpoint, SetListingRequest};
pub use stream_events::{Event, EventKind, StreamEventsEndpoint};
pub use take_back_grant::{TakeBackGrantEndpoint, TakeBackGrantRequest};
pub use upload::{
    PutChunksEndpoint, PutChunksQuery, ReadUploadEndpoint, ReadUploadQuery, StartUploadEndpoint, StartUploadRequest,
    UploadRecord, UploadState, UploadedRecord,
};
pub use vault::{ReadVaultEndpoint, SealedVault, StoredVault, WriteVaultEndpoint, WriteVaultRequest};
pub use write_prescription::{WritePrescriptionEndpoint, WritePrescriptionRequest};

/// HTTP methods that the contract uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads; the request travels as a query string and holds nothing secret.
    Get,
    /// Makes something; the request travels as JSON.
    Post,
    /// Replaces something.
    Put,
}

/// An answer without content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Done {}

/// One endpoint.
pub trait Endpoint {
    /// How it is called.
    const METHOD: Method;
    /// Where, below the server's origin. Paths hold no ids: those are in the signed acts.
    const PATH: &'static str;
    /// Whether it needs a session's bearer token.
    const SESSION: bool;
    /// What is sent.
    type Request: Serialize + DeserializeOwned;
    /// What comes back.
    type Response: Serialize + DeserializeOwned;

    /// The entity tag that the request requires, where it replaces something.
    fn if_match(_request: &Self::Request) -> Option<String> {
        None
    }
}

/// Declares an endpoint that sends and receives JSON.
macro_rules! endpoint {
    ($(#[$doc:meta])* $name:ident = $method:ident $path:literal $(with $session:ident)?, $request:ty => $response:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl $crate::api::Endpoint for $name {
            const METHOD: $crate::api::Method = $crate::api::Method::$method;
            const PATH: &'static str = $path;
            const SESSION: bool = $crate::api::endpoint!(@session $($session)?);
            type Request = $request;
            type Response = $response;
        }
    };
    (@session session) => { true };
    (@session) => { false };
}
pub(crate) use endpoint;

/// Declares a JSON body: its fields are public, it derives what wire types derive.
macro_rules! body {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }
    };
}
pub(crate) use body;

/// Declares a state that reads as a word in JSON.
macro_rules! state {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$value_doc])* $value,)+
        }
    };
}
pub(crate) use state;
