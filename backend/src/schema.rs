//! Tables of schema `sas` as diesel sees them; `migrations/sas` makes them and says what each column is for.
//!
//! A test compares this file with what the migrations made. For the SRS's tables see [`crate::schema_srs`].

diesel::table! {
    sas.server_key (id) {
        id -> SmallInt,
        signing_seed -> Binary,
        opaque_setup -> Binary,
        unknown_secret -> Binary,
        restore_epoch -> BigInt,
    }
}

diesel::table! {
    sas.outbox_cursor (id) {
        id -> SmallInt,
        position -> BigInt,
    }
}

diesel::table! {
    sas.srs_key (id) {
        id -> SmallInt,
        verifying_key -> Binary,
        pinned_at -> BigInt,
    }
}

diesel::table! {
    sas.account (id) {
        id -> Uuid,
        handle -> Text,
        role -> Text,
        register_hash -> Binary,
        request_hash -> Binary,
        key_id -> Binary,
        first_key_id -> Binary,
        registered_at -> BigInt,
        unlisted -> Bool,
        invitation_hash -> Nullable<Binary>,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sas.account_head (account) {
        account -> Uuid,
        log_sequence -> BigInt,
        log_hash -> Binary,
        index_sequence -> BigInt,
        index_hash -> Binary,
        outbox_sequence -> BigInt,
        outbox_hash -> Binary,
        stored_bytes -> BigInt,
    }
}

diesel::table! {
    sas.key_card (account, number) {
        account -> Uuid,
        number -> BigInt,
        key_id -> Binary,
        card -> Binary,
    }
}

diesel::table! {
    sas.credential (account) {
        account -> Uuid,
        log_in_record -> Binary,
        recovery_record -> Binary,
        kit_tag -> Binary,
    }
}

diesel::table! {
    sas.vault (account) {
        account -> Uuid,
        version -> BigInt,
        sealed -> Binary,
        log_in_wrap -> Binary,
        recovery_wrap -> Binary,
    }
}

diesel::table! {
    sas.device (account, id) {
        account -> Uuid,
        id -> Uuid,
        first_seen -> BigInt,
    }
}

diesel::table! {
    sas.log_in (id) {
        id -> Uuid,
        account -> Nullable<Uuid>,
        purpose -> Text,
        state -> Nullable<Binary>,
        tries_key -> Binary,
        address_try -> BigInt,
        expires_at -> BigInt,
        family -> Nullable<Uuid>,
        ke3_hash -> Nullable<Binary>,
    }
}

diesel::table! {
    sas.sign_in_try (id) {
        id -> BigInt,
        tries_key -> Binary,
        tried_at -> BigInt,
    }
}

diesel::table! {
    sas.block (patient, person) {
        patient -> Uuid,
        person -> Uuid,
        act_hash -> Binary,
        blocked_at -> BigInt,
    }
}

diesel::table! {
    sas.introduction (patient, person) {
        patient -> Uuid,
        person -> Uuid,
        introduced_at -> BigInt,
    }
}

diesel::table! {
    sas.session_family (id) {
        id -> Uuid,
        account -> Uuid,
        device -> Uuid,
        started_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        last_used_at -> BigInt,
    }
}

diesel::table! {
    sas.session_token (token_hash) {
        token_hash -> Binary,
        family -> Uuid,
        state -> Text,
        expires_at -> BigInt,
        rotated_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sas.act (patient, hash) {
        patient -> Uuid,
        hash -> Binary,
        type_name -> Text,
        actor -> Uuid,
        device -> Uuid,
        counter -> BigInt,
        bytes -> Nullable<Binary>,
        refusal -> Nullable<Text>,
        arrived_at -> BigInt,
    }
}

diesel::table! {
    sas.act_counter (patient, actor, device) {
        patient -> Uuid,
        actor -> Uuid,
        device -> Uuid,
        last -> BigInt,
    }
}

diesel::table! {
    sas.access_log_entry (patient, sequence) {
        patient -> Uuid,
        sequence -> BigInt,
        entry -> Binary,
        object_hash -> Binary,
        object -> Nullable<Binary>,
        srs_act -> Nullable<Binary>,
    }
}

diesel::table! {
    sas.portion_card (patient, portion, epoch) {
        patient -> Uuid,
        portion -> Text,
        epoch -> BigInt,
        hash -> Binary,
        card -> Binary,
        current -> Bool,
    }
}

diesel::table! {
    sas.upload (patient, id) {
        patient -> Uuid,
        id -> Uuid,
        author -> Uuid,
        opening -> Nullable<Uuid>,
        published -> Bool,
        started_at -> BigInt,
    }
}

diesel::table! {
    sas.upload_record (patient, upload, record, version) {
        patient -> Uuid,
        upload -> Uuid,
        record -> Uuid,
        version -> BigInt,
        ordinal -> BigInt,
        chunks -> BigInt,
        bytes -> BigInt,
    }
}

diesel::table! {
    sas.chunk (patient, upload, record, version, index) {
        patient -> Uuid,
        upload -> Uuid,
        record -> Uuid,
        version -> BigInt,
        index -> BigInt,
        hash -> Binary,
    }
}

diesel::table! {
    sas.chunk_body (patient, upload, record, version, index) {
        patient -> Uuid,
        upload -> Uuid,
        record -> Uuid,
        version -> BigInt,
        index -> BigInt,
        ciphertext -> Binary,
    }
}

diesel::table! {
    sas.record_version (patient, record, version) {
        patient -> Uuid,
        record -> Uuid,
        version -> BigInt,
        ordinal -> BigInt,
        portion -> Text,
        upload -> Uuid,
        header_hash -> Binary,
        header -> Binary,
        current -> Bool,
        pending -> Bool,
        opening -> Nullable<Uuid>,
    }
}

diesel::table! {
    sas.key_batch (patient, id) {
        patient -> Uuid,
        id -> Uuid,
        portion -> Text,
        hash -> Binary,
        card_hash -> Binary,
        opening -> Nullable<Uuid>,
        batch -> Binary,
    }
}

diesel::table! {
    sas.key_slot (patient, record, version, batch) {
        patient -> Uuid,
        record -> Uuid,
        version -> BigInt,
        batch -> Uuid,
        slot_hash -> Binary,
        slot -> Binary,
        home -> Bool,
    }
}

diesel::table! {
    sas.deleted_record (patient, record) {
        patient -> Uuid,
        record -> Uuid,
        act_hash -> Binary,
        receipt -> Binary,
        opening -> Nullable<Uuid>,
        header_hash -> Nullable<Binary>,
    }
}

diesel::table! {
    sas.record_index_entry (patient, sequence) {
        patient -> Uuid,
        sequence -> BigInt,
        entry -> Binary,
    }
}

diesel::table! {
    sas.key_request (patient, id) {
        patient -> Uuid,
        id -> Uuid,
        ordinal -> BigInt,
        clinician -> Uuid,
        act_hash -> Binary,
        state -> Text,
        refusal_hash -> Nullable<Binary>,
        asked_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    sas.key_grant (patient, id) {
        patient -> Uuid,
        id -> Uuid,
        ordinal -> BigInt,
        clinician -> Uuid,
        request -> Uuid,
        act_hash -> Binary,
        openings -> Integer,
        openings_used -> Integer,
        take_back_hash -> Nullable<Binary>,
        expires_at -> BigInt,
        pause_hash -> Nullable<Binary>,
    }
}

diesel::table! {
    sas.opening (patient, id) {
        patient -> Uuid,
        id -> Uuid,
        ordinal -> BigInt,
        clinician -> Uuid,
        key_grant -> Uuid,
        act_hash -> Binary,
        state -> Text,
        message -> Nullable<Binary>,
        end_confirmed -> Bool,
        release_number -> BigInt,
        release_hash -> Nullable<Binary>,
        made_at -> BigInt,
        active_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    sas.opening_record (patient, opening, record) {
        patient -> Uuid,
        opening -> Uuid,
        record -> Uuid,
        version -> BigInt,
        batch -> Uuid,
        released -> Bool,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    server_key,
    outbox_cursor,
    srs_key,
    account,
    account_head,
    key_card,
    credential,
    vault,
    device,
    log_in,
    sign_in_try,
    session_family,
    session_token,
    block,
    introduction,
    act,
    act_counter,
    access_log_entry,
    portion_card,
    upload,
    upload_record,
    chunk,
    chunk_body,
    record_version,
    key_batch,
    key_slot,
    deleted_record,
    record_index_entry,
    key_request,
    key_grant,
    opening,
    opening_record
);
