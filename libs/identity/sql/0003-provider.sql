-- One row per approved version of a provider; see unit.
create table identity.provider (
  id text not null,
  position bigint not null,
  name text not null,
  kind text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  sandbox boolean not null,
  retired boolean not null,
  primary key (id, position)
);

create function identity.provider_at(provider text, moment timestamptz) returns setof identity.provider
language sql stable
begin atomic
  select last.* from (
    select p.* from identity.provider p
    where p.id = provider_at.provider and p.valid_from <= moment
    order by p.position desc
    limit 1
  ) last
  where not last.retired and (last.valid_to is null or last.valid_to > moment);
end;

grant select on identity.provider to lachan_identity;
grant select, insert on identity.provider to lachan_directory;
