ALTER TABLE sas.session_family DROP COLUMN last_used_at;
