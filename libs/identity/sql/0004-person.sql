-- One row per approved version of a person's entry; see unit. The id is the pseudonym that stands in events. Name and login stand in clear
-- here and nowhere else but in read models: erasing a person empties them here too.
create table identity.person (
  id text not null,
  position bigint not null,
  login text not null,
  name text not null,
  human text not null,
  unit text not null,
  roles text[] not null,
  delegate_of text,
  valid_from timestamptz not null,
  valid_to timestamptz,
  retired boolean not null,
  primary key (id, position)
);

create index person_login on identity.person (login);

create function identity.person_at(person text, moment timestamptz) returns setof identity.person
language sql stable
begin atomic
  select last.* from (
    select p.* from identity.person p
    where p.id = person_at.person and p.valid_from <= moment
    order by p.position desc
    limit 1
  ) last
  where not last.retired and (last.valid_to is null or last.valid_to > moment);
end;

grant select on identity.person to lachan_identity;
grant select, insert, update on identity.person to lachan_directory;
