-- Data keys, one per field class and scope ('personal/report-…'), wrapped under the master key. Destroying one erases every
-- field it protected, in the log and in every copy of it; the row stays and says when.
create table keys.data_key (
  id text primary key,
  wrapped bytea,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null))
);

grant select on keys.data_key to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;
