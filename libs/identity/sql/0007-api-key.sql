-- Keys of programs by the SHA-256 of their secret. A holder has at most two live keys of one name: the old and the new one while
-- it changes over.
create table identity.api_key (
  id text primary key,
  hash bytea not null check (octet_length(hash) = 32),
  prefix text not null, -- for lists; opens nothing
  name text not null,
  role text not null,
  unit text,
  provider text,
  channel text,
  not_before timestamptz not null,
  not_after timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  revoked_at timestamptz,
  revoked_by text,
  check ((role = 'channel') = (channel is not null)),
  check ((role in ('provider', 'sandbox')) = (provider is not null)),
  check (unit is not null or provider is not null)
);

create index api_key_holder on identity.api_key (coalesce(provider, unit), name) where revoked_at is null;

grant select on identity.api_key to lachan_identity;
grant select, insert, update on identity.api_key to lachan_directory;
