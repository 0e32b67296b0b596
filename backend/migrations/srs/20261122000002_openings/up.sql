-- Openings, and what the SRS holds for each while it must. Every secret has a table of its own, so that destroying it
-- is deleting its row in the transaction that the protocol names.

CREATE TABLE srs.opening (
    id                    uuid   PRIMARY KEY,
    patient               uuid   NOT NULL,
    clinician             uuid   NOT NULL,
    clinician_key         bytea  NOT NULL CHECK (octet_length(clinician_key) = 32),
    clinician_signing_key bytea  CHECK (octet_length(clinician_signing_key) = 32),
    grant_hash            bytea  NOT NULL CHECK (octet_length(grant_hash) = 32),
    restore_epoch         bigint NOT NULL CHECK (restore_epoch BETWEEN 0 AND 4294967295),
    opaque_response       bytea  NOT NULL CHECK (octet_length(opaque_response) = 64),
    opening_hash          bytea  REFERENCES srs.act (hash) CHECK (octet_length(opening_hash) = 32),
    one_time_signing_key  bytea  CHECK (octet_length(one_time_signing_key) = 32),
    expires_at            bigint CHECK (expires_at >= 0),
    state                 text   NOT NULL
        CHECK (state IN ('registered', 'live', 'attempted', 'opened', 'failed', 'ended')),
    end_reason            text   CHECK (end_reason IN ('closed', 'taken_back', 'expired', 'failed')),
    lasts_until           bigint CHECK (lasts_until >= 0),
    tickets               bigint NOT NULL DEFAULT 0 CHECK (tickets BETWEEN 0 AND 4294967295),
    ticket_expires_at     bigint CHECK (ticket_expires_at >= 0),
    CONSTRAINT opening_ended_for_a_reason CHECK ((state = 'ended') = (end_reason IS NOT NULL)),
    CONSTRAINT opening_unfinished_for_a_time CHECK ((state IN ('failed', 'ended')) = (lasts_until IS NULL)),
    CONSTRAINT opening_activated_whole CHECK (
        (opening_hash IS NULL) = (one_time_signing_key IS NULL)
        AND (opening_hash IS NULL) = (expires_at IS NULL)
        AND (opening_hash IS NOT NULL OR state IN ('registered', 'ended'))
    ),
    CONSTRAINT opening_attempted_by_somebody CHECK (
        clinician_signing_key IS NOT NULL OR state IN ('registered', 'live', 'ended')
    ),
    CONSTRAINT opening_ticketed_once_open CHECK (
        (tickets = 0) = (ticket_expires_at IS NULL) AND (tickets > 0 OR state <> 'opened')
    )
);
CREATE INDEX opening_unfinished ON srs.opening (lasts_until) WHERE lasts_until IS NOT NULL;
CREATE INDEX opening_unfinished_of_patient ON srs.opening (patient) WHERE lasts_until IS NOT NULL;
COMMENT ON TABLE  srs.opening IS 'One random key each, from its registration to its end. Rows stay, so that an id is never used twice.';
COMMENT ON COLUMN srs.opening.id IS 'Chosen by the patient.';
COMMENT ON COLUMN srs.opening.patient IS 'Whose records it opens.';
COMMENT ON COLUMN srs.opening.clinician IS 'Who may attempt.';
COMMENT ON COLUMN srs.opening.clinician_key IS 'Under which identity key: its id.';
COMMENT ON COLUMN srs.opening.clinician_signing_key IS 'Ed25519 public key of that identity, known since the attempt showed its card.';
COMMENT ON COLUMN srs.opening.grant_hash IS 'Hash of the signed grant, which the SRS never sees.';
COMMENT ON COLUMN srs.opening.restore_epoch IS 'Restore epoch it was signed in; it is dead in any other.';
COMMENT ON COLUMN srs.opening.opaque_response IS 'OPAQUE RegistrationResponse, kept for retries of the registration. Public.';
COMMENT ON COLUMN srs.opening.opening_hash IS 'Hash of the signed opening, whose bytes are in srs.act.';
COMMENT ON COLUMN srs.opening.one_time_signing_key IS 'W, as in the signed opening.';
COMMENT ON COLUMN srs.opening.expires_at IS 'Its last moment, as in the signed opening; milliseconds since 1970 UTC.';
COMMENT ON COLUMN srs.opening.state IS 'registered, live (may be attempted), attempted, opened, failed or ended.';
COMMENT ON COLUMN srs.opening.end_reason IS 'Why it ended, where it has.';
COMMENT ON COLUMN srs.opening.lasts_until IS 'When the state ends by itself, milliseconds since 1970 UTC; null for states that do not.';
COMMENT ON COLUMN srs.opening.tickets IS 'How many tickets were signed; the number of the last one.';
COMMENT ON COLUMN srs.opening.ticket_expires_at IS 'When the last ticket expires, milliseconds since 1970 UTC.';

CREATE TABLE srs.opening_secret (
    opening       uuid  PRIMARY KEY REFERENCES srs.opening (id),
    server_setup  bytea NOT NULL CHECK (octet_length(server_setup) = 128),
    opaque_record bytea CHECK (octet_length(opaque_record) = 192)
);
COMMENT ON TABLE  srs.opening_secret IS 'What answers the one attempt. Deleted in the transaction that serves it.';
COMMENT ON COLUMN srs.opening_secret.opening IS 'Of which opening.';
COMMENT ON COLUMN srs.opening_secret.server_setup IS 'OPAQUE ServerSetup of this opening alone. Secret.';
COMMENT ON COLUMN srs.opening_secret.opaque_record IS 'OPAQUE record of the code, there once the opening is live. Secret.';

CREATE TABLE srs.re_encryption_key (
    opening uuid     NOT NULL REFERENCES srs.opening (id),
    portion smallint NOT NULL CHECK (portion BETWEEN 1 AND 10),
    rk      bytea    NOT NULL CHECK (octet_length(rk) = 32),
    PRIMARY KEY (opening, portion)
);
COMMENT ON TABLE  srs.re_encryption_key IS 'rk of each portion. Deleted in the transaction that stores the fragments, or burns the opening.';
COMMENT ON COLUMN srs.re_encryption_key.opening IS 'Of which opening.';
COMMENT ON COLUMN srs.re_encryption_key.portion IS 'Number of the portion.';
COMMENT ON COLUMN srs.re_encryption_key.rk IS 'rk, a scalar of ristretto255. Secret.';

CREATE TABLE srs.sealed_box (
    opening uuid  PRIMARY KEY REFERENCES srs.opening (id),
    bytes   bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1136 AND 524288)
);
COMMENT ON TABLE  srs.sealed_box IS 'Boxes of openings that are not over.';
COMMENT ON COLUMN srs.sealed_box.opening IS 'Of which opening.';
COMMENT ON COLUMN srs.sealed_box.bytes IS 'X-Wing ciphertext, then AES-GCM ciphertext and tag: sealed to the clinician and to the code.';

CREATE TABLE srs.attempt (
    opening      uuid   PRIMARY KEY REFERENCES srs.opening (id),
    ke1          bytea  NOT NULL CHECK (octet_length(ke1) = 96),
    ke2          bytea  NOT NULL CHECK (octet_length(ke2) = 320),
    log_in_state bytea  CHECK (octet_length(log_in_state) = 128),
    served_at    bigint NOT NULL CHECK (served_at >= 0)
);
COMMENT ON TABLE  srs.attempt IS 'The one attempt of an opening, until the opening fails or ends.';
COMMENT ON COLUMN srs.attempt.opening IS 'Of which opening.';
COMMENT ON COLUMN srs.attempt.ke1 IS 'OPAQUE KE1, the only one that was answered.';
COMMENT ON COLUMN srs.attempt.ke2 IS 'OPAQUE KE2, the answer.';
COMMENT ON COLUMN srs.attempt.log_in_state IS 'What checks KE3; deleted once KE3 came. Secret.';
COMMENT ON COLUMN srs.attempt.served_at IS 'When KE2 was first answered, milliseconds since 1970 UTC.';

CREATE TABLE srs.fragment (
    opening uuid    NOT NULL REFERENCES srs.opening (id),
    place   integer NOT NULL CHECK (place >= 0),
    batch   bytea   NOT NULL CHECK (octet_length(batch) = 32),
    bytes   bytea   NOT NULL CHECK (octet_length(bytes) = 128),
    PRIMARY KEY (opening, place)
);
COMMENT ON TABLE  srs.fragment IS 'Re-encapsulated capsules of an open opening, useless without its one-time key. Deleted when it ends.';
COMMENT ON COLUMN srs.fragment.opening IS 'Of which opening.';
COMMENT ON COLUMN srs.fragment.place IS 'Place of the batch in the signed opening, from 0.';
COMMENT ON COLUMN srs.fragment.batch IS 'Hash of the signed batch.';
COMMENT ON COLUMN srs.fragment.bytes IS 'The encoded fragment with its proof.';
