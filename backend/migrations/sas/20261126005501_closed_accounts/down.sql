DROP FUNCTION sas.erase_account(uuid);
ALTER TABLE sas.account DROP COLUMN closed_at;
