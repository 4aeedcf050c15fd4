import type pg from 'pg';

const JOINED = 'lachan_listener';
/** Held in shared mode by every session that listens to commits. */
const LOCK = 7236528002;
/** How long an answer about others is believed, in milliseconds: as long as a listener that was overlooked looks by itself. */
const BELIEVED_MS = 1_000;

/**
 * Does any other process listen to commits? A NOTIFY costs the server as much as a small append and wakes whoever listens, so one that
 * nobody hears is not sent. Every listening session holds a shared advisory lock, which all roles see in pg_locks, and says when it
 * joins. Whoever joined unseen finds commits by its own look within a second.
 */
export class Listeners {
  #session: number | null = null;
  #present = true;
  #until = 0;

  constructor(private readonly pool: pg.Pool) {}

  /** Makes a session known to the others before it listens, and lets it hear of those that join later. */
  async join(client: pg.Client, channels: readonly string[]): Promise<void> {
    // Known before the lock is held, or this process would take itself for another one.
    this.#session = (client as pg.Client & { processID: number }).processID;
    await client.query(`select pg_advisory_lock_shared($1), pg_notify('${JOINED}', pg_backend_pid()::text)`, [LOCK]);
    this.#until = 0;
    await client.query([...channels, JOINED].map((channel) => `listen ${channel}`).join('; '));
  }

  /** A session has joined. */
  heard(session: number): void {
    if (session === this.#session) return;
    this.#present = true;
    this.#until = performance.now() + BELIEVED_MS;
  }

  /** True while there may be another one. Throws when the database does not answer. */
  async present(): Promise<boolean> {
    if (performance.now() < this.#until) return this.#present;
    const session = this.#session;
    const { rows } = await this.pool.query<{ present: boolean }>({
      name: 'es.listeners',
      text: `select exists (
          select from pg_locks l
          where l.locktype = 'advisory' and l.classid = ($1::bigint >> 32)::oid and l.objid = ($1::bigint & 4294967295)::oid and l.objsubid = 1
            and l.database = (select d.oid from pg_database d where d.datname = current_database())
            and l.pid is distinct from $2::integer
        ) as present`,
      values: [LOCK, session],
    });
    // Joined meanwhile: the answer may be about ourselves.
    if (session !== this.#session) return this.present();
    this.#present = rows[0]?.present ?? true;
    this.#until = performance.now() + BELIEVED_MS;
    return this.#present;
  }
}
