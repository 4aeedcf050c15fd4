-- es.append as in 0012-append.sql, whose comment on arguments and order of locks holds here word for word, with three differences that are
-- about speed only (docs/adr/0018):
--   * streams that must exist are compared, locked and moved by one update that goes through them by index. 0012 locked them in a
--     common table expression and joined it again without an index: for 256 streams 65,280 comparisons, half of the statement's time.
--   * the rows that were moved for a request refused later are moved back: nobody has seen them, their locks are ours.
--   * asserted streams take part in that update with no events: a row version nobody needs instead of a second pass.
create or replace function es.append(
  s_request integer[], s_stream text[], s_expected integer[], s_count integer[],
  e_target integer[], e_version integer[], e_type text[], e_id uuid[], e_ordering_key text[],
  e_schema_version integer[], e_occurred_at timestamptz[], e_actor jsonb[], e_correlation text[], e_causation text[],
  e_data jsonb[], e_leaf bytea[], recorded timestamptz,
  k_request integer[], k_id text[], k_wrapped bytea[], k_saved boolean[],
  r_request integer[], r_verb text[], r_key bytea[], r_owner text[], r_target text[],
  out first_position bigint, -- of the first event that was appended
  out refused integer[],     -- numbers of the requests that were not
  out code text[], out subject text[], out wanted text[], out actual text[] -- why: the three facts of each
)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  asking constant text := es.session_role();
  owned constant text[] := array(select w.category from es.category_writer w where w.role = asking);
  must_be_new constant integer := cardinality(array_positions(s_expected, 0));
  made_streams text[] := '{}';
  moved_streams text[] := '{}';
  made_keys bytea[];
  appended bigint;
  failed record;
begin
  refused := '{}'; code := '{}'; subject := '{}'; wanted := '{}'; actual := '{}';

  -- 0. The events are those that s_* announces: nothing below asks again where they go.
  if cardinality(e_target) <> (select sum(n) from unnest(s_count) as n) or exists (
    select from (
      select e.target, count(*) as events, min(e.version) as lowest, max(e.version) as highest
      from unnest(e_target, e_version) as e(target, version) group by e.target
    ) as e
    where (e.events, e.lowest, e.highest)
      is distinct from (s_count[e.target]::bigint, s_expected[e.target] + 1, s_expected[e.target] + s_count[e.target])
  ) then
    raise exception 'the events of the batch are not those its streams announce' using errcode = 'LC002';
  end if;

  -- 1. Does the role own these categories?
  for failed in
    select distinct on (s.request) s.request, es.category_of(s.stream) as category
    from unnest(s_request, s_stream, s_count) as s(request, stream, events)
    where s.events > 0 and es.category_of(s.stream) <> all (owned)
  loop
    refused := refused || failed.request; code := code || 'category'::text; subject := subject || failed.category;
    wanted := wanted || asking; actual := actual || null::text;
  end loop;

  -- 2. Streams that must exist: in order of their names, each is moved on if it is at its version.
  if must_be_new < cardinality(s_expected) then
    with moved as (
      update es.streams x set version = s.expected + s.events
      from (
        select s.stream, s.expected, s.events
        from unnest(s_request, s_stream, s_expected, s_count) as s(request, stream, expected, events)
        where s.expected <> 0 and s.request <> all (refused)
        order by s.stream collate "C"
      ) as s
      where x.stream = s.stream and x.version = s.expected
      returning x.stream
    )
    select coalesce(array_agg(stream), '{}') into moved_streams from moved;
    if cardinality(moved_streams) < cardinality(s_expected) - must_be_new then
      for failed in
        select distinct on (s.request) s.request, s.stream, s.expected, coalesce(x.version, 0) as version, s.events
        from unnest(s_request, s_stream, s_expected, s_count) as s(request, stream, expected, events)
        left join es.streams x on x.stream = s.stream
        where s.expected <> 0 and s.stream <> all (moved_streams) and s.request <> all (refused)
      loop
        refused := refused || failed.request; subject := subject || failed.stream;
        code := code || case when failed.events = 0 then 'assertion' else 'version' end;
        wanted := wanted || failed.expected::text; actual := actual || failed.version::text;
      end loop;
    end if;
  end if;

  -- 3. Streams that must not exist: make them; an insert waits for a competitor that has not committed yet.
  if must_be_new > 0 then
    with made as (
      insert into es.streams (stream, version)
      select s.stream, s.events
      from unnest(s_request, s_stream, s_expected, s_count) as s(request, stream, expected, events)
      where s.expected = 0 and s.request <> all (refused)
      order by s.stream collate "C"
      on conflict (stream) do nothing
      returning stream
    )
    select coalesce(array_agg(stream), '{}') into made_streams from made;
    if cardinality(made_streams) < must_be_new then
      for failed in
        select distinct on (s.request) s.request, s.stream, coalesce(x.version, 0) as version, s.events
        from unnest(s_request, s_stream, s_expected, s_count) as s(request, stream, expected, events)
        left join es.streams x on x.stream = s.stream
        where s.expected = 0 and s.request <> all (refused) and s.stream <> all (made_streams)
      loop
        refused := refused || failed.request; subject := subject || failed.stream;
        code := code || case when failed.events = 0 then 'assertion' else 'version' end;
        wanted := wanted || '0'::text; actual := actual || failed.version::text;
      end loop;
    end if;
  end if;

  -- 4. Data keys: new ones come with their first events, made by roles that may read them; a key that somebody else made first,
  -- or that was destroyed, refuses the request.
  if k_request is not null then
    if false = any (k_saved) then
      insert into keys.data_key (id, wrapped)
      select distinct k.id, k.wrapped
      from unnest(k_request, k_id, k_wrapped, k_saved) as k(request, id, wrapped, saved)
      where not k.saved and k.request <> all (refused)
        and (split_part(k.id, '/', 1), es.category_of(substr(k.id, strpos(k.id, '/') + 1)))
          in (select r.class, r.category from keys.key_reader r where r.role = asking)
      order by k.id
      on conflict (id) do nothing;
    end if;
    for failed in
      select distinct on (k.request) k.request, k.id, d.destroyed_at
      from unnest(k_request, k_id, k_wrapped) as k(request, id, wrapped)
      left join keys.data_key d on d.id = k.id
      where k.request <> all (refused) and d.wrapped is distinct from k.wrapped
    loop
      refused := refused || failed.request; subject := subject || failed.id; wanted := wanted || 'a living key'::text;
      code := code || case when failed.destroyed_at is null then 'key' else 'erased' end;
      actual := actual || failed.destroyed_at::text;
    end loop;
  end if;

  -- 5. Reservations: take first; whoever keeps its request may then release and move.
  if r_request is not null then
    for failed in
      select distinct on (r.request) r.request, es.category_of(o.owner) as category
      from unnest(r_request, r_owner, r_target) as r(request, owner, target), unnest(array[r.owner, r.target]) as o(owner)
      where r.request <> all (refused) and o.owner is not null and es.category_of(o.owner) <> all (owned)
    loop
      refused := refused || failed.request; code := code || 'category'::text; subject := subject || failed.category;
      wanted := wanted || asking; actual := actual || null::text;
    end loop;
    with made as (
      insert into es.reservation (key, owner)
      select r.key, r.owner
      from unnest(r_request, r_verb, r_key, r_owner) as r(request, verb, key, owner)
      where r.verb = 'take' and r.request <> all (refused)
      order by r.key
      on conflict (key) do nothing
      returning key
    )
    select coalesce(array_agg(key), '{}') into made_keys from made;
    for failed in
      select distinct on (r.request) r.request, r.key, r.owner, x.owner as holder
      from unnest(r_request, r_verb, r_key, r_owner) as r(request, verb, key, owner)
      left join es.reservation x on x.key = r.key
      where r.verb = 'take' and r.request <> all (refused) and r.key <> all (made_keys) and x.owner is distinct from r.owner
    loop
      refused := refused || failed.request; code := code || 'reservation'::text;
      subject := subject || encode(failed.key, 'hex'); wanted := wanted || failed.owner; actual := actual || failed.holder;
    end loop;
    if cardinality(refused) > 0 then
      delete from es.reservation x
      using unnest(r_request, r_verb, r_key) as r(request, verb, key)
      where r.verb = 'take' and r.request = any (refused) and r.key = any (made_keys) and x.key = r.key;
    end if;
    if 'release' = any (r_verb) then
      delete from es.reservation x
      using unnest(r_request, r_verb, r_key, r_owner) as r(request, verb, key, owner)
      where r.verb = 'release' and r.request <> all (refused) and x.key = r.key and x.owner = r.owner;
    end if;
    if 'move' = any (r_verb) then
      update es.reservation x set owner = r.target
      from unnest(r_request, r_verb, r_owner, r_target) as r(request, verb, owner, target)
      where r.verb = 'move' and r.request <> all (refused) and x.owner = r.owner;
    end if;
  end if;

  -- 6. Streams made for nothing: of refused requests, and those asserted not to exist (their row was the lock).
  if cardinality(made_streams) > 0 and (cardinality(refused) > 0 or 0 = any (s_count)) then
    delete from es.streams x
    using unnest(s_request, s_stream, s_expected, s_count) as s(request, stream, expected, events)
    where s.stream = any (made_streams) and x.stream = s.stream and (s.events = 0 or s.request = any (refused));
  end if;

  -- 7. Streams moved for nothing, of refused requests: back to where they were.
  if cardinality(refused) > 0 and cardinality(moved_streams) > 0 then
    update es.streams x set version = s.expected
    from unnest(s_request, s_stream, s_expected) as s(request, stream, expected)
    where s.request = any (refused) and s.stream = any (moved_streams) and x.stream = s.stream;
  end if;

  -- 8. Positions. Waiting at the advisory lock is cheaper than waiting at the row, which would be re-read at every wake-up.
  if cardinality(refused) = 0 then
    appended := cardinality(e_target);
  else
    select count(*) into appended from unnest(e_target) as e(target) where s_request[e.target] <> all (refused);
  end if;
  if appended = 0 then
    return;
  end if;
  perform pg_advisory_xact_lock(7236528001);
  update es.head set position = position + appended where only_row
  returning position - appended + 1 into first_position;

  -- Unnested rows come in the order of the arrays, so they are numbered without being sorted.
  insert into es.log (position, stream, version, category, type, id, ordering_key, schema_version, occurred_at, recorded_at,
    actor, correlation_id, causation_id, data, leaf)
  select first_position - 1 + row_number() over (), s_stream[e.target], e.version, es.category_of(s_stream[e.target]), e.type,
    e.id, e.ordering_key, e.schema_version, e.occurred_at, recorded, e.actor, e.correlation, e.causation, e.data, e.leaf
  from unnest(e_target, e_version, e_type, e_id, e_ordering_key, e_schema_version, e_occurred_at, e_actor, e_correlation,
    e_causation, e_data, e_leaf)
    as e(target, version, type, id, ordering_key, schema_version, occurred_at, actor, correlation, causation, data, leaf)
  where s_request[e.target] <> all (refused);
end $$;
