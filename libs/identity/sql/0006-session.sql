-- Sessions by the SHA-256 of their token: a copy of this table opens none.
create table identity.session (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  person text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);

create index session_person on identity.session (person) where ended_at is null;
create index session_expiry on identity.session (expires_at);

-- The one write the guards may do: note that a session was used.
create function identity.touch_session(hash bytea, seen timestamptz) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
begin atomic
  update identity.session set last_seen_at = seen where token_hash = hash and last_seen_at < seen and ended_at is null;
end;

revoke all on function identity.touch_session from public;
grant execute on function identity.touch_session to lachan_identity;
grant select on identity.session to lachan_identity;
grant select, insert, update, delete on identity.session to lachan_directory;
