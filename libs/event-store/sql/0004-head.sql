-- The position of the newest event, in one row. Its lock is held until the append commits: positions are dense and in commit order.
create table es.head (
  only_row boolean primary key default true check (only_row),
  position bigint not null
) with (fillfactor = 10);

insert into es.head (position) values (0);

grant select on es.head to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;
