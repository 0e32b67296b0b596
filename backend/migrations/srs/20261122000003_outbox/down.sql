DROP TABLE srs.outbox_entry;
