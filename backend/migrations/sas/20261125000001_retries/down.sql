DROP INDEX sas.upload_unfinished;

ALTER TABLE sas.record_version DROP CONSTRAINT record_version_header_check;
ALTER TABLE sas.record_version ADD CONSTRAINT record_version_header_check CHECK (octet_length(header) BETWEEN 1 AND 65536) NOT VALID;

-- Their bytes are gone; their numbers stay used.
DELETE FROM sas.act WHERE refusal IS NOT NULL;
ALTER TABLE sas.act DROP CONSTRAINT act_bytes_unless_refused;
ALTER TABLE sas.act ALTER COLUMN bytes SET NOT NULL;
COMMENT ON COLUMN sas.act.bytes IS 'The encoded act.';

ALTER TABLE sas.session_token DROP COLUMN rotated_at;
DELETE FROM sas.log_in WHERE state IS NULL;
ALTER TABLE sas.log_in DROP CONSTRAINT log_in_state_until_finished;
ALTER TABLE sas.log_in ALTER COLUMN state SET NOT NULL;
ALTER TABLE sas.log_in DROP COLUMN ke3_hash;
ALTER TABLE sas.log_in DROP COLUMN family;
