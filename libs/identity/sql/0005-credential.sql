-- Password hashes (argon2id in PHC form). Directory alone sees them; never in an event.
create table identity.credential (
  person text primary key,
  password_hash text not null,
  changed_at timestamptz not null
);

grant select, insert, update, delete on identity.credential to lachan_directory;
