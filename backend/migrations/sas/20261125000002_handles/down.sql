ALTER TABLE sas.account
  DROP CONSTRAINT account_handle_check,
  ADD CONSTRAINT account_handle_check CHECK (handle ~ '^[a-z0-9._-]{3,32}$');
