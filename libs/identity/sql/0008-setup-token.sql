-- The one-time link of a new installation, by SHA-256. Made again at each start until it was used.
create table identity.setup_token (
  hash bytea primary key check (octet_length(hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

grant select, insert, update, delete on identity.setup_token to lachan_directory;
