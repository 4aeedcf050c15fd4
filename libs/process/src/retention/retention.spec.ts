import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Database, createLogger, loadConfig } from '#libs/service-kit';
import { Retention } from './retention.js';

const HOUR = 3_600_000;

describe('the timer of retention', () => {
  let asked: unknown[][];
  /** Answers of the deletions, in order; then none. */
  let gone: (number | Error)[];
  let retention: Retention;

  beforeEach(() => {
    jest.useFakeTimers();
    asked = [];
    gone = [];
    const tx = {
      query: (_text: string, values: unknown[]) => {
        if (values.length === 1) return Promise.resolve({ rows: [{ mine: true }] });
        asked.push(values);
        const next = gone.shift() ?? 0;
        return next instanceof Error ? Promise.reject(next) : Promise.resolve({ rowCount: next });
      },
    };
    const database = Object.assign(Object.create(Database.prototype) as Database, {
      transaction: (work: (client: never) => Promise<unknown>) => work(tx as never),
    });
    const rules = [{ name: 'rejects', tables: ['a.b'], statement: 'delete' } as const];
    retention = new Retention(
      [{ service: 'intake', database, logger: createLogger({ level: 'silent' }), rules }],
      loadConfig({ LACHAN_RETENTION_DAYS: 'rejects=5' }).retentionDays,
    );
    retention.onApplicationBootstrap();
  });
  afterEach(async () => {
    await retention.beforeApplicationShutdown();
    jest.useRealTimers();
  });

  it('begins a minute after the start with the period of the configuration, and goes on every hour', async () => {
    await jest.advanceTimersByTimeAsync(59_000);
    expect(asked).toEqual([]);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(asked).toEqual([['5 days', 500]]);
    await jest.advanceTimersByTimeAsync(2 * HOUR);
    expect(asked).toHaveLength(3);
  });

  it('goes on while a transaction is full, and after one that failed an hour later', async () => {
    gone = [500, 500, 3, new Error('the database is away')];
    await jest.advanceTimersByTimeAsync(61_000);
    expect(asked).toHaveLength(3);
    await jest.advanceTimersByTimeAsync(HOUR);
    expect(asked).toHaveLength(4);
    await jest.advanceTimersByTimeAsync(HOUR);
    expect(asked).toHaveLength(5);
  });

  it('ends with the process', async () => {
    await retention.beforeApplicationShutdown();
    await jest.advanceTimersByTimeAsync(3 * HOUR);
    expect(asked).toEqual([]);
  });
});
