//! The whole URL table, on one screen. Methods, paths and bodies are the contract's (`sesemr_common::api`); the summaries
//! go into the description.

#![cfg_attr(not(test), expect(clippy::wildcard_imports, reason = "the table names every endpoint and every handler"))]

use actix_web::{
    Responder, ResponseError as _,
    web::{self, Data, JsonConfig, PayloadConfig, QueryConfig, ServiceConfig},
};
use sesemr_common::api::{srs::*, *};

use crate::{
    assets,
    endpoint::Table,
    error::Error,
    handlers::{
        access_log::*, account::*, courier, grant::*, key_request::*, opening::*, record::*, session::*, srs::*,
    },
    openapi,
    sas::COURIER_PATH,
    settings::{Limits, Settings},
};

/// The Storage Aggregation Server.
#[rustfmt::skip]
pub(crate) fn sas(table: &mut impl Table) {
    table.plain::<DescribeServerEndpoint, _, _>("Describes the server", describe_server);
    table.json::<StartRegisterEndpoint, _, _>("Starts a registration; stores nothing", start_register);
    table.json::<FinishRegisterEndpoint, _, _>("Commits a registration whose kit was confirmed", finish_register);
    table.json::<IdentifyLogInEndpoint, _, _>("Tells account, key and kit behind a handle", identify_log_in);
    table.json::<StartLogInEndpoint, _, _>("Sends KE1, gets KE2", start_log_in);
    table.json::<FinishLogInEndpoint, _, _>("Sends KE3, gets a session and the vault", finish_log_in);
    table.plain::<RefreshSessionEndpoint, _, _>("Exchanges the token for a new one", refresh_session);
    table.json::<LogOutEndpoint, _, _>("Ends this session, or all of the account's", log_out);
    table.plain::<ListSessionsEndpoint, _, _>("Lists the account's sessions", list_sessions);
    table.json::<EndSessionsEndpoint, _, _>("Ends one session of the account, or all others", end_sessions);
    table.plain::<StreamEventsEndpoint, _, _>("Streams events: something changed, read it", stream_events);
    table.json::<StartReplaceCredentialsEndpoint, _, _>("Starts new OPAQUE registrations; stores nothing", start_replace_credentials);
    table.json::<FinishReplaceCredentialsEndpoint, _, _>("Replaces a password, a kit or both", finish_replace_credentials);
    table.plain::<ReadVaultEndpoint, _, _>("Reads one's own vault; its ETag is its version", read_vault);
    table.json::<WriteVaultEndpoint, _, _>("Replaces one's own vault; takes If-Match", write_vault);
    table.json::<FindPersonEndpoint, _, _>("Finds a person by handle", find_person);
    table.query::<ReadKeyCardsEndpoint, _, _>("Reads a person's key cards", read_key_cards);
    table.json::<SetListingEndpoint, _, _>("Says who finds a patient by their handle", set_listing);
    table.json::<BlockPersonEndpoint, _, _>("Blocks somebody from asking, or unblocks them", block_person);
    table.json::<CloseAccountEndpoint, _, _>("Closes the account and deletes what it keeps", close_account);
    table.query::<ReadPortionCardsEndpoint, _, _>("Reads portion cards", read_portion_cards);

    table.json::<StartUploadEndpoint, _, _>("Announces an upload, or tells where it stands", start_upload);
    table.query::<ReadUploadEndpoint, _, _>("Tells where an upload stands", read_upload);
    table.frames_in::<PutChunksEndpoint, _, _>("Stores sealed chunks", put_chunks);
    table.json::<PublishRecordsEndpoint, _, _>("Publishes an upload: all of it becomes visible together", publish_records);
    table.page::<ListRecordsEndpoint, StoredRecord, _, _>("Lists one's own records, oldest first", list_records);
    table.query::<ReadRecordVersionsEndpoint, _, _>("Reads every version of a record of one's own", read_record_versions);
    table.query::<ReadRecordIndexEndpoint, _, _>("Reads the record index", read_record_index);
    table.json::<ReadBatchesEndpoint, _, _>("Reads key batches", read_batches);
    table.json::<ReadChunkHashesEndpoint, _, _>("Reads the chunk hashes of records", read_chunk_hashes);
    table.frames_out::<ReadChunksEndpoint, _, _>("Reads sealed chunks of one's own", read_chunks);
    table.json::<RollPortionKeyEndpoint, _, _>("Switches a portion's card and slots at once", roll_portion_key);
    table.json::<DeleteRecordEndpoint, _, _>("Deletes a record of one's own; answers with a signed receipt", delete_record);

    table.json::<RequestKeyEndpoint, _, _>("Asks a patient for access", request_key);
    table.page::<ListKeyRequestsEndpoint, StoredKeyRequest, _, _>("Lists requests to and from oneself", list_key_requests);
    table.json::<RefuseKeyRequestEndpoint, _, _>("Refuses a request", refuse_key_request);
    table.json::<GrantKeyRequestEndpoint, _, _>("Grants a request", grant_key_request);
    table.page::<ListGrantsEndpoint, StoredGrant, _, _>("Lists grants by and to oneself", list_grants);
    table.json::<TakeBackGrantEndpoint, _, _>("Ends a grant and every opening under it", take_back_grant);
    table.json::<PauseGrantEndpoint, _, _>("Pauses a grant, or lets it go on", pause_grant);
    table.json::<IssueRandomKeyEndpoint, _, _>("Stores a signed opening", issue_random_key);
    table.json::<SendRandomKeyEndpoint, _, _>("Hands a random key over in the app", send_random_key);
    table.page::<ListOpeningsEndpoint, StoredOpening, _, _>("Lists openings by and for oneself", list_openings);
    table.json::<ReleaseRecordsEndpoint, _, _>("Releases records; one log entry a release", release_records);
    table.frames_out::<ReadReleasedChunksEndpoint, _, _>("Reads sealed chunks of what was released", read_released_chunks);
    table.json::<WritePrescriptionEndpoint, _, _>("Writes a prescription under an opening", write_prescription);
    table.json::<CloseOpeningEndpoint, _, _>("Ends an opening with a signed receipt", close_opening);
    table.query::<ReadAccessLogEndpoint, _, _>("Reads one's own access log", read_access_log);
}

/// The Setup and Re-encryption Server.
#[rustfmt::skip]
pub(crate) fn srs(table: &mut impl Table) {
    table.json::<RegisterOpeningEndpoint, _, _>("Prepares an opening", register_opening);
    table.json::<ActivateOpeningEndpoint, _, _>("Makes an opening live", activate_opening);
    table.json::<AttemptOpeningEndpoint, _, _>("Serves the one attempt of an opening", attempt_opening);
    table.json::<ConfirmOpeningEndpoint, _, _>("Confirms that the code was right: re-encapsulates once", confirm_opening);
    table.json::<FailOpeningEndpoint, _, _>("Reports that the code was wrong", fail_opening);
    table.json::<RenewTicketEndpoint, _, _>("Renews a ticket", renew_ticket);
    table.json::<EndOpeningEndpoint, _, _>("Ends an opening, with a signed receipt", end_opening);
    table.json::<ReadOutboxEndpoint, _, _>("Reads the SRS's own account of a patient's openings", read_outbox);
}

/// What only the SAS of another process asks this SRS for.
pub(crate) fn courier(config: &mut ServiceConfig, settings: &Settings) {
    if let Some(secret) = &settings.courier_secret {
        config.app_data(Data::new(secret.clone()));
        config.route(COURIER_PATH, web::get().to(courier::read_outbox_feed));
    }
}

/// The description of the interface, and the application's pages.
pub(crate) fn pages(config: &mut ServiceConfig) {
    config
        .route("/api/v1/openapi.json", web::get().to(openapi::serve_json))
        .route("/api/v1/docs", web::get().to(openapi::serve_page))
        .route("/api/v1/docs.css", web::get().to(openapi::serve_style))
        .service(web::scope("/api").default_service(web::route().to(unknown)))
        .service(web::scope("/srs").default_service(web::route().to(unknown)))
        .route("/{path:.*}", web::get().to(assets::serve));
}

/// Whatever is not in the table.
pub(crate) async fn unknown() -> impl Responder {
    Error::not_found("endpoint").error_response()
}

/// What bodies may hold, and how a malformed one is answered.
pub(crate) fn extractors(config: &mut ServiceConfig, limits: &Limits) {
    let answer = |error: Error| -> actix_web::Error { error.into() };
    config
        .app_data(JsonConfig::default().limit(limits.json_limit).error_handler(move |error, _| answer(error.into())))
        .app_data(QueryConfig::default().error_handler(move |error, _| answer(error.into())))
        .app_data(PayloadConfig::new(frame::MOST_REQUEST));
}
