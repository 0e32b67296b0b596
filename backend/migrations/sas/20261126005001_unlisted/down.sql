DROP TABLE sas.introduction;
ALTER TABLE sas.account DROP COLUMN invitation_hash;
ALTER TABLE sas.account DROP COLUMN unlisted;
