-- What the SRS did, signed and chained per patient.

CREATE TABLE srs.outbox_entry (
    patient  uuid     NOT NULL,
    sequence bigint   NOT NULL CHECK (sequence >= 1),
    position bigint   NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
    opening  uuid     NOT NULL REFERENCES srs.opening (id),
    event    text     NOT NULL
        CHECK (event IN ('registered', 'activated', 'attempted', 'opened', 'failed', 'ended')),
    act      bytea    REFERENCES srs.act (hash) CHECK (octet_length(act) = 32),
    entry    bytea    NOT NULL CHECK (octet_length(entry) = 181),
    PRIMARY KEY (patient, sequence),
    UNIQUE (opening, event)
);
COMMENT ON TABLE  srs.outbox_entry IS 'The SRS''s own account of what it did, for the access logs of patients. Rows are only ever added.';
COMMENT ON COLUMN srs.outbox_entry.patient IS 'In whose chain.';
COMMENT ON COLUMN srs.outbox_entry.sequence IS 'Place in that chain, from 1 without gaps.';
COMMENT ON COLUMN srs.outbox_entry.position IS 'Place among the entries of all patients, ascending in the order of commits; may have gaps.';
COMMENT ON COLUMN srs.outbox_entry.opening IS 'Which opening it is about.';
COMMENT ON COLUMN srs.outbox_entry.event IS 'What happened; to one opening each event happens once at most.';
COMMENT ON COLUMN srs.outbox_entry.act IS 'Hash of the act that caused it; null where the SRS acted by itself.';
COMMENT ON COLUMN srs.outbox_entry.entry IS 'The encoded entry, signed by the SRS.';
