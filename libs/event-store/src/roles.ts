import type pg from 'pg';

/** Every database role of the product: the owner of all objects, one per service, one read-only for the guards, one that carries sealed events to Kafka. */
export const ROLES = [
  'lachan_owner',
  'lachan_intake',
  'lachan_triage',
  'lachan_dispatch',
  'lachan_directory',
  'lachan_ledger',
  'lachan_identity',
  'lachan_relay',
] as const;

/**
 * Makes one role and lets the connected administrator act as it. Roles belong to the whole server, so migrations of two
 * databases may race here: whoever loses finds the role made.
 */
function ensureRole(role: string): string {
  return `do $$
  begin
    if to_regrole('${role}') is null then
      begin
        create role ${role} nologin noinherit;
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(current_user, '${role}', 'set') then
      begin
        execute format('grant ${role} to %I with inherit false, set true', current_user);
      exception when unique_violation then null;
      end;
    end if;
  end $$`;
}

const TUPLE_CONCURRENTLY_UPDATED = 'XX000';

/** Idempotent; needs a superuser, or a user that may create roles and owns the database. PostgreSQL 16 or newer. */
export async function ensureRoles(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: string; name: string }>(
    "select current_setting('server_version_num') as version, current_database() as name",
  );
  const server = rows[0];
  if (server === undefined || Number(server.version) < 160_000) {
    throw new Error(`PostgreSQL 16 or newer is needed, this server is ${server?.version ?? 'unknown'}`);
  }
  for (const role of ROLES) await retried(client, ensureRole(role));
  const database = `"${server.name.replaceAll('"', '""')}"`;
  await retried(client, `grant create, connect, temporary on database ${database} to lachan_owner with grant option`);
}

async function retried(client: pg.ClientBase, sql: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(sql);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== TUPLE_CONCURRENTLY_UPDATED || attempt === 20) throw error;
    }
  }
}
