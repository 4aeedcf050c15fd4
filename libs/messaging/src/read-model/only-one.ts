import type pg from 'pg';

/** Held by whoever rebuilds or compares, in whichever process: a second run would drop the first one's tables. An SQL expression. */
export const REBUILD_LOCK = `hashtextextended('lachan rebuild', 0)`;

/** Does the work while nobody else rebuilds or compares; undefined, and nothing done, when somebody is at it. */
export async function aloneAtRebuilding<T>(pool: pg.Pool, work: () => Promise<T>): Promise<T | undefined> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${REBUILD_LOCK}) as mine`);
    return rows[0]?.mine === true ? await work() : undefined;
  } finally {
    // Asked for, since a connection that is only closed keeps its locks until the server notices; and closed, whatever came of that.
    await client.query('select pg_advisory_unlock_all()').catch(() => undefined);
    client.release(true);
  }
}
