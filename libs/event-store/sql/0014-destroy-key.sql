-- Erasure: destroys a data key the asking role may read, except for the ledger, which never changes anything. Returns whether
-- the key existed. Idempotent. Listeners drop their unwrapped copies when this commits.
create function keys.destroy(key_id text) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  asking constant text := es.session_role();
begin
  if asking = 'lachan_ledger' or not keys.may_use(asking, key_id) then
    raise exception 'role % wanted to destroy key %, which is not its to destroy', asking, key_id
      using errcode = 'insufficient_privilege';
  end if;
  update keys.data_key set wrapped = null, destroyed_at = now() where id = key_id and destroyed_at is null;
  perform pg_notify('lachan_key_destroyed', key_id);
  return exists (select from keys.data_key where id = key_id);
end $$;

revoke all on function keys.destroy from public;
grant execute on function keys.destroy to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory;
