import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES_OF_THE_HOUSE } from '#apps/lachan';
import type { RecordedEvent, ServiceName } from '#libs/event-store';
import { ensureReadModels, rebuildReadModels } from '#libs/messaging';
import type { Delivery } from '#libs/messaging';
import { dice, handOverThrice, holdAll } from './carried-apart.js';
import type { Handed, HeldProcess } from './carried-apart.js';
import { NOT_LIVED, live } from './history.js';
import { Product } from './product.js';

/** What was done, in numbers, for whoever reads the run. */
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const SEED = Number(process.env['LACHAN_TEST_SEED'] ?? 11);
const READ_MODELS = SERVICES_OF_THE_HOUSE.flatMap(({ readModels }) => readModels);
const readModelNames = new Set(READ_MODELS.map(({ name }) => name));
/** So many subscriptions are handed to at the same time. */
const AT_ONCE = 4;

let product: Product;
/** Three processes that all believe to run every subscription. */
let processes: HeldProcess[];
let names: { readonly readModels: string[]; readonly handlers: string[] };
let head: number;

beforeAll(async () => {
  product = await Product.start();
  await live(product);
  await product.rest();
  processes = [await holdAll(product), await holdAll(product), await holdAll(product)];
  const all = [...(processes[0]?.subscriptions.keys() ?? [])];
  names = {
    readModels: all.filter((name) => readModelNames.has(name)),
    handlers: all.filter((name) => !readModelNames.has(name)),
  };
  head = await product.log.head();
}, 240_000);
afterAll(async () => {
  for (const one of processes) await one.close();
  await product.close();
});

const serviceOf = (name: string): ServiceName => name.split('.')[0] as ServiceName;
const typesOf = (name: string): string[] => [...(processes[0]?.subscriptions.get(name)?.types ?? [])];
const eventsFor = (name: string): Promise<RecordedEvent[]> => {
  const { store } = (processes[0] as HeldProcess).host.runtime(serviceOf(name));
  return store.readAll({ after: 0, limit: 1_000_000, types: typesOf(name) });
};

/** Every one of these, a few at a time, from where its checkpoint stands. */
const handOverAll = async (
  which: readonly string[],
  seed: number,
  as = (delivery: Delivery): Delivery => delivery,
): Promise<Map<string, Handed>> => {
  const found = new Map<string, Handed>();
  const waiting = [...which];
  const worker = async (): Promise<void> => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const deliveries = processes.map(({ subscriptions }) => subscriptions.get(name)?.delivery);
      const own = deliveries.filter((one) => one !== undefined).map(as);
      found.set(name, await handOverThrice(name, own, await eventsFor(name), head, dice(seed + name.length)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return found;
};
const emptied = async (models = READ_MODELS): Promise<void> => {
  const { pool } = product.database;
  await pool.query('delete from messaging.read_model where name = any($1)', [models.map(({ name }) => name)]);
  await ensureReadModels(pool, models);
};
const compared = (models = READ_MODELS) =>
  rebuildReadModels({
    adminPool: product.database.pool,
    storeOf: (service) => (processes[0] as HeldProcess).host.runtime(service).store,
    readModels: models,
    swap: false,
  });
const kept = async () => {
  const { rows } = await product.database.pool.query<{ what: string; rows: string }>(
    `select 'failures' as what, count(*)::text as rows from messaging.failure
     union all select 'log', count(*) || ' ' || max(position) from es.log
     union all select 'streams', md5(string_agg(s::text, ',' order by s::text)) from es.streams s
     union all select 'people', md5(string_agg(p::text, ',' order by id, position)) from identity.person p
     union all select 'units', md5(string_agg(u::text, ',' order by id, position)) from identity.unit u
     union all select 'providers', md5(string_agg(p::text, ',' order by id, position)) from identity.provider p`,
  );
  return Object.fromEntries(rows.map(({ what, rows: of }) => [what, of]));
};

describe(`everything handed over thrice and shuffled (seed ${String(SEED)})`, () => {
  it('reaches every subscription that has a checkpoint, and every type that a handler listens to', async () => {
    const { rows } = await product.database.pool.query<{ subscription: string }>(
      'select subscription from messaging.checkpoint order by 1',
    );
    expect([...names.readModels, ...names.handlers].sort()).toEqual(rows.map(({ subscription }) => subscription));
    expect(names.readModels).toHaveLength(READ_MODELS.length);
    const lived = new Set((await product.log.readAll({ after: 0, limit: 1_000_000 })).map(({ type }) => type));
    const handled = new Set(names.handlers.flatMap(typesOf));
    expect([...handled].filter((type) => !lived.has(type))).toEqual([]);
    const folded = new Set(names.readModels.flatMap(typesOf));
    expect([...folded].filter((type) => !lived.has(type)).sort()).toEqual(NOT_LIVED);
  });

  it('leaves every read model as a rebuild makes it', async () => {
    await emptied();
    const found = await handOverAll(names.readModels, SEED);
    const sum = (of: keyof Handed): number => [...found.values()].reduce((all, each) => all + each[of], 0);
    say(`${String(found.size)} read models: ${String(sum('events'))} events, ${String(sum('deliveries'))} batches handed over, ${String(sum('refused'))} refused`); // prettier-ignore
    expect([...found].filter(([, { refused }]) => refused === 0)).toEqual([]);
    const results = await compared();
    expect(results.filter(({ different, error }) => different > 0 || error !== undefined)).toEqual([]);
    expect(results.reduce((rows, result) => rows + result.rows, 0)).toBeGreaterThan(100);
  }, 120_000);

  it('has every effect of a handler once: nothing new in the log, no row changed, nothing parked', async () => {
    const before = await kept();
    for (const round of [1, 2, 3]) {
      // As if every note of what is done had been lost: what handlers append is recognised by its id, what they write by its key.
      await product.database.pool.query('delete from messaging.inbox');
      await product.database.pool.query('update messaging.checkpoint set position = 0 where subscription = any($1)', [
        names.handlers,
      ]);
      const found = await handOverAll(names.handlers, SEED + round);
      expect([...found].filter(([, { events }]) => events === 0)).toEqual([]);
      expect(await kept()).toEqual(before);
      if (round === 3) say([...found].map(([name, { events, deliveries, refused }]) => `${name}: ${String(events)} events, ${String(deliveries)} batches, ${String(refused)} refused`).join('\n')); // prettier-ignore
    }
  }, 120_000);

  it('would be seen: a delivery that takes a batch again leaves a read model that a rebuild does not make', async () => {
    const feed = READ_MODELS.filter(({ name }) => name === 'dispatch.feed');
    await emptied(feed);
    const again = (delivery: Delivery): Delivery => ({
      resume: () => delivery.resume(),
      retryDue: () => delivery.retryDue(),
      skip: (from, upTo) => delivery.skip(from, upTo),
      deliver: async (batch) => {
        await delivery.deliver(batch);
        await product.database.pool.query(
          `update messaging.checkpoint set position = $1 where subscription = 'dispatch.feed'`,
          [batch.from],
        );
        await delivery.deliver(batch);
      },
      nextRetry: null,
      waitingFrom: null,
    });
    await handOverAll(['dispatch.feed'], SEED, again).catch(() => undefined);
    const [result] = await compared(feed);
    expect(result?.different).toBeGreaterThan(0);
    await emptied(feed);
  });
});
