-- One statement may move several checkpoints over nothing, and then states every definition that its program knows for them, with spaces
-- between. A definition names its tables' schema, so what is known of one says nothing of another.

create or replace function messaging.demand_definition() returns trigger language plpgsql as $$
begin
  if old.definition is not null and new.definition is not distinct from old.definition
    and not old.definition = any (string_to_array(coalesce(current_setting('lachan.definition', true), ''), ' ')) then
    raise exception 'the tables of % are of another definition than this program knows', old.subscription
      using errcode = 'LCOLD', hint = 'start the newer program in its place';
  end if;
  return new;
end $$;
