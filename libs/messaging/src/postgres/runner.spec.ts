import { describe, expect, it } from '@jest/globals';
import { Progress, SystemClock, createLogger } from '#libs/service-kit';
import type { RecordedEvent } from '#libs/event-store';
import type { Batch } from '../transport.js';
import { Runner } from './runner.js';

const HOUR = 3_600_000;

/** A subscription over a log that grows when it is told to; it rests for an hour after every batch. */
function resting() {
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
    subscription: { name: 'triage.shown', types: new Set(['NoteAdded']), delivery },
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
    rest: () => HOUR,
  });
  const grow = async (to: number): Promise<void> => {
    head = to;
    runner.wake();
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  };
  return { runner, progress, delivered, grow };
}

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
