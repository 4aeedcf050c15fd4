-- Links that work once: invitations to set a password, and the set-up of a new installation. Stored by SHA-256.
create table identity.one_time_token (
  hash bytea primary key check (octet_length(hash) = 32),
  purpose text not null check (purpose in ('invitation', 'setup')),
  person text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((purpose = 'invitation') = (person is not null))
);

create index one_time_token_person on identity.one_time_token (person) where used_at is null;

grant select, insert, update, delete on identity.one_time_token to lachan_directory;
