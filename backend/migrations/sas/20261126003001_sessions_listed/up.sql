-- When each sign-in was last used, so that people can tell their sessions apart.
ALTER TABLE sas.session_family ADD COLUMN last_used_at bigint CHECK (last_used_at >= 0);
UPDATE sas.session_family SET last_used_at = started_at;
ALTER TABLE sas.session_family ALTER COLUMN last_used_at SET NOT NULL;
COMMENT ON COLUMN sas.session_family.last_used_at IS 'When a token of it was last shown, to the minute; milliseconds since 1970 UTC.';
