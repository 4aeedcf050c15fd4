import type pg from 'pg';
import type { EventStore, ServiceName } from '#libs/event-store';
import { transaction } from '#libs/service-kit';
import { describeError } from '../delivery/describe-error.js';
import { compareSchemas } from './compare.js';
import { aloneAtRebuilding } from './only-one.js';
import type { Difference } from './compare.js';
import type { ReadModel } from './read-model.js';
import { replayInto } from './replay-into.js';
import { SWAP_PATIENCE, createReadModelSchema, digestOf, quoted, rebuildSchemaOf, swapSchemas } from './schema.js';

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

/**
 * Gives a read model whose definition changed its new tables: made from the log beside the live ones while those go on, swapped in under the
 * checkpoint's lock. Events that are failing or parked stay so, and are tried again by the program that knows the new tables.
 * @returns whether it was changed: false when it is new, or is as this program knows it.
 * @throws when an event cannot be applied, or somebody rebuilds at this moment; nothing is changed then.
 */
export async function replaceReadModel(
  options: Omit<RebuildOptions, 'readModels' | 'swap'> & { readonly model: ReadModel },
): Promise<boolean> {
  const { adminPool, model } = options;
  const changed = (): Promise<boolean> =>
    transaction(adminPool, async (tx) => {
      await tx.query('set local role lachan_owner');
      const { rows } = await tx.query<{ digest: string }>('select digest from messaging.read_model where name = $1', [
        model.name,
      ]);
      return rows[0] !== undefined && rows[0].digest !== digestOf(model);
    });
  if (!(await changed())) return false;
  const done = await aloneAtRebuilding(adminPool, async () => {
    if (!(await changed())) return false;
    const work = new Rebuild({ ...options, readModels: [model] }, model, true);
    try {
      await work.run();
      return true;
    } finally {
      await work.clean();
    }
  });
  if (done === undefined) throw new Error(`somebody is rebuilding or comparing: ${model.name} cannot be made anew now`);
  return done;
}

const NOTHING = { rows: 0, different: 0, differences: [] };

class Rebuild {
  readonly #schema: string;
  #reached = 0;
  #leftOut = new Set<number>();
  events = 0;

  constructor(
    private readonly o: RebuildOptions,
    private readonly model: ReadModel,
    /** The live tables are of another definition: nothing is compared, and they are left to programs that know the new one. */
    private readonly replaces = false,
  ) {
    this.#schema = rebuildSchemaOf(model);
  }

  async run(): Promise<RebuildResult> {
    const { adminPool } = this.o;
    const upTo = await transaction(adminPool, async (tx) => {
      await tx.query('set local role lachan_owner');
      if (!this.replaces) await this.#checkDigest(tx);
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
    await tx.query(`set local lock_timeout = '${SWAP_PATIENCE}'`);
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
    const comparison = this.replaces ? NOTHING : await compareSchemas(tx, this.model.schema, this.#schema);
    const swapped = this.o.swap ?? true;
    if (swapped) await this.#swap(tx);
    return { name: this.model.name, events: this.events, ...comparison, swapped };
  }

  async #swap(tx: pg.PoolClient): Promise<void> {
    await swapSchemas(tx, this.model);
    const { name } = this.model;
    if (!this.replaces) {
      await tx.query('update messaging.read_model set built_at = now() where name = $1', [name]);
      return;
    }
    const digest = digestOf(this.model);
    await tx.query('update messaging.read_model set built_at = now(), digest = $2 where name = $1', [name, digest]);
    await tx.query('update messaging.checkpoint set definition = $2 where subscription = $1', [name, digest]);
  }

  /** Applies the log from where the rebuild stands up to a position. */
  async #replay(
    upTo: number,
    inTransaction: (work: (tx: pg.PoolClient) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    if (upTo <= this.#reached) return;
    this.events += await replayInto({
      model: this.model,
      schema: this.#schema,
      store: this.o.storeOf(this.model.service),
      after: this.#reached,
      upTo,
      leftOut: this.#leftOut,
      inTransaction,
    });
    this.#reached = upTo;
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
