-- Accounts that were closed. The server's role may not remove what is written down once and for all; this function does,
-- by the owner's hand, for an account that its person has closed.
ALTER TABLE sas.account ADD COLUMN closed_at bigint CHECK (closed_at >= 0);
COMMENT ON COLUMN sas.account.closed_at IS 'When its person closed it, milliseconds since 1970 UTC. The row keeps the handle from being given again.';

CREATE FUNCTION sas.erase_account(closed uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  person sas.account;
  relation text;
BEGIN
  SELECT * INTO STRICT person FROM sas.account WHERE id = closed AND closed_at IS NOT NULL;
  FOREACH relation IN ARRAY ARRAY[
    'chunk_body', 'chunk', 'upload_record', 'upload', 'key_slot', 'key_batch', 'record_version', 'record_index_entry',
    'portion_card', 'opening_record', 'opening', 'key_grant', 'key_request', 'access_log_entry', 'act_counter', 'block',
    'introduction', 'deleted_record'
  ] LOOP
    EXECUTE format('DELETE FROM sas.%I WHERE patient = $1', relation) USING closed;
  END LOOP;
  DELETE FROM sas.introduction i WHERE i.person = closed;
  DELETE FROM sas.session_token t USING sas.session_family f WHERE t.family = f.id AND f.account = closed;
  FOREACH relation IN ARRAY ARRAY['session_family', 'log_in', 'device', 'vault', 'credential', 'account_head'] LOOP
    EXECUTE format('DELETE FROM sas.%I WHERE account = $1', relation) USING closed;
  END LOOP;
  -- What a clinician signed stands in the logs of patients, who check it: the keys stay, and the act that named them.
  DELETE FROM sas.act a
    WHERE a.patient = closed AND (person.role = 'patient' OR a.hash <> person.register_hash);
  DELETE FROM sas.key_card c WHERE c.account = closed AND person.role = 'patient';
END $$;
REVOKE ALL ON FUNCTION sas.erase_account(uuid) FROM PUBLIC;
COMMENT ON FUNCTION sas.erase_account IS 'Removes everything of a closed account but its row and, of a clinician, its public keys.';
