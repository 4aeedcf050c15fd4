-- One row per approved version of a unit, so that a version that begins later does not end the one that counts today.
create table identity.unit (
  id text not null,
  position bigint not null, -- of the event that approved it
  name text not null,
  kind text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  superior text,
  successors text[] not null,
  retired boolean not null,
  primary key (id, position)
);

-- The version that counts at a moment: approved last among those begun; none when that one has ended.
create function identity.unit_at(unit text, moment timestamptz) returns setof identity.unit
language sql stable
begin atomic
  select last.* from (
    select u.* from identity.unit u
    where u.id = unit_at.unit and u.valid_from <= moment
    order by u.position desc
    limit 1
  ) last
  where not last.retired and (last.valid_to is null or last.valid_to > moment);
end;

grant select on identity.unit to lachan_identity;
grant select, insert on identity.unit to lachan_directory;
