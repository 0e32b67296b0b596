-- People, how they sign in, and what they sign.
CREATE TABLE sas.account (
  id            uuid PRIMARY KEY,
  handle        text NOT NULL UNIQUE CHECK (handle ~ '^[a-z0-9._-]{3,32}$'),
  role          text NOT NULL CHECK (role IN ('patient', 'doctor', 'nurse', 'pharmacist', 'laboratory', 'insurer', 'researcher')),
  register_hash bytea NOT NULL CHECK (octet_length(register_hash) = 32),
  request_hash  bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  key_id        bytea NOT NULL CHECK (octet_length(key_id) = 32),
  first_key_id  bytea NOT NULL CHECK (octet_length(first_key_id) = 32),
  registered_at bigint NOT NULL CHECK (registered_at >= 0)
);
COMMENT ON TABLE sas.account IS 'A person, as they present themself. The server vouches for none of it.';
COMMENT ON COLUMN sas.account.id IS 'Chosen by the client, UUIDv7.';
COMMENT ON COLUMN sas.account.handle IS 'The name others find them by.';
COMMENT ON COLUMN sas.account.role IS 'What they do here.';
COMMENT ON COLUMN sas.account.register_hash IS 'Hash of the signed act of registering.';
COMMENT ON COLUMN sas.account.request_hash IS 'Hash of the whole request that registered, so that only its sender may repeat it.';
COMMENT ON COLUMN sas.account.key_id IS 'Id of the current identity key.';
COMMENT ON COLUMN sas.account.first_key_id IS 'Id of the identity key that the OPAQUE records are bound to.';
COMMENT ON COLUMN sas.account.registered_at IS 'Milliseconds since 1970 UTC.';

CREATE TABLE sas.account_head (
  account        uuid PRIMARY KEY,
  log_sequence   bigint NOT NULL DEFAULT 0 CHECK (log_sequence >= 0),
  log_hash       bytea NOT NULL CHECK (octet_length(log_hash) = 32),
  index_sequence bigint NOT NULL DEFAULT 0 CHECK (index_sequence >= 0),
  index_hash     bytea NOT NULL CHECK (octet_length(index_hash) = 32),
  outbox_sequence bigint NOT NULL DEFAULT 0 CHECK (outbox_sequence >= 0),
  outbox_hash    bytea NOT NULL CHECK (octet_length(outbox_hash) = 32),
  stored_bytes   bigint NOT NULL DEFAULT 0 CHECK (stored_bytes >= 0)
);
COMMENT ON TABLE sas.account_head IS 'Where an account''s chains end. Locking its row puts all writes about one person in a line.';
COMMENT ON COLUMN sas.account_head.account IS 'Whose.';
COMMENT ON COLUMN sas.account_head.log_sequence IS 'Number of access log entries.';
COMMENT ON COLUMN sas.account_head.log_hash IS 'Chain head of the access log; zero when empty.';
COMMENT ON COLUMN sas.account_head.index_sequence IS 'Number of record index entries.';
COMMENT ON COLUMN sas.account_head.index_hash IS 'Chain head of the record index; zero when empty.';
COMMENT ON COLUMN sas.account_head.outbox_sequence IS 'Number of SRS entries taken over.';
COMMENT ON COLUMN sas.account_head.outbox_hash IS 'Hash of the last SRS entry taken over; zero before the first.';
COMMENT ON COLUMN sas.account_head.stored_bytes IS 'Bytes of sealed bodies, published and on their way, against the quota.';

CREATE TABLE sas.key_card (
  account uuid NOT NULL,
  number  bigint NOT NULL CHECK (number >= 0),
  key_id  bytea NOT NULL CHECK (octet_length(key_id) = 32),
  card    bytea NOT NULL CHECK (octet_length(card) BETWEEN 1 AND 4096),
  PRIMARY KEY (account, number)
);
COMMENT ON TABLE sas.key_card IS 'Public identity keys, chained and signed.';
COMMENT ON COLUMN sas.key_card.account IS 'Whose.';
COMMENT ON COLUMN sas.key_card.number IS '0 for the first.';
COMMENT ON COLUMN sas.key_card.key_id IS 'Id of the key on the card.';
COMMENT ON COLUMN sas.key_card.card IS 'The encoded card with its signatures.';

CREATE TABLE sas.credential (
  account         uuid PRIMARY KEY,
  log_in_record   bytea NOT NULL CHECK (octet_length(log_in_record) = 192),
  recovery_record bytea NOT NULL CHECK (octet_length(recovery_record) = 192),
  kit_tag         bytea NOT NULL CHECK (octet_length(kit_tag) = 4)
);
COMMENT ON TABLE sas.credential IS 'How an account signs in.';
COMMENT ON COLUMN sas.credential.account IS 'Whose.';
COMMENT ON COLUMN sas.credential.log_in_record IS 'OPAQUE record of password and device key.';
COMMENT ON COLUMN sas.credential.recovery_record IS 'OPAQUE record of the kit.';
COMMENT ON COLUMN sas.credential.kit_tag IS 'Which kit.';

CREATE TABLE sas.vault (
  account       uuid PRIMARY KEY,
  version       bigint NOT NULL CHECK (version >= 1),
  sealed        bytea NOT NULL CHECK (octet_length(sealed) BETWEEN 48 AND 16777216),
  log_in_wrap   bytea NOT NULL CHECK (octet_length(log_in_wrap) BETWEEN 1 AND 4096),
  recovery_wrap bytea NOT NULL CHECK (octet_length(recovery_wrap) BETWEEN 1 AND 4096)
);
COMMENT ON TABLE sas.vault IS 'A person''s own keys, sealed by them.';
COMMENT ON COLUMN sas.vault.account IS 'Whose.';
COMMENT ON COLUMN sas.vault.version IS 'One more at each write; written by compare-and-set.';
COMMENT ON COLUMN sas.vault.sealed IS 'Salt and ciphertext.';
COMMENT ON COLUMN sas.vault.log_in_wrap IS 'The vault''s key, under the password.';
COMMENT ON COLUMN sas.vault.recovery_wrap IS 'The vault''s key, under the kit.';

CREATE TABLE sas.device (
  account    uuid NOT NULL,
  id         uuid NOT NULL,
  first_seen bigint NOT NULL CHECK (first_seen >= 0),
  PRIMARY KEY (account, id)
);
COMMENT ON TABLE sas.device IS 'Devices that have signed in to an account.';
COMMENT ON COLUMN sas.device.account IS 'Whose.';
COMMENT ON COLUMN sas.device.id IS 'Which, by the id it chose.';
COMMENT ON COLUMN sas.device.first_seen IS 'Milliseconds since 1970 UTC.';

CREATE TABLE sas.log_in (
  id         uuid PRIMARY KEY,
  account    uuid,
  purpose    text NOT NULL CHECK (purpose IN ('log_in', 'recovery')),
  state      bytea NOT NULL CHECK (octet_length(state) = 128),
  tries_key  bytea NOT NULL CHECK (octet_length(tries_key) = 32),
  address_try bigint NOT NULL,
  expires_at bigint NOT NULL CHECK (expires_at >= 0)
);
COMMENT ON TABLE sas.log_in IS 'Sign-ins between the second and the third message.';
COMMENT ON COLUMN sas.log_in.id IS 'Which.';
COMMENT ON COLUMN sas.log_in.account IS 'Whose; nothing for a handle that nobody has.';
COMMENT ON COLUMN sas.log_in.purpose IS 'By password and device, or by kit.';
COMMENT ON COLUMN sas.log_in.state IS 'OPAQUE state until the third message.';
COMMENT ON COLUMN sas.log_in.tries_key IS 'Whose tries a success takes back.';
COMMENT ON COLUMN sas.log_in.address_try IS 'The try that its address was charged with; a success takes it back too.';
COMMENT ON COLUMN sas.log_in.expires_at IS 'Milliseconds since 1970 UTC.';

CREATE TABLE sas.sign_in_try (
  id        bigserial PRIMARY KEY,
  tries_key bytea NOT NULL CHECK (octet_length(tries_key) = 32),
  tried_at  bigint NOT NULL CHECK (tried_at >= 0)
);
CREATE INDEX sign_in_try_by_key ON sas.sign_in_try (tries_key, tried_at);
COMMENT ON TABLE sas.sign_in_try IS 'Sign-ins begun, counted against limits that every process shares.';
COMMENT ON COLUMN sas.sign_in_try.id IS 'Which.';
COMMENT ON COLUMN sas.sign_in_try.tries_key IS 'Keyed hash of an address, or of a handle and an address.';
COMMENT ON COLUMN sas.sign_in_try.tried_at IS 'Milliseconds since 1970 UTC.';

CREATE TABLE sas.session_family (
  id         uuid PRIMARY KEY,
  account    uuid NOT NULL,
  device     uuid NOT NULL,
  started_at bigint NOT NULL CHECK (started_at >= 0),
  ended_at   bigint CHECK (ended_at >= 0)
);
CREATE INDEX session_family_by_account ON sas.session_family (account) WHERE ended_at IS NULL;
COMMENT ON TABLE sas.session_family IS 'A sign-in and all tokens that came of it.';
COMMENT ON COLUMN sas.session_family.id IS 'Which.';
COMMENT ON COLUMN sas.session_family.account IS 'Whose.';
COMMENT ON COLUMN sas.session_family.device IS 'On which device.';
COMMENT ON COLUMN sas.session_family.started_at IS 'Milliseconds since 1970 UTC.';
COMMENT ON COLUMN sas.session_family.ended_at IS 'Milliseconds since 1970 UTC, once it has ended.';

CREATE TABLE sas.session_token (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  family     uuid NOT NULL,
  state      text NOT NULL CHECK (state IN ('fresh', 'current', 'rotated_out')),
  expires_at bigint NOT NULL CHECK (expires_at >= 0)
);
CREATE INDEX session_token_by_family ON sas.session_token (family);
COMMENT ON TABLE sas.session_token IS 'Bearer tokens, by hash.';
COMMENT ON COLUMN sas.session_token.token_hash IS 'SHA-256 of the token.';
COMMENT ON COLUMN sas.session_token.family IS 'Which sign-in it came of.';
COMMENT ON COLUMN sas.session_token.state IS 'Fresh: not used yet. Rotated out: a later token of the family has been used.';
COMMENT ON COLUMN sas.session_token.expires_at IS 'Milliseconds since 1970 UTC.';

CREATE TABLE sas.act (
  patient    uuid NOT NULL,
  hash       bytea NOT NULL CHECK (octet_length(hash) = 32),
  type_name  text NOT NULL,
  actor      uuid NOT NULL,
  device     uuid NOT NULL,
  counter    bigint NOT NULL CHECK (counter >= 1),
  bytes      bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 16777216),
  refusal    text,
  arrived_at bigint NOT NULL CHECK (arrived_at >= 0),
  PRIMARY KEY (patient, hash),
  UNIQUE (patient, actor, device, counter)
);
COMMENT ON TABLE sas.act IS 'Signed acts, as they were signed. An act that comes again gets the same answer.';
COMMENT ON COLUMN sas.act.patient IS 'Whose records it is about.';
COMMENT ON COLUMN sas.act.hash IS 'Hash of the act, signature included.';
COMMENT ON COLUMN sas.act.type_name IS 'What kind of act.';
COMMENT ON COLUMN sas.act.actor IS 'Who acted.';
COMMENT ON COLUMN sas.act.device IS 'From which device.';
COMMENT ON COLUMN sas.act.counter IS 'Counts this actor''s acts about this patient from this device, from 1, without gaps.';
COMMENT ON COLUMN sas.act.bytes IS 'The encoded act.';
COMMENT ON COLUMN sas.act.refusal IS 'The answer, as JSON, where the act was refused; its number is used up all the same.';
COMMENT ON COLUMN sas.act.arrived_at IS 'Milliseconds since 1970 UTC.';

CREATE TABLE sas.act_counter (
  patient uuid NOT NULL,
  actor   uuid NOT NULL,
  device  uuid NOT NULL,
  last    bigint NOT NULL CHECK (last >= 0),
  PRIMARY KEY (patient, actor, device)
);
COMMENT ON TABLE sas.act_counter IS 'The last counter of each device, per actor and patient. Locking its row puts a device''s acts in a line.';
COMMENT ON COLUMN sas.act_counter.patient IS 'About whom.';
COMMENT ON COLUMN sas.act_counter.actor IS 'Who acts.';
COMMENT ON COLUMN sas.act_counter.device IS 'From which device.';
COMMENT ON COLUMN sas.act_counter.last IS 'The last number used.';

CREATE TABLE sas.access_log_entry (
  patient     uuid NOT NULL,
  sequence    bigint NOT NULL CHECK (sequence >= 1),
  entry       bytea NOT NULL CHECK (octet_length(entry) BETWEEN 1 AND 1024),
  object_hash bytea NOT NULL CHECK (octet_length(object_hash) = 32),
  object      bytea CHECK (octet_length(object) BETWEEN 1 AND 16777216),
  srs_act     bytea CHECK (octet_length(srs_act) BETWEEN 1 AND 16777216),
  PRIMARY KEY (patient, sequence)
);
COMMENT ON TABLE sas.access_log_entry IS 'What happened about each person, hash-chained; see sas.account_head for its end.';
COMMENT ON COLUMN sas.access_log_entry.patient IS 'Whose log.';
COMMENT ON COLUMN sas.access_log_entry.sequence IS 'From 1, without gaps.';
COMMENT ON COLUMN sas.access_log_entry.entry IS 'The encoded entry.';
COMMENT ON COLUMN sas.access_log_entry.object_hash IS 'Hash of the signed object it reports; zero where there is none.';
COMMENT ON COLUMN sas.access_log_entry.object IS 'That object, where it is not in sas.act.';
COMMENT ON COLUMN sas.access_log_entry.srs_act IS 'Where the object is the SRS''s: the act that it names.';
