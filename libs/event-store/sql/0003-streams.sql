-- One row per stream that has events: its version is the number of its events. Every append settles here, under row locks.
create table es.streams (
  stream text collate "C" primary key,
  version integer not null check (version >= 0)
) with (fillfactor = 80);
