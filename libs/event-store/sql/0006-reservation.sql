-- Keys that may be held once in the installation, by whom. Rebuilt from case streams; the only place these keys are kept.
create table es.reservation (
  key bytea primary key check (length(key) = 32),
  owner text not null
);

create index reservation_owner on es.reservation (owner);

grant select on es.reservation to lachan_triage, lachan_ledger;
