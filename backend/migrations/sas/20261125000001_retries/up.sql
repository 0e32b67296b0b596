-- What is asked for again: a sign-in whose answer got lost, a token on its way while another took its place, an act that
-- was refused, an upload under an opening.
ALTER TABLE sas.log_in ADD COLUMN family uuid;
ALTER TABLE sas.log_in ADD COLUMN ke3_hash bytea CHECK (octet_length(ke3_hash) = 32);
ALTER TABLE sas.log_in ALTER COLUMN state DROP NOT NULL;
ALTER TABLE sas.log_in ADD CONSTRAINT log_in_state_until_finished
  CHECK ((state IS NULL) = (ke3_hash IS NOT NULL) AND (ke3_hash IS NULL) = (family IS NULL));
COMMENT ON COLUMN sas.log_in.family IS 'The session it led to, so that the same third message leads there again.';
COMMENT ON COLUMN sas.log_in.ke3_hash IS 'SHA-256 of the third message that was right.';

ALTER TABLE sas.session_token ADD COLUMN rotated_at bigint CHECK (rotated_at >= 0);
COMMENT ON COLUMN sas.session_token.rotated_at IS 'When a later token took its place, milliseconds since 1970 UTC.';

-- The answer to a refused act needs its hash alone. Anybody can send acts that are refused, so their bytes are not kept.
ALTER TABLE sas.act ALTER COLUMN bytes DROP NOT NULL;
UPDATE sas.act SET bytes = NULL WHERE refusal IS NOT NULL;
ALTER TABLE sas.act ADD CONSTRAINT act_bytes_unless_refused CHECK ((bytes IS NULL) = (refusal IS NOT NULL));
COMMENT ON COLUMN sas.act.bytes IS 'The encoded act; nothing where it was refused.';

-- A header carries a sealed summary of up to 65536 bytes besides its other fields.
ALTER TABLE sas.record_version DROP CONSTRAINT record_version_header_check;
ALTER TABLE sas.record_version ADD CONSTRAINT record_version_header_check CHECK (octet_length(header) BETWEEN 1 AND 66560);

CREATE INDEX upload_unfinished ON sas.upload (patient, opening) WHERE NOT published;
