-- Requests, grants and openings, keyed by patient first.
CREATE TABLE sas.key_request (
  patient    uuid NOT NULL,
  id         uuid NOT NULL,
  ordinal    bigserial NOT NULL,
  clinician  uuid NOT NULL,
  act_hash   bytea NOT NULL CHECK (octet_length(act_hash) = 32),
  state      text NOT NULL CHECK (state IN ('waiting', 'granted', 'refused')),
  refusal_hash bytea CHECK (octet_length(refusal_hash) = 32),
  asked_at   bigint NOT NULL CHECK (asked_at >= 0),
  expires_at bigint NOT NULL CHECK (expires_at >= 0),
  PRIMARY KEY (patient, id),
  UNIQUE (id)
);
CREATE INDEX key_request_by_clinician ON sas.key_request (clinician, ordinal);
CREATE INDEX key_request_by_patient ON sas.key_request (patient, ordinal);
COMMENT ON TABLE sas.key_request IS 'Who asks for access.';
COMMENT ON COLUMN sas.key_request.patient IS 'Whom they ask.';
COMMENT ON COLUMN sas.key_request.id IS 'Which, chosen by the client.';
COMMENT ON COLUMN sas.key_request.ordinal IS 'In which order requests came; lists go by it.';
COMMENT ON COLUMN sas.key_request.clinician IS 'Who asks.';
COMMENT ON COLUMN sas.key_request.act_hash IS 'Hash of the signed request.';
COMMENT ON COLUMN sas.key_request.state IS 'How it was answered; that it lapsed is told by the clock.';
COMMENT ON COLUMN sas.key_request.refusal_hash IS 'Hash of the signed refusal.';
COMMENT ON COLUMN sas.key_request.asked_at IS 'Milliseconds since 1970 UTC.';
COMMENT ON COLUMN sas.key_request.expires_at IS 'When it lapses unanswered, milliseconds since 1970 UTC.';

CREATE TABLE sas.key_grant (
  patient       uuid NOT NULL,
  id            uuid NOT NULL,
  ordinal       bigserial NOT NULL,
  clinician     uuid NOT NULL,
  request       uuid NOT NULL,
  act_hash      bytea NOT NULL CHECK (octet_length(act_hash) = 32),
  openings      integer NOT NULL CHECK (openings BETWEEN 1 AND 65535),
  openings_used integer NOT NULL DEFAULT 0 CHECK (openings_used >= 0),
  take_back_hash bytea CHECK (octet_length(take_back_hash) = 32),
  expires_at    bigint NOT NULL CHECK (expires_at >= 0),
  PRIMARY KEY (patient, id),
  UNIQUE (id)
);
CREATE INDEX key_grant_by_clinician ON sas.key_grant (clinician, ordinal);
CREATE INDEX key_grant_by_patient ON sas.key_grant (patient, ordinal);
COMMENT ON TABLE sas.key_grant IS 'Who may open what, until when and how often.';
COMMENT ON COLUMN sas.key_grant.patient IS 'Whose records.';
COMMENT ON COLUMN sas.key_grant.id IS 'Which, chosen by the client.';
COMMENT ON COLUMN sas.key_grant.ordinal IS 'In which order grants came; lists go by it.';
COMMENT ON COLUMN sas.key_grant.clinician IS 'To whom.';
COMMENT ON COLUMN sas.key_grant.request IS 'The request it answers.';
COMMENT ON COLUMN sas.key_grant.act_hash IS 'Hash of the signed grant.';
COMMENT ON COLUMN sas.key_grant.openings IS 'How many openings it allows.';
COMMENT ON COLUMN sas.key_grant.openings_used IS 'How many opened something.';
COMMENT ON COLUMN sas.key_grant.take_back_hash IS 'Hash of the signed take-back, once it was taken back.';
COMMENT ON COLUMN sas.key_grant.expires_at IS 'Milliseconds since 1970 UTC.';

CREATE TABLE sas.opening (
  patient        uuid NOT NULL,
  id             uuid NOT NULL,
  ordinal        bigserial NOT NULL,
  clinician      uuid NOT NULL,
  key_grant      uuid NOT NULL,
  act_hash       bytea NOT NULL CHECK (octet_length(act_hash) = 32),
  state          text NOT NULL CHECK (state IN ('pending', 'attempted', 'opened', 'failed', 'taken_back', 'expired', 'closed', 'closed_by_server')),
  message        bytea CHECK (octet_length(message) BETWEEN 1 AND 8192),
  end_confirmed  boolean NOT NULL DEFAULT false,
  release_number bigint NOT NULL DEFAULT 0 CHECK (release_number >= 0),
  release_hash   bytea CHECK (octet_length(release_hash) = 32),
  made_at        bigint NOT NULL CHECK (made_at >= 0),
  active_at      bigint NOT NULL CHECK (active_at >= 0),
  expires_at     bigint NOT NULL CHECK (expires_at >= 0),
  PRIMARY KEY (patient, id),
  UNIQUE (id)
);
CREATE INDEX opening_by_clinician ON sas.opening (clinician, ordinal);
CREATE INDEX opening_by_patient ON sas.opening (patient, ordinal);
CREATE INDEX opening_by_grant ON sas.opening (patient, key_grant);
CREATE INDEX opening_unfinished ON sas.opening (active_at) WHERE state IN ('pending', 'attempted', 'opened');
COMMENT ON TABLE sas.opening IS 'Random keys and what came of them.';
COMMENT ON COLUMN sas.opening.patient IS 'Whose records.';
COMMENT ON COLUMN sas.opening.id IS 'Which, chosen by the patient.';
COMMENT ON COLUMN sas.opening.ordinal IS 'In which order openings came; lists go by it.';
COMMENT ON COLUMN sas.opening.clinician IS 'Who may open.';
COMMENT ON COLUMN sas.opening.key_grant IS 'Under which grant.';
COMMENT ON COLUMN sas.opening.act_hash IS 'Hash of the signed opening.';
COMMENT ON COLUMN sas.opening.state IS 'How it stands.';
COMMENT ON COLUMN sas.opening.message IS 'The random key sealed to the clinician, where it was handed over in the app.';
COMMENT ON COLUMN sas.opening.end_confirmed IS 'Whether the SRS has signed that nothing is left there.';
COMMENT ON COLUMN sas.opening.release_number IS 'Number of the last release.';
COMMENT ON COLUMN sas.opening.release_hash IS 'Hash of the last signed release, so that the same one may be asked for again.';
COMMENT ON COLUMN sas.opening.made_at IS 'Milliseconds since 1970 UTC.';
COMMENT ON COLUMN sas.opening.active_at IS 'When it was last used, milliseconds since 1970 UTC.';
COMMENT ON COLUMN sas.opening.expires_at IS 'Milliseconds since 1970 UTC.';

CREATE TABLE sas.opening_record (
  patient     uuid NOT NULL,
  opening     uuid NOT NULL,
  record      uuid NOT NULL,
  version     bigint NOT NULL CHECK (version >= 1),
  batch       uuid NOT NULL,
  released    boolean NOT NULL DEFAULT false,
  PRIMARY KEY (patient, opening, record)
);
CREATE INDEX opening_record_by_slot ON sas.opening_record (patient, record, version, batch);
COMMENT ON TABLE sas.opening_record IS 'Records that an opening names.';
COMMENT ON COLUMN sas.opening_record.patient IS 'Whose.';
COMMENT ON COLUMN sas.opening_record.opening IS 'Which opening.';
COMMENT ON COLUMN sas.opening_record.record IS 'Which record.';
COMMENT ON COLUMN sas.opening_record.version IS 'Which version.';
COMMENT ON COLUMN sas.opening_record.batch IS 'The batch of the slot that the opening names.';
COMMENT ON COLUMN sas.opening_record.released IS 'Whether it was released to the clinician.';
