-- Old and new processes side by side: once the tables of a read model are of another definition, only programs that know that definition may
-- move its checkpoint, and with it write those tables. Asked here, not in the programs: those that are too old to ask are the ones to be stopped.

alter table messaging.checkpoint add column definition text;
comment on column messaging.checkpoint.definition is
  'The definition (read_model.digest) that the tables were changed to. Null: as every program that has run here knows it.';

create function messaging.demand_definition() returns trigger language plpgsql as $$
begin
  if old.definition is not null and new.definition is not distinct from old.definition
    and current_setting('lachan.definition', true) is distinct from old.definition then
    raise exception 'the tables of % are of another definition than this program knows', old.subscription
      using errcode = 'LCOLD', hint = 'start the newer program in its place';
  end if;
  return new;
end $$;

-- A failure that is tried again writes the tables too, and ends by going or by making way for the next event of its key.
create function messaging.demand_definition_of_failure() returns trigger language plpgsql as $$
declare
  wanted text := (select c.definition from messaging.checkpoint c where c.subscription = old.subscription);
begin
  if wanted is not null and current_setting('lachan.definition', true) is distinct from wanted then
    raise exception 'the tables of % are of another definition than this program knows', old.subscription
      using errcode = 'LCOLD', hint = 'start the newer program in its place';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create trigger failure_definition before delete or update of position on messaging.failure
  for each row execute function messaging.demand_definition_of_failure();

create trigger checkpoint_definition before update of position on messaging.checkpoint
  for each row execute function messaging.demand_definition();
