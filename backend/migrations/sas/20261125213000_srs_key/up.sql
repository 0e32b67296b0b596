-- Which SRS this SAS believes, and what account ids are since they name keys.
CREATE TABLE sas.srs_key (
  id            smallint PRIMARY KEY CHECK (id = 1),
  verifying_key bytea NOT NULL CHECK (octet_length(verifying_key) = 32),
  pinned_at     bigint NOT NULL CHECK (pinned_at >= 0)
);
COMMENT ON TABLE sas.srs_key IS 'The SRS of this server, as it first showed itself; clients pin the same key. The row is only ever added.';
COMMENT ON COLUMN sas.srs_key.id IS 'Always 1: there is one row.';
COMMENT ON COLUMN sas.srs_key.verifying_key IS 'Ed25519 public key that checks the SRS''s outbox and tickets.';
COMMENT ON COLUMN sas.srs_key.pinned_at IS 'Milliseconds since 1970 UTC.';

COMMENT ON COLUMN sas.account.id IS 'Made of the first identity key by the client, UUIDv8.';
