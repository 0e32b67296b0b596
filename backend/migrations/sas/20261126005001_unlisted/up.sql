-- Who can be found by their handle, and by whom all the same.
ALTER TABLE sas.account ADD COLUMN unlisted boolean NOT NULL DEFAULT false;
ALTER TABLE sas.account ADD COLUMN invitation_hash bytea CHECK (octet_length(invitation_hash) = 32);
COMMENT ON COLUMN sas.account.unlisted IS 'Whether strangers find nobody here.';
COMMENT ON COLUMN sas.account.invitation_hash IS 'Hash of the secret that finds the person all the same.';

CREATE TABLE sas.introduction (
  patient       uuid NOT NULL,
  person        uuid NOT NULL,
  introduced_at bigint NOT NULL CHECK (introduced_at >= 0),
  PRIMARY KEY (patient, person)
);
COMMENT ON TABLE sas.introduction IS 'Who has shown a patient''s invitation, and finds them from then on.';
COMMENT ON COLUMN sas.introduction.patient IS 'Who is found.';
COMMENT ON COLUMN sas.introduction.person IS 'Who finds them.';
COMMENT ON COLUMN sas.introduction.introduced_at IS 'Milliseconds since 1970 UTC.';
