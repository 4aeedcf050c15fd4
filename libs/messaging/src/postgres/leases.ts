import type pg from 'pg';
import { OUTAGE_BACKOFF } from '../delivery/backoff.js';
import { Signal } from './signal.js';

/** How often a process that stands by asks whether a subscription has become free (ms). */
const STANDBY = 1_000;
/** How long a lease that was given back is left to others (ms). */
const YIELDED = 5_000;

/**
 * Which subscriptions this process may run: at most one process runs each. A lease is an advisory lock of one dedicated session, so it
 * ends with the process, however that ends. Leases save work; that effects happen once is the checkpoint's and the inbox's doing.
 */
export class Leases {
  readonly #held = new Set<string>();
  /** What was given back, and until when it is left to others (ms of `performance.now`). */
  readonly #yielded = new Map<string, number>();
  readonly #signal = new Signal();
  #session: pg.PoolClient | undefined;
  #closing = false;
  #running: Promise<void> | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly names: readonly string[],
    /** Called whenever the set of held leases changed. */
    private readonly changed: () => void,
    private readonly standby = STANDBY,
  ) {}

  start(): void {
    this.#running ??= this.#run();
  }

  held(name: string): boolean {
    return this.#held.has(name);
  }

  /**
   * Gives one lease back and leaves it alone for a while: another process is to take it. Its runner has ended its work before.
   */
  async yield(name: string): Promise<void> {
    if (!this.#held.delete(name)) return;
    this.#yielded.set(name, performance.now() + YIELDED);
    await this.#session?.query(`select pg_advisory_unlock(hashtextextended('lachan subscription ' || $1, 0))`, [name]);
    this.#signal.raise();
  }

  /** True while the session that holds the leases is up. */
  get connected(): boolean {
    return this.#session !== undefined;
  }

  /** Gives all leases back; call it after the runners have stopped. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#signal.raise();
    await this.#running;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#closing) {
      try {
        await this.#acquire();
        failures = 0;
        await this.#signal.wait(this.#held.size === this.names.length ? null : this.standby);
      } catch {
        this.#lost();
        failures += 1;
        await this.#signal.wait(OUTAGE_BACKOFF(failures));
      }
    }
    this.#lost();
  }

  async #acquire(): Promise<void> {
    const session = this.#session ?? (await this.#connect());
    const now = performance.now();
    const missing = this.names.filter((name) => !this.#held.has(name) && (this.#yielded.get(name) ?? 0) <= now);
    if (missing.length === 0) return;
    const { rows } = await session.query<{ name: string }>(
      `select w.name from unnest($1::text[]) as w (name)
        where pg_try_advisory_lock(hashtextextended('lachan subscription ' || w.name, 0))`,
      [missing],
    );
    if (rows.length === 0 || this.#session !== session) return;
    for (const { name } of rows) this.#held.add(name);
    this.changed();
  }

  async #connect(): Promise<pg.PoolClient> {
    const session = await this.pool.connect();
    const end = (): void => {
      if (this.#session !== session) return;
      this.#lost();
      this.#signal.raise();
    };
    session.on('error', end);
    session.on('end', end);
    this.#session = session;
    return session;
  }

  /** Ending the session, not giving it back to the pool, is what frees its locks. */
  #lost(): void {
    const session = this.#session;
    this.#session = undefined;
    session?.release(true);
    if (this.#held.size === 0) return;
    this.#held.clear();
    this.changed();
  }
}
