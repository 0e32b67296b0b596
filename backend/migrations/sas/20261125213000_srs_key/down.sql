COMMENT ON COLUMN sas.account.id IS 'Chosen by the client, UUIDv7.';
DROP TABLE sas.srs_key;
