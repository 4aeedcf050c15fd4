-- Who looks at a case at this moment, over all processes: a lease that a page renews. Presence is no history: it is unlogged, lost in a
-- crash, and never an event.
create unlogged table triage.looking (
  case_id uuid not null,
  person text not null,
  since timestamptz not null,
  until timestamptz not null,
  primary key (case_id, person)
);
create index looking_until on triage.looking (until);
alter table triage.looking owner to lachan_owner;
grant select, insert, update, delete on triage.looking to lachan_triage;
