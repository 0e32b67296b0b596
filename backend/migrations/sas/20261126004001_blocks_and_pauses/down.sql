ALTER TABLE sas.key_grant DROP COLUMN pause_hash;
DROP TABLE sas.block;
