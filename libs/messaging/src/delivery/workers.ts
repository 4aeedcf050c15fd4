import type pg from 'pg';
import { transaction } from '#libs/service-kit';

/**
 * The connections of a service's subscriptions. Whoever finds them all in use waits here, in order and without a time limit: waiting
 * is not an outage.
 */
export class Workers {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param slots fewer than the pool's connections by as many as are held for ever (the lease). */
  constructor(
    readonly pool: pg.Pool,
    slots: number,
  ) {
    this.#free = slots;
  }

  query<R extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<pg.QueryResult<R>> {
    return this.#slot(() => this.pool.query<R>(text, values));
  }

  /** @param opening what goes to the server with the transaction's `begin`; see `transaction` of the service kit. */
  transaction<T>(
    work: (tx: pg.PoolClient, touched: number) => Promise<T>,
    opening: readonly string[] = [],
  ): Promise<T> {
    return this.#slot(() => transaction(this.pool, work, opening));
  }

  async #slot<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
