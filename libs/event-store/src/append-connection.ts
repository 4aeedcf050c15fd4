import pg from 'pg';
import { StoreUnavailable } from './errors.js';
import { PreparedCall } from './prepared-call.js';

/** What an error of the database says about the statement that met it. */
export type Verdict =
  | 'unknown' // the connection broke: it may have been committed
  | 'again' // nothing happened, the same may succeed now
  | 'away' // nothing happened, the server cannot take it at present
  | 'duplicate' // an event id is in the log already
  | 'bad'; // it will never succeed

export function verdictOf(error: unknown): Verdict {
  // Ours, while writing the statement down: nothing was sent.
  if (error instanceof TypeError || error instanceof RangeError) return 'bad';
  const { code = '', constraint } = error as { code?: string; constraint?: string };
  if (code === '23505' && constraint === 'log_id') return 'duplicate';
  // Deadlock, serialisation failure, lock timeout.
  if (['40P01', '40001', '55P03'].includes(code)) return 'again';
  if (code === '57014' || code.startsWith('53') || code === '25006') return 'away';
  if (code.startsWith('08') || code.startsWith('57P')) return 'unknown';
  return /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E') ? 'bad' : 'unknown';
}

/** Longer than any statement timeout of the server: only a dead network is met by it. Milliseconds. */
const PATIENCE = 40_000;

/** What a client of one's own needs to reach the pool's database under the pool's role. */
export function connectionOf(pool: pg.Pool): pg.ClientConfig {
  // pg hides the password from enumeration, so a spread alone would lose it.
  const { password } = pool.options;
  return password === undefined ? { ...pool.options } : { ...pool.options, password };
}

/**
 * A connection a service appends through, one call at a time. It is not taken from the pool: a handler that holds the pool's last connection
 * in a transaction can still append. Opened at the first use and again after it broke.
 */
export class AppendConnection {
  #client: Promise<pg.Client> | null = null;
  #current: pg.Client | null = null;
  #closed = false;
  /** Gives up the call on its way; null while there is none. */
  #giveUp: ((error: Error) => void) | null = null;
  #clock: NodeJS.Timeout | null = null;

  /** @param patience how long an answer is waited for, in milliseconds */
  constructor(
    private readonly pool: pg.Pool,
    private readonly patience = PATIENCE,
  ) {}

  /** Calls a named statement. */
  async query<R extends pg.QueryResultRow>(config: pg.QueryConfig): Promise<R[]> {
    const client = this.#current ?? (await this.#open());
    try {
      return await new Promise<R[]>((resolve, reject) => {
        this.#orGiveUp(reject);
        client.query(
          new PreparedCall(config, (error, rows = []) => {
            if (error === null) resolve(rows as R[]);
            else reject(error);
          }),
        );
      });
    } catch (error) {
      if (verdictOf(error) === 'unknown') this.#drop(client);
      throw error;
    } finally {
      this.#giveUp = null;
    }
  }

  /**
   * One clock for all calls. pg's own limit (`query_timeout`) wraps each query in a closure, and under it what a call held outlived two young collections:
   * it grew old, and the whole heap was collected for it every quarter of a second (docs/adr/0049).
   */
  #orGiveUp(giveUp: (error: Error) => void): void {
    this.#giveUp = giveUp;
    if (this.#clock !== null) {
      this.#clock.refresh();
      return;
    }
    this.#clock = setTimeout(() => {
      this.#giveUp?.(new Error(`no answer within ${this.patience.toString()} ms`));
    }, this.patience).unref();
  }

  #open(): Promise<pg.Client> {
    if (this.#closed) throw new StoreUnavailable('the event store is closed');
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = null;
      throw error;
    });
    return this.#client;
  }

  async #connect(): Promise<pg.Client> {
    // There is one call at a time: nothing to pipeline.
    const client = new pg.Client({ ...connectionOf(this.pool), pipeline: false });
    client.on('error', () => {
      this.#drop(client);
    });
    try {
      await client.connect();
    } catch (error) {
      // A wrong password or database is no fault of the event that waits for it.
      if (verdictOf(error) === 'bad') throw new StoreUnavailable((error as Error).message, { cause: error });
      throw error;
    }
    this.#current = client;
    return client;
  }

  #drop(client: pg.Client): void {
    if (this.#current === client) this.#client = this.#current = null;
    client.end().catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#clock !== null) clearTimeout(this.#clock);
    const client = await this.#client?.catch(() => null);
    this.#client = this.#current = null;
    await client?.end();
  }
}
