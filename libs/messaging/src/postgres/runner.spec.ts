import { describe, expect, it, jest } from '@jest/globals';
import { Precedence, Progress, SystemClock, createLogger } from '#libs/service-kit';
import type { RecordedEvent } from '#libs/event-store';
import type { Batch } from '../transport.js';
import { BATCH, Runner } from './runner.js';
import type { RunnerOptions } from './runner.js';

const HOUR = 3_600_000;

/** A subscription over a log that grows when it is told to. */
function underTest(more: Partial<RunnerOptions>, goesFirst = false) {
  const progress = new Progress();
  const delivered: number[] = [];
  let head = 0;
  const delivery = {
    resume: () => Promise.resolve(0),
    deliver: (batch: Batch) => Promise.resolve(void delivered.push(batch.upTo)),
    skip: () => Promise.resolve(),
    retryDue: () => Promise.resolve(),
    nextRetry: null,
    waitingFrom: null,
  };
  const runner = new Runner({
    subscription: { name: 'triage.shown', types: new Set(['NoteAdded']), delivery, goesFirst },
    leases: { held: () => true },
    tail: {
      get head() {
        return head;
      },
      look: () => Promise.resolve(),
      read: (after) =>
        Promise.resolve({ events: head > after ? [{ position: head } as RecordedEvent] : [], upTo: head }),
    },
    progress,
    clock: new SystemClock(),
    logger: createLogger({ level: 'silent' }),
    batch: BATCH,
    ...more,
  });
  const grow = async (to: number): Promise<void> => {
    head = to;
    runner.wake();
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  };
  return { runner, progress, delivered, grow };
}

/** One that rests for an hour after every batch. */
const resting = () => underTest({ rest: () => HOUR });

describe('a subscription that rests', () => {
  it('lets events gather, and goes on with all of them when somebody waits for it', async () => {
    const { runner, progress, delivered, grow } = resting();
    runner.start();
    await grow(1);
    await grow(2);
    await grow(3);
    expect(delivered).toEqual([1]);

    progress.want('triage.shown');
    await grow(3);
    expect(delivered).toEqual([1, 3]);
    await runner.close();
  });

  it('ends its rest when it is closed', async () => {
    const { runner, delivered, grow } = resting();
    runner.start();
    await grow(1);
    await runner.close();
    expect(delivered).toEqual([1]);
  });
});

describe('a subscription beside others that go first', () => {
  it('lets them pass before it looks, and then finds all that came meanwhile', async () => {
    const precedence = new Precedence();
    const { runner, delivered, grow } = underTest({ precedence });
    runner.start();
    await grow(0);
    const passed = precedence.take();
    await grow(1);
    await grow(2);
    expect(delivered).toEqual([]);
    passed();
    await grow(2);
    expect(delivered).toEqual([2]);
    await runner.close();
  });

  it('goes on when somebody waits for it', async () => {
    const precedence = new Precedence();
    const { runner, progress, delivered, grow } = underTest({ precedence });
    runner.start();
    await grow(0);
    precedence.take();
    await grow(1);
    progress.want('triage.shown');
    await grow(1);
    expect(delivered).toEqual([1]);
    await runner.close();
  });
});

describe('a subscription that goes first', () => {
  it('says so from its waking on until nothing is left to do, also where it may not run, and not after its end', async () => {
    const precedence = new Precedence();
    let held = true;
    const leases = { held: () => held };
    const { runner, delivered, grow } = underTest({ precedence, leases, rest: () => HOUR }, true);
    runner.start();
    await grow(0);
    expect(precedence.taken).toBe(false);
    runner.wake();
    expect(precedence.taken).toBe(true);
    await grow(1);
    await grow(2);
    expect([delivered, precedence.taken]).toEqual([[1, 2], false]);

    held = false;
    await grow(3);
    expect([delivered, precedence.taken]).toEqual([[1, 2], false]);
    await runner.close();
    runner.wake();
    expect(precedence.taken).toBe(false);
  });

  it('does not while it only catches up', async () => {
    const precedence = new Precedence();
    const { runner, delivered, grow } = underTest({ precedence }, true);
    runner.start();
    await grow(0);
    const taken: boolean[] = [];
    const take = precedence.take.bind(precedence);
    precedence.take = () => {
      taken.push(true);
      return take();
    };
    await grow(100_000);
    expect([delivered, taken, precedence.taken]).toEqual([[100_000], [], false]);
    await grow(100_001);
    expect([delivered, taken.length > 0, precedence.taken]).toEqual([[100_000, 100_001], true, false]);
    await runner.close();
  });
});

describe('the length of a batch', () => {
  /** A log with more than anybody takes at once, whose batches cost what the clock is told. */
  const costing = async (took: (events: number) => number): Promise<number[]> => {
    const lengths: number[] = [];
    let now = 0;
    const clocked = jest.spyOn(performance, 'now').mockImplementation(() => now);
    const delivery = {
      resume: () => Promise.resolve(0),
      deliver: ({ events }: Batch) => {
        lengths.push(events.length);
        now += took(events.length);
        return Promise.resolve();
      },
      skip: () => Promise.resolve(),
      retryDue: () => Promise.resolve(),
      nextRetry: null,
      waitingFrom: null,
    };
    const { runner, grow } = underTest({
      subscription: { name: 'triage.shown', types: new Set(['NoteAdded']), delivery },
      tail: {
        head: 3_000,
        look: () => Promise.resolve(),
        read: (after, _types, most) => {
          const length = Number(most);
          const events = Array.from({ length }, (_, n) => ({ position: after + n + 1 }) as RecordedEvent);
          return Promise.resolve({ events, upTo: after + length });
        },
      },
    });
    runner.start();
    await grow(0);
    await runner.close();
    clocked.mockRestore();
    return lengths;
  };

  it('grows while batches are quick', async () => {
    const lengths = await costing(() => 100);
    expect(lengths.slice(0, 5)).toEqual([64, 128, 256, 512, 512]);
  });

  it('shrinks until one takes about a second, so that a process that often dies comes forward', async () => {
    const lengths = await costing((events) => events * 40);
    expect(lengths.slice(0, 4)).toEqual([64, 32, 16, 16]);
  });
});
