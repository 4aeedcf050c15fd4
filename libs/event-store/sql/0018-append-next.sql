-- The shortest way: one event to a stream that exists, nothing reserved or asserted, sealed under at most one key, which is saved.
-- The same checks as es.append_one in three statements instead of six: the rules, the stream's version and the key are looked at
-- by the statement that moves the stream; the lock before the head is an expression. Answers with the position, or with null when
-- anything is not as expected: then nothing was appended and es.append is asked, which says why.
create function es.append_next(
  stream text, expected integer, type text, id uuid, ordering_key text, schema_version integer, occurred_at timestamptz,
  recorded timestamptz, actor jsonb, correlation text, causation text, data jsonb, leaf bytea,
  key_id text, key_wrapped bytea -- null when nothing is sealed
) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  own_category constant text := es.category_of(stream);
  taken bigint;
begin
  update es.streams x set version = append_next.expected + 1
  where x.stream = append_next.stream and x.version = append_next.expected
    and exists (select from es.category_writer w where w.category = own_category and w.role = es.session_role())
    and (key_id is null or exists (select from keys.data_key d where d.id = key_id and d.wrapped = key_wrapped));
  if not found then
    return null;
  end if;

  -- Waiting at the advisory lock is cheaper than waiting at the row. It answers nothing, which is not null.
  if pg_advisory_xact_lock(7236528001) is null then
    return null;
  end if;
  update es.head set position = position + 1 where only_row returning position into taken;
  insert into es.log (position, stream, version, category, type, id, ordering_key, schema_version, occurred_at, recorded_at,
    actor, correlation_id, causation_id, data, leaf)
  values (taken, append_next.stream, expected + 1, own_category, append_next.type, append_next.id, append_next.ordering_key,
    append_next.schema_version, append_next.occurred_at, recorded, append_next.actor, correlation, causation, append_next.data,
    append_next.leaf);
  return taken;
end $$;

revoke all on function es.append_next from public;
grant execute on function es.append_next to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;
