import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { ComparedModel, Comparison } from '#libs/contracts';
import { REBUILD_LOCK, readModelsOf, rebuildReadModels } from '#libs/messaging';
import type { RebuildResult } from '#libs/messaging';
import { Clock, Database, HOST, Ids, Logger, Problem } from '#libs/service-kit';
import type { Host } from '#libs/service-kit';
import pg from 'pg';

interface Row {
  id: string;
  started_at: Date;
  started_by: string;
  finished_at: Date | null;
  total: number;
  current: string | null;
  models: ComparedModel[];
  error: string | null;
}

const NEVER: Comparison = {
  state: 'never',
  startedAt: null,
  startedBy: null,
  finishedAt: null,
  done: 0,
  total: 0,
  current: null,
  equal: null,
  models: [],
  error: null,
};

/**
 * Builds every read model of this process again beside the live one and compares them, as `lachan rebuild --check` does: nothing is
 * swapped. Works with the rights this process was started with and no others; where those do not reach the owner's role (services
 * apart, each with a login of its own) the run says so, and the command line is the way.
 */
@Injectable()
export class Comparisons implements OnApplicationShutdown {
  #running: Promise<void> | undefined;
  /** The run says that it ended, and holds the lock for a moment longer. */
  #ending = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly logger: Logger,
    @Inject(HOST) private readonly host: Host,
  ) {}

  /** The newest run. */
  async last(): Promise<Comparison> {
    const row = await this.#newest();
    if (!row) return NEVER;
    if (row.finished_at !== null || (await this.#isHeld())) return comparison(row);
    // Whoever was at it has let go: either it ended between the two readings, which the row then says, or it never will.
    const ended = (await this.#newest()) ?? row;
    return ended.id === row.id && ended.finished_at === null
      ? { ...comparison(ended), state: 'interrupted' }
      : comparison(ended);
  }

  /** Begins a run in the background. @throws `comparison-running` while one is on its way, in whichever process. */
  async begin(person: string): Promise<Comparison> {
    if (this.#ending) await this.#running;
    const pool = new pg.Pool({ connectionString: this.host.databaseUrl, max: 3 });
    pool.on('error', () => undefined);
    const lock = await pool.connect().catch(async (error: unknown) => {
      await pool.end();
      throw error;
    });
    const id = this.ids.v7();
    try {
      const { rows } = await lock.query<{ mine: boolean }>(`select pg_try_advisory_lock(${REBUILD_LOCK}) as mine`);
      if (rows[0]?.mine !== true) throw new Problem('comparison-running');
      await this.database.query(
        'insert into ledger_comparison.run (id, started_at, started_by, total) values ($1, $2, $3, $4)',
        [id, this.clock.now(), person, readModelsOf(this.host).length],
      );
    } catch (error) {
      lock.release(true);
      await pool.end();
      throw error;
    }
    this.#ending = false;
    this.#running = this.#run(id, pool).finally(async () => {
      // Asked for, since a connection that is only closed keeps its locks until the server notices.
      await lock.query('select pg_advisory_unlock_all()').catch(() => undefined);
      lock.release(true);
      await pool.end();
    });
    return this.last();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#running;
  }

  /** One read model after the other; stops between two when the process does. Never rejects. */
  async #run(id: string, pool: pg.Pool): Promise<void> {
    const models: ComparedModel[] = [];
    const note = (fields: { current?: string | null; error?: string; finished?: Date }): Promise<unknown> =>
      this.database.query(
        `update ledger_comparison.run set models = $2, current = $3, error = $4, finished_at = $5 where id = $1`,
        [id, JSON.stringify(models), fields.current ?? null, fields.error ?? null, fields.finished ?? null],
      );
    try {
      for (const model of readModelsOf(this.host)) {
        if (this.host.stopping.aborted) return;
        await note({ current: model.name });
        const [result] = await rebuildReadModels({
          adminPool: pool,
          storeOf: (service) => this.host.runtime(service).store,
          readModels: [model],
          swap: false,
        });
        if (result) models.push(comparedOf(result));
      }
      this.#ending = true;
      await note({ finished: this.clock.now() });
    } catch (error) {
      this.logger.warn({ err: error }, 'the comparison of read models with the log failed');
      this.#ending = true;
      await note({ finished: this.clock.now(), error: 'failed' }).catch(() => undefined);
    }
  }

  async #newest(): Promise<Row | undefined> {
    const { rows } = await this.database.query<Row>(
      'select * from ledger_comparison.run order by started_at desc limit 1',
    );
    return rows[0];
  }

  /** Looks without trying the lock: whoever asks must not keep another from beginning. */
  async #isHeld(): Promise<boolean> {
    const { rows } = await this.database.query<{ held: boolean }>(
      `select exists (select from pg_locks
                      where locktype = 'advisory' and granted and objsubid = 1
                        and database = (select oid from pg_database where datname = current_database())
                        and (classid::bigint << 32 | objid::bigint) = ${REBUILD_LOCK}) as held`,
    );
    return rows[0]?.held === true;
  }
}

const comparison = (row: Row): Comparison => {
  const finished = row.finished_at !== null;
  return {
    state: !finished ? 'running' : row.error === null ? 'done' : 'failed',
    startedAt: row.started_at.toISOString(),
    startedBy: row.started_by,
    finishedAt: row.finished_at?.toISOString() ?? null,
    done: row.models.length,
    total: row.total,
    current: row.current,
    equal: finished && row.error === null ? row.models.every(isEqual) : null,
    models: row.models,
    error: row.error,
  };
};

const isEqual = ({ different, error }: ComparedModel): boolean => different === 0 && error === null;

const comparedOf = ({ name, rows, events, different, differences, error }: RebuildResult): ComparedModel => ({
  name,
  rows,
  events,
  different,
  differences: differences.map(({ table, kind, key, columns }) => ({ table, kind, key, columns: [...columns] })),
  error: error ?? null,
});
