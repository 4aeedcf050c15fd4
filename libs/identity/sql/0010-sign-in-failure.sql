-- Failed sign-ins, counted per login and per address, each under a keyed hash: what people mistype into a login field may be
-- a password.
create table identity.sign_in_failure (
  subject bytea primary key,
  failures integer not null,
  last_at timestamptz not null,
  blocked_until timestamptz not null
);

grant select, insert, update, delete on identity.sign_in_failure to lachan_directory;
