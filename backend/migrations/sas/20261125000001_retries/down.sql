DROP INDEX sas.upload_unfinished;

ALTER TABLE sas.record_version DROP CONSTRAINT record_version_header_check;
ALTER TABLE sas.record_version ADD CONSTRAINT record_version_header_check CHECK (octet_length(header) BETWEEN 1 AND 65536);

-- Their bytes are gone; their numbers stay used.
DELETE FROM sas.act WHERE refusal IS NOT NULL;
ALTER TABLE sas.act DROP CONSTRAINT act_bytes_unless_refused;
ALTER TABLE sas.act ALTER COLUMN bytes SET NOT NULL;
COMMENT ON COLUMN sas.act.bytes IS 'The encoded act.';

ALTER TABLE sas.session_token DROP COLUMN rotated_at;
ALTER TABLE sas.log_in DROP COLUMN family;
