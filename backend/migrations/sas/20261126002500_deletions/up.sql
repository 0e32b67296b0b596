-- What is left of a record that its patient deleted: who may be told so, and that its id is used up.
CREATE TABLE sas.deleted_record (
  patient     uuid NOT NULL,
  record      uuid NOT NULL,
  act_hash    bytea NOT NULL CHECK (octet_length(act_hash) = 32),
  receipt     bytea NOT NULL CHECK (octet_length(receipt) BETWEEN 1 AND 4096),
  opening     uuid,
  header_hash bytea CHECK (octet_length(header_hash) = 32),
  PRIMARY KEY (patient, record),
  CHECK ((opening IS NULL) = (header_hash IS NULL))
);
CREATE INDEX deleted_record_by_opening ON sas.deleted_record (patient, opening) WHERE opening IS NOT NULL;
COMMENT ON TABLE sas.deleted_record IS 'Records that were deleted. Nothing of what they held is here.';
COMMENT ON COLUMN sas.deleted_record.patient IS 'Whose.';
COMMENT ON COLUMN sas.deleted_record.record IS 'Which record. Its id is never used again.';
COMMENT ON COLUMN sas.deleted_record.act_hash IS 'The act that deleted it.';
COMMENT ON COLUMN sas.deleted_record.receipt IS 'The encoded receipt that this server signed.';
COMMENT ON COLUMN sas.deleted_record.opening IS 'Under which opening its first version was written, where a clinician wrote it.';
COMMENT ON COLUMN sas.deleted_record.header_hash IS 'Hash of what the clinician wrote, which receipts of that opening list.';

COMMENT ON COLUMN sas.access_log_entry.srs_act IS 'Where the object is the SRS''s, or the receipt of a deletion: the act that it names.';
