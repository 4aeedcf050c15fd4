import { Database } from '#libs/service-kit';
import type pg from 'pg';

/** First half of every lock's number: "courier" among the advisory locks of the database. */
const COURIER = 0x636f7572;

/**
 * Lets one process at a time carry a provider's requests. The lock lives on a connection of its own: it goes when the process
 * dies or loses its database, and another process takes over.
 */
export class OnlyHere {
  #connection: Promise<pg.PoolClient> | undefined;
  #held = new Set<string>();

  constructor(private readonly database: Database) {}

  /** Whether this process carries for a provider: it did already, or nobody else does. */
  async holds(provider: string): Promise<boolean> {
    const client = await this.#connected();
    if (this.#held.has(provider)) {
      await client.query('select 1');
      return this.#held.has(provider);
    }
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as held', [
      COURIER,
      provider,
    ]);
    if (rows[0]?.held !== true) return false;
    this.#held.add(provider);
    return true;
  }

  close(): void {
    this.#forget();
  }

  #connected(): Promise<pg.PoolClient> {
    this.#connection ??= this.database.pool.connect().then(
      (client) => {
        client.on('error', () => {
          this.#forget();
        });
        return client;
      },
      (error: unknown) => {
        this.#connection = undefined;
        throw error;
      },
    );
    return this.#connection;
  }

  /** The connection is thrown away, never given back: it may hold locks. */
  #forget(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#held = new Set();
    void connection?.then((client) => {
      client.release(true);
    });
  }
}
