-- Who the SRS is, whose key cards it has pinned, and which acts it has taken.

CREATE TABLE srs.server_key (
    id            smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    seed          bytea    NOT NULL CHECK (octet_length(seed) = 32),
    restore_epoch bigint   NOT NULL DEFAULT 0 CHECK (restore_epoch BETWEEN 0 AND 4294967295),
    made_at       bigint   NOT NULL CHECK (made_at >= 0)
);
COMMENT ON TABLE  srs.server_key IS 'The identity of this SRS: one row, made at the first start.';
COMMENT ON COLUMN srs.server_key.id IS 'Always 1: keeps a second row out.';
COMMENT ON COLUMN srs.server_key.seed IS 'Ed25519 seed (RFC 8032). Signs the outbox and the tickets. Secret.';
COMMENT ON COLUMN srs.server_key.restore_epoch IS 'Raised when a backup is restored: openings and acts of an older epoch stay dead.';
COMMENT ON COLUMN srs.server_key.made_at IS 'Milliseconds since 1970 UTC.';

CREATE TABLE srs.key_card (
    account uuid   NOT NULL,
    number  bigint NOT NULL CHECK (number BETWEEN 0 AND 4294967295),
    card    bytea  NOT NULL CHECK (octet_length(card) IN (1377, 1441)),
    PRIMARY KEY (account, number)
);
COMMENT ON TABLE  srs.key_card IS 'Key cards of patients: the first one seen, and successors signed by it. Rows are only ever added.';
COMMENT ON COLUMN srs.key_card.account IS 'Whose card.';
COMMENT ON COLUMN srs.key_card.number IS 'Place in the chain, from 0 without gaps.';
COMMENT ON COLUMN srs.key_card.card IS 'The encoded card with its signatures.';

CREATE TABLE srs.act (
    hash        bytea  PRIMARY KEY CHECK (octet_length(hash) = 32),
    kind        text   NOT NULL CHECK (kind <> ''),
    bytes       bytea  NOT NULL CHECK (octet_length(bytes) BETWEEN 64 AND 8388608),
    refusal     jsonb,
    received_at bigint NOT NULL CHECK (received_at >= 0)
);
COMMENT ON TABLE  srs.act IS 'Every signed act that was taken or refused, so that the same bytes get the same answer. Rows are only ever added.';
COMMENT ON COLUMN srs.act.hash IS 'Hash of the signed act, by which outbox entries name it.';
COMMENT ON COLUMN srs.act.kind IS 'Type name of the act, as its signature carries it.';
COMMENT ON COLUMN srs.act.bytes IS 'The encoded signed act.';
COMMENT ON COLUMN srs.act.refusal IS 'The problem it was answered with; null where it was taken.';
COMMENT ON COLUMN srs.act.received_at IS 'Milliseconds since 1970 UTC, by the clock of the SRS.';

CREATE TABLE srs.act_counter (
    actor   uuid   NOT NULL,
    patient uuid   NOT NULL,
    device  uuid   NOT NULL,
    last    bigint NOT NULL CHECK (last >= 0),
    PRIMARY KEY (actor, patient, device)
);
COMMENT ON TABLE  srs.act_counter IS 'The last number used by an actor about a patient from a device; the next act has the one after it.';
COMMENT ON COLUMN srs.act_counter.actor IS 'Who acts.';
COMMENT ON COLUMN srs.act_counter.patient IS 'Whose records the acts are about.';
COMMENT ON COLUMN srs.act_counter.device IS 'From which device.';
COMMENT ON COLUMN srs.act_counter.last IS 'The last number used; refused acts use theirs up too.';
