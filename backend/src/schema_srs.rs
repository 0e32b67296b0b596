//! The tables of schema `srs`, as the migrations of `migrations/srs` make them. Those of the SAS are in `schema_sas`.

diesel::table! {
    srs.server_key (id) {
        id -> SmallInt,
        seed -> Binary,
        restore_epoch -> BigInt,
        made_at -> BigInt,
    }
}

diesel::table! {
    srs.key_card (account, number) {
        account -> Uuid,
        number -> BigInt,
        card -> Binary,
    }
}

diesel::table! {
    srs.act (hash) {
        hash -> Binary,
        kind -> Text,
        bytes -> Binary,
        refusal -> Nullable<Jsonb>,
        received_at -> BigInt,
    }
}

diesel::table! {
    srs.act_counter (actor, patient, device) {
        actor -> Uuid,
        patient -> Uuid,
        device -> Uuid,
        last -> BigInt,
    }
}

diesel::table! {
    srs.opening (id) {
        id -> Uuid,
        patient -> Uuid,
        clinician -> Uuid,
        clinician_key -> Binary,
        clinician_signing_key -> Nullable<Binary>,
        grant_hash -> Binary,
        restore_epoch -> BigInt,
        opaque_response -> Binary,
        opening_hash -> Nullable<Binary>,
        one_time_signing_key -> Nullable<Binary>,
        expires_at -> Nullable<BigInt>,
        state -> Text,
        end_reason -> Nullable<Text>,
        lasts_until -> Nullable<BigInt>,
        tickets -> BigInt,
        ticket_expires_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    srs.opening_secret (opening) {
        opening -> Uuid,
        server_setup -> Binary,
        opaque_record -> Nullable<Binary>,
    }
}

diesel::table! {
    srs.re_encryption_key (opening, portion) {
        opening -> Uuid,
        portion -> SmallInt,
        rk -> Binary,
    }
}

diesel::table! {
    srs.sealed_box (opening) {
        opening -> Uuid,
        bytes -> Binary,
    }
}

diesel::table! {
    srs.attempt (opening) {
        opening -> Uuid,
        ke1 -> Binary,
        ke2 -> Binary,
        log_in_state -> Nullable<Binary>,
        served_at -> BigInt,
    }
}

diesel::table! {
    srs.fragment (opening, place) {
        opening -> Uuid,
        place -> Integer,
        batch -> Binary,
        bytes -> Binary,
    }
}

diesel::table! {
    srs.outbox_entry (patient, sequence) {
        patient -> Uuid,
        sequence -> BigInt,
        position -> BigInt,
        opening -> Uuid,
        event -> Text,
        act -> Nullable<Binary>,
        entry -> Binary,
    }
}

diesel::joinable!(outbox_entry -> act (act));
diesel::allow_tables_to_appear_in_same_query!(outbox_entry, act);
