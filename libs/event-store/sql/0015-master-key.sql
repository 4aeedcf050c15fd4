-- Which master key this database's data keys are wrapped under, by fingerprint: a lost or foreign key file is noticed before
-- anything is written under a second one.
create table keys.master (
  only_row boolean primary key default true check (only_row),
  fingerprint text not null,
  claimed_at timestamptz not null default now()
);

-- The fingerprint this database belongs to; the first caller decides it.
create function keys.claim_master(mine text) returns text
language sql security definer
set search_path = pg_catalog, pg_temp
begin atomic
  insert into keys.master (fingerprint) values (mine) on conflict do nothing;
  select fingerprint from keys.master;
end;

revoke all on function keys.claim_master from public;
grant execute on function keys.claim_master
  to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;
