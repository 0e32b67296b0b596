COMMENT ON COLUMN sas.access_log_entry.srs_act IS 'Where the object is the SRS''s: the act that it names.';
DROP TABLE sas.deleted_record;
