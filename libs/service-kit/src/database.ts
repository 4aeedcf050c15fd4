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
 *
 * @param opening statements without parameters that every such transaction begins with: they go to the server together with its
 * `begin`, in one message. `work` is given the number of rows that the last of them touched.
 */
export async function transaction<T>(
  pool: pg.Pool,
  work: (tx: pg.PoolClient, touched: number) => Promise<T>,
  opening: readonly string[] = [],
): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  tx.on('error', onError);
  try {
    // Several statements in one message are answered by a list, which the types do not know.
    const opened = (await tx.query(['begin', ...opening].join('; '))) as pg.QueryResult | pg.QueryResult[];
    const result = await work(tx, [opened].flat().at(-1)?.rowCount ?? 0);
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
