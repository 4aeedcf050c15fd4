-- The fast path of an idle process: one event to one stream, nothing reserved or asserted. The same steps as es.append, in the
-- same order of locks, without its arrays. Answers with the position, or with null when anything is not as expected: then nothing
-- was appended and es.append is asked, which says why.
create function es.append_one(
  stream text, expected integer, type text, id uuid, ordering_key text, schema_version integer, occurred_at timestamptz,
  recorded timestamptz, actor jsonb, correlation text, causation text, data jsonb, leaf bytea,
  key_ids text[], key_wrapped bytea[], key_saved boolean[] -- null when nothing is sealed
) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  own_category constant text := es.category_of(stream);
  asking constant text := es.session_role();
  taken bigint;
begin
  perform from es.category_writer w where w.category = own_category and w.role = asking;
  if not found then
    return null;
  end if;

  if expected = 0 then
    insert into es.streams values (append_one.stream, 1) on conflict do nothing;
  else
    update es.streams x set version = append_one.expected + 1
    where x.stream = append_one.stream and x.version = append_one.expected;
  end if;
  if not found then
    return null;
  end if;

  if key_ids is not null then
    if false = any (key_saved) then
      insert into keys.data_key (id, wrapped)
      select k.id, k.wrapped from unnest(key_ids, key_wrapped, key_saved) as k(id, wrapped, saved)
      where not k.saved
        and (split_part(k.id, '/', 1), es.category_of(substr(k.id, strpos(k.id, '/') + 1)))
          in (select r.class, r.category from keys.key_reader r where r.role = asking)
      order by k.id
      on conflict do nothing;
    end if;
    perform from unnest(key_ids, key_wrapped) as k(id, wrapped) left join keys.data_key d on d.id = k.id
    where d.wrapped is distinct from k.wrapped;
    if found then
      raise exception 'a data key of stream % is another one by now', append_one.stream using errcode = 'LC001';
    end if;
  end if;

  perform pg_advisory_xact_lock(7236528001);
  update es.head set position = position + 1 where only_row returning position into taken;
  insert into es.log (position, stream, version, category, type, id, ordering_key, schema_version, occurred_at, recorded_at,
    actor, correlation_id, causation_id, data, leaf)
  values (taken, append_one.stream, expected + 1, own_category, append_one.type, append_one.id, append_one.ordering_key,
    append_one.schema_version, append_one.occurred_at, recorded, append_one.actor, correlation, causation, append_one.data,
    append_one.leaf);
  return taken;
end $$;

revoke all on function es.append_one from public;
grant execute on function es.append_one to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;
