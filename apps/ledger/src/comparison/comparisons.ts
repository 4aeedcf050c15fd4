import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { ComparedModel, Comparison } from '#libs/contracts';
import { REBUILD_LOCK, readModelsOf, rebuildReadModels } from '#libs/messaging';
import type { RebuildResult } from '#libs/messaging';
import { Clock, Database, HOST, Ids, Logger, Problem } from '#libs/service-kit';
import type { Host } from '#libs/service-kit';
import pg from 'pg';

interface Row {
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

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly logger: Logger,
    @Inject(HOST) private readonly host: Host,
  ) {}

  /** The newest run. */
  async last(): Promise<Comparison> {
    const { rows } = await this.database.query<Row>(
      'select * from ledger_comparison.run order by started_at desc limit 1',
    );
    const row = rows[0];
    if (!row) return NEVER;
    const finished = row.finished_at !== null;
    return {
      state: finished
        ? row.error === null
          ? 'done'
          : 'failed'
        : (await this.#isRunning())
          ? 'running'
          : 'interrupted',
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
  }

  /** Begins a run in the background. @throws `comparison-running` while one is on its way, in whichever process. */
  async begin(person: string): Promise<Comparison> {
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
    this.#running = this.#run(id, pool).finally(async () => {
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
      await note({ finished: this.clock.now() });
    } catch (error) {
      this.logger.warn({ err: error }, 'the comparison of read models with the log failed');
      await note({ finished: this.clock.now(), error: 'failed' }).catch(() => undefined);
    }
  }

  async #isRunning(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const { rows } = await tx.query<{ free: boolean }>(`select pg_try_advisory_xact_lock(${REBUILD_LOCK}) as free`);
      return rows[0]?.free !== true;
    });
  }
}

const isEqual = ({ different, error }: ComparedModel): boolean => different === 0 && error === null;

const comparedOf = ({ name, rows, events, different, differences, error }: RebuildResult): ComparedModel => ({
  name,
  rows,
  events,
  different,
  differences: differences.map(({ table, kind, key, columns }) => ({ table, kind, key, columns: [...columns] })),
  error: error ?? null,
});
