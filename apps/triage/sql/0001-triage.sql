-- Trigram search of the queue. The extension lives in `public`, which every read model has on its search path.
create extension if not exists pg_trgm schema public;

create schema if not exists triage authorization lachan_owner;
grant usage on schema triage to lachan_triage;

-- Cases that were handed to somebody by "next case" a moment ago, until their claim is in the queue: two analysts who
-- ask at the same time never get the same one. Rows are worthless after `until`.
create table triage.handed_out (
  case_id uuid primary key,
  person text not null,
  until timestamptz not null
);
alter table triage.handed_out owner to lachan_owner;
grant select, insert, update, delete on triage.handed_out to lachan_triage;
