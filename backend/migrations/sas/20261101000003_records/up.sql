-- Sealed records, keyed by patient first.
CREATE DOMAIN sas.portion AS text CHECK (VALUE IN (
  'personal', 'allergies', 'history', 'medications', 'laboratory', 'readings', 'readings_summary', 'imaging_documents',
  'immunizations', 'insurance'
));
COMMENT ON DOMAIN sas.portion IS 'A part of a patient''s records that is lent separately.';

CREATE TABLE sas.portion_card (
  patient uuid NOT NULL,
  portion sas.portion NOT NULL,
  epoch   bigint NOT NULL CHECK (epoch >= 1),
  hash    bytea NOT NULL CHECK (octet_length(hash) = 32),
  card    bytea NOT NULL CHECK (octet_length(card) BETWEEN 1 AND 4096),
  current boolean NOT NULL,
  PRIMARY KEY (patient, portion, epoch)
);
CREATE UNIQUE INDEX portion_card_current ON sas.portion_card (patient, portion) WHERE current;
COMMENT ON TABLE sas.portion_card IS 'Public keys of portions, one card an epoch.';
COMMENT ON COLUMN sas.portion_card.patient IS 'Whose.';
COMMENT ON COLUMN sas.portion_card.portion IS 'Which portion, by its frozen name.';
COMMENT ON COLUMN sas.portion_card.epoch IS '1 for the first, then one more at every roll.';
COMMENT ON COLUMN sas.portion_card.hash IS 'Hash of the card, signature included.';
COMMENT ON COLUMN sas.portion_card.card IS 'The encoded card.';
COMMENT ON COLUMN sas.portion_card.current IS 'Whether records are sealed under it now.';

CREATE TABLE sas.upload (
  patient    uuid NOT NULL,
  id         uuid NOT NULL,
  author     uuid NOT NULL,
  opening    uuid,
  published  boolean NOT NULL DEFAULT false,
  started_at bigint NOT NULL CHECK (started_at >= 0),
  PRIMARY KEY (patient, id),
  UNIQUE (id)
);
COMMENT ON TABLE sas.upload IS 'Chunks on their way. Nothing of an upload is listed before it is published.';
COMMENT ON COLUMN sas.upload.patient IS 'Whose records.';
COMMENT ON COLUMN sas.upload.id IS 'Which, chosen by the client.';
COMMENT ON COLUMN sas.upload.author IS 'Who uploads.';
COMMENT ON COLUMN sas.upload.opening IS 'Under which opening, where a clinician writes.';
COMMENT ON COLUMN sas.upload.published IS 'Whether its records are published.';
COMMENT ON COLUMN sas.upload.started_at IS 'Milliseconds since 1970 UTC.';

CREATE TABLE sas.upload_record (
  patient uuid NOT NULL,
  upload  uuid NOT NULL,
  record  uuid NOT NULL,
  version bigint NOT NULL CHECK (version >= 1),
  ordinal bigint NOT NULL CHECK (ordinal >= 0),
  chunks  bigint NOT NULL CHECK (chunks >= 1),
  bytes   bigint NOT NULL CHECK (bytes >= 1),
  PRIMARY KEY (patient, upload, record, version)
);
COMMENT ON TABLE sas.upload_record IS 'Record versions that an upload announced.';
COMMENT ON COLUMN sas.upload_record.patient IS 'Whose.';
COMMENT ON COLUMN sas.upload_record.upload IS 'Which upload.';
COMMENT ON COLUMN sas.upload_record.record IS 'Which record.';
COMMENT ON COLUMN sas.upload_record.version IS 'Which version.';
COMMENT ON COLUMN sas.upload_record.ordinal IS 'Its place in the announcement.';
COMMENT ON COLUMN sas.upload_record.chunks IS 'How many chunks it has.';
COMMENT ON COLUMN sas.upload_record.bytes IS 'How many bytes they have together.';

CREATE TABLE sas.chunk (
  patient uuid NOT NULL,
  upload  uuid NOT NULL,
  record  uuid NOT NULL,
  version bigint NOT NULL CHECK (version >= 1),
  index   bigint NOT NULL CHECK (index >= 0),
  hash    bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (patient, upload, record, version, index)
);
COMMENT ON TABLE sas.chunk IS 'Which chunks of sealed bodies are held. Their bytes are in sas.chunk_body, or in another store.';
COMMENT ON COLUMN sas.chunk.patient IS 'Whose.';
COMMENT ON COLUMN sas.chunk.upload IS 'The upload that brought it: two uploads of one version never share a chunk.';
COMMENT ON COLUMN sas.chunk.record IS 'Of which record.';
COMMENT ON COLUMN sas.chunk.version IS 'Of which version.';
COMMENT ON COLUMN sas.chunk.index IS 'Its place in the body, from 0.';
COMMENT ON COLUMN sas.chunk.hash IS 'SHA-256 of ciphertext and tag.';

CREATE TABLE sas.chunk_body (
  patient    uuid NOT NULL,
  upload     uuid NOT NULL,
  record     uuid NOT NULL,
  version    bigint NOT NULL CHECK (version >= 1),
  index      bigint NOT NULL CHECK (index >= 0),
  ciphertext bytea NOT NULL CHECK (octet_length(ciphertext) BETWEEN 17 AND 262160),
  PRIMARY KEY (patient, upload, record, version, index)
);
-- Ciphertext does not compress; trying costs a third of the write.
ALTER TABLE sas.chunk_body ALTER COLUMN ciphertext SET STORAGE EXTERNAL;
COMMENT ON TABLE sas.chunk_body IS 'Sealed bodies where Postgres is the store, a row for each chunk.';
COMMENT ON COLUMN sas.chunk_body.patient IS 'Whose.';
COMMENT ON COLUMN sas.chunk_body.upload IS 'The upload that brought it.';
COMMENT ON COLUMN sas.chunk_body.record IS 'Of which record.';
COMMENT ON COLUMN sas.chunk_body.version IS 'Of which version.';
COMMENT ON COLUMN sas.chunk_body.index IS 'Its place in the body, from 0.';
COMMENT ON COLUMN sas.chunk_body.ciphertext IS 'Ciphertext and tag.';

CREATE TABLE sas.record_version (
  patient     uuid NOT NULL,
  record      uuid NOT NULL,
  version     bigint NOT NULL CHECK (version >= 1),
  ordinal     bigserial NOT NULL,
  portion     sas.portion NOT NULL,
  upload      uuid NOT NULL,
  header_hash bytea NOT NULL CHECK (octet_length(header_hash) = 32),
  header      bytea NOT NULL CHECK (octet_length(header) BETWEEN 1 AND 65536),
  current     boolean NOT NULL,
  pending     boolean NOT NULL,
  opening     uuid,
  PRIMARY KEY (patient, record, version)
);
CREATE UNIQUE INDEX record_version_current ON sas.record_version (patient, record) WHERE current;
CREATE INDEX record_version_listed ON sas.record_version (patient, ordinal) WHERE current;
CREATE INDEX record_version_by_opening ON sas.record_version (patient, opening) WHERE opening IS NOT NULL;
COMMENT ON TABLE sas.record_version IS 'Published record versions.';
COMMENT ON COLUMN sas.record_version.patient IS 'Whose.';
COMMENT ON COLUMN sas.record_version.record IS 'Which record.';
COMMENT ON COLUMN sas.record_version.version IS 'Which version.';
COMMENT ON COLUMN sas.record_version.ordinal IS 'In which order versions were published; lists go by it.';
COMMENT ON COLUMN sas.record_version.portion IS 'In which portion, by its frozen name.';
COMMENT ON COLUMN sas.record_version.upload IS 'The upload that holds its body.';
COMMENT ON COLUMN sas.record_version.header_hash IS 'Hash of the header, signature included.';
COMMENT ON COLUMN sas.record_version.header IS 'The encoded header with the sealed summary.';
COMMENT ON COLUMN sas.record_version.current IS 'Whether this version is the record now.';
COMMENT ON COLUMN sas.record_version.pending IS 'Written by a clinician and not yet in the patient''s index.';
COMMENT ON COLUMN sas.record_version.opening IS 'Under which opening it was written, where a clinician wrote it.';

CREATE TABLE sas.key_batch (
  patient   uuid NOT NULL,
  id        uuid NOT NULL,
  portion   sas.portion NOT NULL,
  hash      bytea NOT NULL CHECK (octet_length(hash) = 32),
  card_hash bytea NOT NULL CHECK (octet_length(card_hash) = 32),
  opening   uuid,
  batch     bytea NOT NULL CHECK (octet_length(batch) BETWEEN 1 AND 8192),
  PRIMARY KEY (patient, id)
);
CREATE INDEX key_batch_by_opening ON sas.key_batch (patient, opening) WHERE opening IS NOT NULL;
COMMENT ON TABLE sas.key_batch IS 'File keys wrapped together under one portion card; immutable once signed.';
COMMENT ON COLUMN sas.key_batch.patient IS 'Whose.';
COMMENT ON COLUMN sas.key_batch.id IS 'Which.';
COMMENT ON COLUMN sas.key_batch.portion IS 'For which portion, by its frozen name.';
COMMENT ON COLUMN sas.key_batch.hash IS 'Hash of the batch, signature included.';
COMMENT ON COLUMN sas.key_batch.card_hash IS 'The portion card it is sealed under.';
COMMENT ON COLUMN sas.key_batch.opening IS 'The one opening it was made for and goes with; nothing for a home batch.';
COMMENT ON COLUMN sas.key_batch.batch IS 'The encoded batch.';

CREATE TABLE sas.key_slot (
  patient   uuid NOT NULL,
  record    uuid NOT NULL,
  version   bigint NOT NULL CHECK (version >= 1),
  batch     uuid NOT NULL,
  slot_hash bytea NOT NULL CHECK (octet_length(slot_hash) = 32),
  slot      bytea NOT NULL CHECK (octet_length(slot) BETWEEN 1 AND 256),
  home      boolean NOT NULL,
  PRIMARY KEY (patient, record, version, batch)
);
CREATE UNIQUE INDEX key_slot_home ON sas.key_slot (patient, record, version) WHERE home;
CREATE INDEX key_slot_by_batch ON sas.key_slot (patient, batch);
COMMENT ON TABLE sas.key_slot IS 'Wrapped file keys.';
COMMENT ON COLUMN sas.key_slot.patient IS 'Whose.';
COMMENT ON COLUMN sas.key_slot.record IS 'Of which record.';
COMMENT ON COLUMN sas.key_slot.version IS 'Of which version.';
COMMENT ON COLUMN sas.key_slot.batch IS 'In which batch.';
COMMENT ON COLUMN sas.key_slot.slot_hash IS 'Hash of the slot.';
COMMENT ON COLUMN sas.key_slot.slot IS 'The encoded slot.';
COMMENT ON COLUMN sas.key_slot.home IS 'Whether the patient opens the record with it; the others are kept for unfinished openings.';

CREATE TABLE sas.record_index_entry (
  patient  uuid NOT NULL,
  sequence bigint NOT NULL CHECK (sequence >= 1),
  entry    bytea NOT NULL CHECK (octet_length(entry) BETWEEN 1 AND 256),
  PRIMARY KEY (patient, sequence)
);
COMMENT ON TABLE sas.record_index_entry IS 'The patient''s own list of their records, hash-chained; see sas.account_head for its end.';
COMMENT ON COLUMN sas.record_index_entry.patient IS 'Whose.';
COMMENT ON COLUMN sas.record_index_entry.sequence IS 'From 1, without gaps.';
COMMENT ON COLUMN sas.record_index_entry.entry IS 'The encoded entry.';
