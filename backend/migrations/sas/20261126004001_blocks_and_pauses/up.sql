-- Who may not ask, and grants that rest.
CREATE TABLE sas.block (
  patient    uuid NOT NULL,
  person     uuid NOT NULL,
  act_hash   bytea NOT NULL CHECK (octet_length(act_hash) = 32),
  blocked_at bigint NOT NULL CHECK (blocked_at >= 0),
  PRIMARY KEY (patient, person)
);
COMMENT ON TABLE sas.block IS 'Whose requests a patient does not take.';
COMMENT ON COLUMN sas.block.patient IS 'Who blocks.';
COMMENT ON COLUMN sas.block.person IS 'Who is blocked.';
COMMENT ON COLUMN sas.block.act_hash IS 'Hash of the signed block.';
COMMENT ON COLUMN sas.block.blocked_at IS 'Milliseconds since 1970 UTC.';

ALTER TABLE sas.key_grant ADD COLUMN pause_hash bytea CHECK (octet_length(pause_hash) = 32);
COMMENT ON COLUMN sas.key_grant.pause_hash IS 'Hash of the signed pause, while the grant rests.';
