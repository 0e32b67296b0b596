-- A handle begins with a letter or digit. One that was registered before stays.
ALTER TABLE sas.account
  DROP CONSTRAINT account_handle_check,
  ADD CONSTRAINT account_handle_check CHECK (handle ~ '^[a-z0-9][a-z0-9._-]{2,31}$') NOT VALID;
