-- The log and the wrapped data keys live apart, so that a backup can take one without the other.
create schema es;
create schema keys;

comment on schema es is 'The log: streams, events, positions, reservations. Written by es.append only.';
comment on schema keys is 'Data keys, wrapped under the master key. Never in the same backup as the events.';

grant usage on schema es, keys to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;
