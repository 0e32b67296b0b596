DROP TABLE sas.opening_record;
DROP TABLE sas.opening;
DROP TABLE sas.key_grant;
DROP TABLE sas.key_request;
