import type pg from 'pg';
import { EVENTS } from '#libs/contracts';
import type { EventStore, RecordedEvent, ServiceName } from '#libs/event-store';
import { transaction } from '#libs/service-kit';
import { describeError } from '../delivery/describe-error.js';
import { compareSchemas } from './compare.js';
import type { Difference } from './compare.js';
import { applyReadModel, tablesIn } from './effect.js';
import type { ReadModel } from './read-model.js';
import { createReadModelSchema, digestOf, quoted, rebuildSchemaOf } from './schema.js';

/** Events applied in one transaction of a rebuild. */
const BATCH = 1_000;

/** How long the swap waits for readers of the old tables. */
const LOCK_TIMEOUT = '30s';

export interface RebuildOptions {
  /** Connections that may act as `lachan_owner` and as the services. */
  readonly adminPool: pg.Pool;
  /** The store of a service: what its role may not read, its read model cannot show. */
  readonly storeOf: (service: ServiceName) => Pick<EventStore, 'replay'>;
  readonly readModels: readonly ReadModel[];
  /** False: only compare. Default true. */
  readonly swap?: boolean;
}

export interface RebuildResult {
  readonly name: string;
  /** Rows of the rebuilt tables, and events they were made from. */
  readonly rows: number;
  readonly events: number;
  /** How many rows differ; the first of each table are in `differences`. */
  readonly different: number;
  readonly differences: readonly Difference[];
  readonly swapped: boolean;
  /** Why it could not be rebuilt: then nothing was changed. */
  readonly error?: string;
}

/**
 * Makes each read model again beside the live one from the log, compares all tables row by row, and puts the rebuilt ones in their place. The
 * running subscription goes on meanwhile; it waits only for the last events, the comparison and the swap. Events that are failing or parked are
 * left out on both sides and stay so.
 */
export async function rebuildReadModels(options: RebuildOptions): Promise<RebuildResult[]> {
  const results: RebuildResult[] = [];
  for (const model of options.readModels) {
    const work = new Rebuild(options, model);
    try {
      results.push(await work.run());
    } catch (error) {
      results.push({
        name: model.name,
        rows: 0,
        events: work.events,
        different: 0,
        differences: [],
        swapped: false,
        error: describeError(error),
      });
    } finally {
      await work.clean();
    }
  }
  return results;
}

class Rebuild {
  readonly #schema: string;
  #reached = 0;
  #leftOut = new Set<number>();
  events = 0;

  constructor(
    private readonly o: RebuildOptions,
    private readonly model: ReadModel,
  ) {
    this.#schema = rebuildSchemaOf(model);
  }

  async run(): Promise<RebuildResult> {
    const { adminPool } = this.o;
    const upTo = await transaction(adminPool, async (tx) => {
      await tx.query('set local role lachan_owner');
      await this.#checkDigest(tx);
      await createReadModelSchema(tx, this.model, this.#schema);
      this.#leftOut = await this.#blocked(tx);
      return this.#checkpoint(tx, '');
    });
    await this.#replay(upTo, (work) => transaction(adminPool, work));
    return transaction(adminPool, (tx) => this.#finish(tx));
  }

  /** Under the checkpoint's lock: the live tables stand still until the end of this transaction. */
  async #finish(tx: pg.PoolClient): Promise<RebuildResult> {
    await tx.query('set local role lachan_owner');
    await tx.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    const target = await this.#checkpoint(tx, 'for update');
    const blocked = await this.#blocked(tx);
    const retried = [...this.#leftOut].some((position) => !blocked.has(position));
    const failedSince = [...blocked].some((position) => position <= this.#reached && !this.#leftOut.has(position));
    if (retried || failedSince || target < this.#reached) {
      // What was left out, or was not, has changed under way: start again while nothing can change.
      await createReadModelSchema(tx, this.model, this.#schema);
      this.#reached = 0;
      this.events = 0;
    }
    this.#leftOut = blocked;
    await this.#replay(target, (work) => work(tx));
    await tx.query('set local role lachan_owner');
    const comparison = await compareSchemas(tx, this.model.schema, this.#schema);
    const swapped = this.o.swap ?? true;
    if (swapped) await this.#swap(tx);
    return { name: this.model.name, events: this.events, ...comparison, swapped };
  }

  async #swap(tx: pg.PoolClient): Promise<void> {
    const [live, rebuilt, old] = [this.model.schema, this.#schema, `${this.model.schema}__old`].map(quoted) as [
      string,
      string,
      string,
    ];
    await tx.query(`alter schema ${live} rename to ${old}`);
    await tx.query(`alter schema ${rebuilt} rename to ${live}`);
    await tx.query(`drop schema ${old} cascade`);
    await tx.query('update messaging.read_model set built_at = now() where name = $1', [this.model.name]);
  }

  /** Applies the log from where the rebuild stands up to a position. */
  async #replay(
    upTo: number,
    inTransaction: (work: (tx: pg.PoolClient) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    if (upTo <= this.#reached) return;
    const types = new Set<string>(this.model.types);
    const categories = categoriesOf(this.model);
    const range = { after: this.#reached, upTo, ...(categories ? { categories } : {}) };
    let batch: RecordedEvent[] = [];
    const flush = async (): Promise<void> => {
      if (batch.length === 0) return;
      const events = batch;
      batch = [];
      await inTransaction((tx) => this.#apply(tx, events));
      this.events += events.length;
    };
    for await (const event of this.o.storeOf(this.model.service).replay(range)) {
      if (!types.has(event.type) || this.#leftOut.has(event.position)) continue;
      batch.push(event);
      if (batch.length >= BATCH) await flush();
    }
    await flush();
    this.#reached = upTo;
  }

  async #apply(tx: pg.PoolClient, events: readonly RecordedEvent[]): Promise<void> {
    await tx.query(`set local role lachan_${this.model.service}`);
    await tx.query(tablesIn(this.#schema));
    await applyReadModel(tx, this.model, events);
  }

  async #checkpoint(tx: pg.ClientBase, lock: '' | 'for update'): Promise<number> {
    const { rows } = await tx.query<{ position: string }>(
      `select position from messaging.checkpoint where subscription = $1 ${lock}`,
      [this.model.name],
    );
    return Number(rows[0]?.position ?? 0);
  }

  async #blocked(tx: pg.ClientBase): Promise<Set<number>> {
    const { rows } = await tx.query<{ position: string }>(
      `select position from messaging.failure where subscription = $1
       union select position from messaging.deferred where subscription = $1`,
      [this.model.name],
    );
    return new Set(rows.map((row) => Number(row.position)));
  }

  async #checkDigest(tx: pg.ClientBase): Promise<void> {
    const { rows } = await tx.query<{ digest: string }>('select digest from messaging.read_model where name = $1', [
      this.model.name,
    ]);
    if (rows[0]?.digest !== digestOf(this.model)) {
      throw new Error(`the tables of ${this.model.name} were made by another definition: run migrate first`);
    }
  }

  async clean(): Promise<void> {
    await transaction(this.o.adminPool, async (tx) => {
      await tx.query('set local role lachan_owner');
      await tx.query(`drop schema if exists ${quoted(this.#schema)} cascade`);
    });
  }
}

/** The stream categories a read model's events are in; undefined when one of them may be in any. */
function categoriesOf(model: ReadModel): string[] | undefined {
  const categories = new Set(model.types.map((type) => EVENTS[type].category));
  return [...categories].some((category) => category.includes('*')) ? undefined : [...categories];
}
