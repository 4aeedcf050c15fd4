import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '#libs/testing';
import { readCheckpoint } from '../src/delivery/checkpoint.js';
import { Skips } from '../src/delivery/skips.js';
import { Workers } from '../src/delivery/workers.js';
import { database } from './services-under-test.js';

let db: TestDatabase;
let workers: Workers;
let asked: number;
beforeAll(async () => {
  db = await database();
  const pool = db.poolFor('triage');
  workers = new Workers(pool, 4);
  const query = workers.query.bind(workers);
  workers.query = (...of: Parameters<typeof query>) => {
    asked += 1;
    return query(...of);
  };
});
afterAll(() => db.drop());

/** Fresh checkpoints at 0. */
async function checkpoints(...names: string[]): Promise<string[]> {
  for (const name of names) await readCheckpoint(workers, name);
  asked = 0;
  return names;
}

const positions = async (names: readonly string[]): Promise<number[]> => {
  const { rows } = await db.pool.query<{ position: string }>(
    `select c.position from unnest($1::text[]) with ordinality as n (name, n) join messaging.checkpoint c on c.subscription = n.name order by n.n`,
    [names],
  );
  return rows.map(({ position }) => Number(position));
};

const skip = (subscription: string, from: number, upTo: number, definition = '') => ({
  subscription,
  from,
  upTo,
  definition,
});

const outcomes = async (moves: readonly Promise<void>[]): Promise<string[]> =>
  (await Promise.allSettled(moves)).map((one) => (one.status === 'fulfilled' ? 'moved' : (one.reason as Error).name));

describe('checkpoints that move over nothing', () => {
  it('at the same moment move in one statement', async () => {
    const names = await checkpoints('triage.skip-a', 'triage.skip-b', 'triage.skip-c');
    const skips = new Skips(workers);
    await Promise.all(names.map((name, index) => skips.to(skip(name, 0, 10 + index))));
    expect(await positions(names)).toEqual([10, 11, 12]);
    expect(asked).toBe(1);
  });

  it('beside one that another runner has moved do so all the same, and that one hears of it', async () => {
    const names = await checkpoints('triage.skip-d', 'triage.skip-e');
    await db.pool.query(`update messaging.checkpoint set position = 4 where subscription = 'triage.skip-d'`);
    const skips = new Skips(workers);
    expect(await outcomes(names.map((name) => skips.to(skip(name, 0, 9))))).toEqual(['CheckpointMoved', 'moved']);
    expect(await positions(names)).toEqual([4, 9]);
  });

  it('of read models need their own definition, each of them; one that is too old does not hold up its neighbours', async () => {
    const names = await checkpoints('triage.skip-f', 'triage.skip-g', 'triage.skip-h');
    await db.pool.query(
      `update messaging.checkpoint set definition = 'new-' || right(subscription, 1) where subscription = any($1)`,
      [names.slice(0, 2)],
    );
    const skips = new Skips(workers);
    const all = (known: readonly string[], from: number, upTo: number) =>
      names.map((name, index) => skips.to(skip(name, from, upTo, known[index])));

    await Promise.all(all(['new-f', 'new-g', 'own'], 0, 5));
    expect(asked).toBe(1);
    expect(await positions(names)).toEqual([5, 5, 5]);

    expect(await outcomes(all(['old-f', 'new-g', 'own'], 5, 6))).toEqual(['error', 'moved', 'moved']);
    expect(await positions(names)).toEqual([5, 6, 6]);
  });

  it('do not wait for one that somebody holds', async () => {
    const names = await checkpoints('triage.skip-i', 'triage.skip-j');
    const holder = await db.pool.connect();
    try {
      await holder.query('begin');
      await holder.query(`select 1 from messaging.checkpoint where subscription = 'triage.skip-i' for update`);
      const skips = new Skips(workers);
      const held = skips.to(skip('triage.skip-i', 0, 3));
      await skips.to(skip('triage.skip-j', 0, 3));
      expect(await positions(names)).toEqual([0, 3]);
      await holder.query('commit');
      await held;
      expect(await positions(names)).toEqual([3, 3]);
    } finally {
      holder.release();
    }
  });
});
