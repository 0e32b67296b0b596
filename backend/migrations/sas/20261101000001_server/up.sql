-- What the SAS itself holds.
CREATE TABLE sas.server_key (
  id             smallint PRIMARY KEY CHECK (id = 1),
  signing_seed   bytea NOT NULL CHECK (octet_length(signing_seed) = 32),
  opaque_setup   bytea NOT NULL CHECK (octet_length(opaque_setup) = 128),
  unknown_secret bytea NOT NULL CHECK (octet_length(unknown_secret) = 32),
  restore_epoch  bigint NOT NULL DEFAULT 0 CHECK (restore_epoch >= 0)
);
COMMENT ON TABLE sas.server_key IS 'The server''s own secrets, made at its first start. Whoever holds them can pose as this server; they open no record.';
COMMENT ON COLUMN sas.server_key.id IS 'Always 1: there is one row.';
COMMENT ON COLUMN sas.server_key.signing_seed IS 'Ed25519 seed with which the server signs its closings.';
COMMENT ON COLUMN sas.server_key.opaque_setup IS 'OPAQUE ServerSetup of all accounts.';
COMMENT ON COLUMN sas.server_key.unknown_secret IS 'Key of the PRF that answers for handles nobody has.';
COMMENT ON COLUMN sas.server_key.restore_epoch IS 'Raised whenever a backup is restored.';

CREATE TABLE sas.outbox_cursor (
  id       smallint PRIMARY KEY CHECK (id = 1),
  position bigint NOT NULL CHECK (position >= 0)
);
COMMENT ON TABLE sas.outbox_cursor IS 'How far the SRS''s outbox has been taken into access logs.';
COMMENT ON COLUMN sas.outbox_cursor.id IS 'Always 1: there is one row.';
COMMENT ON COLUMN sas.outbox_cursor.position IS 'Position of the last entry that was looked at.';
INSERT INTO sas.outbox_cursor VALUES (1, 0);
