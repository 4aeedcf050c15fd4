-- A person's second factor (TOTP, RFC 6238). The secret is wrapped under the installation's master key, so that a copy of the database
-- makes no codes. Counts once it was confirmed with a code; each time step is taken once.
create table identity.second_factor (
  person text primary key,
  wrapped_secret bytea not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0
);

grant select, insert, update, delete on identity.second_factor to lachan_directory;
