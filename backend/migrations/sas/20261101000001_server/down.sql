DROP TABLE sas.outbox_cursor;
DROP TABLE sas.server_key;
