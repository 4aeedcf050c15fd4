import type pg from 'pg';
import { isError } from './native-error.js';

/** A service's own database: its pool, under its own role. */
export class Database {
  constructor(readonly pool: pg.Pool) {}

  /** One statement on any connection of the pool. */
  query<R extends pg.QueryResultRow = pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<pg.QueryResult<R>> {
    return this.pool.query<R>(text, values === undefined ? undefined : [...values]);
  }

  /** Runs `work` in one transaction: committed when it resolves, rolled back when it throws. */
  transaction<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
    return transaction(this.pool, work);
  }
}

/**
 * One transaction on a connection of `pool`. A connection whose rollback fails is thrown away, never given back:
 * the next user would find itself inside a foreign transaction.
 */
export async function transaction<T>(pool: pg.Pool, work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  tx.on('error', onError);
  try {
    await tx.query('begin');
    const result = await work(tx);
    await tx.query('commit');
    return result;
  } catch (error) {
    await tx.query('rollback').catch((failure: unknown) => {
      broken = isError(failure) ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    tx.off('error', onError);
    tx.release(broken);
  }
}
