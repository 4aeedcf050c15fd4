import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/event-store';
import { handlerEffect } from './handler-effect.js';

const tx = undefined as never;

const event = (position: number, orderingKey: string): RecordedEvent =>
  ({ id: position.toString(), type: 'NoteAdded', correlationId: 'c', position, orderingKey }) as RecordedEvent;

/** A handler that finishes an event when it is told to, and notes what began and ended. */
function stepwise() {
  const log: string[] = [];
  const open = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  const handler = ({ position }: RecordedEvent): Promise<void> => {
    log.push(`${position.toString()} begins`);
    return new Promise<void>((resolve, reject) => open.set(position, { resolve, reject })).finally(() => {
      log.push(`${position.toString()} ends`);
    });
  };
  const effect = handlerEffect(new Map([['NoteAdded', handler]]), undefined);
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  };
  const end = (position: number): Promise<void> => (open.get(position)?.resolve(), turns());
  const fail = (position: number): Promise<void> => (open.get(position)?.reject(new Error('no')), turns());
  return { log, effect, turns, end, fail };
}

describe('the handlers of a batch', () => {
  it('are called in order within a key, and side by side for different keys', async () => {
    const { log, effect, turns, end } = stepwise();
    const done = effect(tx, [event(1, 'a'), event(2, 'b'), event(3, 'a')], 1);
    await turns();
    expect(log).toEqual(['1 begins', '2 begins']);
    await end(1);
    expect(log).toEqual(['1 begins', '2 begins', '1 ends', '3 begins']);
    await end(3);
    await end(2);
    await done;
  });

  it('are all over before a failure is told: nothing more is said in a transaction that ends', async () => {
    const { log, effect, turns, end, fail } = stepwise();
    let told: unknown;
    const done = effect(tx, [event(1, 'a'), event(2, 'b'), event(3, 'a'), event(4, 'b')], 1).catch((error: unknown) => {
      told = error;
    });
    await turns();
    await fail(1);
    expect(told).toBeUndefined();
    await end(2);
    await done;
    expect(told).toEqual(new Error('no'));
    expect(log).toEqual(['1 begins', '2 begins', '1 ends', '2 ends']);
  });

  it('leave out what nobody handles', async () => {
    const { log, effect, turns, end } = stepwise();
    const done = effect(tx, [{ ...event(1, 'a'), type: 'CaseClosed' }, event(2, 'a')], 1);
    await turns();
    expect(log).toEqual(['2 begins']);
    await end(2);
    await done;
  });
});

describe('a method that takes several events at once', () => {
  const closed = (position: number, key: string): RecordedEvent => ({ ...event(position, key), type: 'CaseClosed' });

  /** `NoteAdded` and `CaseOpened` are taken together by one method, `CaseClosed` one at a time by another. */
  function both() {
    const calls: (number | number[])[] = [];
    const several = Object.assign(
      (events: readonly RecordedEvent[]) => Promise.resolve(void calls.push(events.map(({ position }) => position))),
      { extras: { together: 'link' } },
    );
    const one = ({ position }: RecordedEvent) => Promise.resolve(void calls.push(position));
    const handlers = new Map<string, unknown>([
      ['NoteAdded', several],
      ['CaseOpened', several],
      ['CaseClosed', one],
    ]);
    return { calls, effect: handlerEffect(handlers as never, undefined) };
  }

  it('is given what follows one another under one key, and never what is beyond something else', async () => {
    const { calls, effect } = both();
    const opened = { ...event(3, 'a'), type: 'CaseOpened' };
    await effect(tx, [event(1, 'a'), event(2, 'b'), opened, closed(4, 'a'), event(5, 'a')], 1);
    expect(calls.filter((each) => JSON.stringify(each) !== '[2]')).toEqual([[1, 3], 4, [5]]);
    expect(calls).toContainEqual([2]);
  });

  it('is given a list of one where an event comes alone', async () => {
    const { calls, effect } = both();
    await effect(tx, [event(1, 'a')], 2);
    expect(calls).toEqual([[1]]);
  });

  it('is given a bounded number, in order and without a gap', async () => {
    const { calls, effect } = both();
    const events = Array.from({ length: 150 }, (_, n) => event(n + 1, 'a'));
    await effect(tx, events, 1);
    expect(calls.flat()).toEqual(events.map(({ position }) => position));
    expect(calls.length).toBeGreaterThan(1);
    expect(calls.length).toBeLessThan(5);
  });

  it('is watched once for every event, the first outermost, and works in the trace of the first', async () => {
    const seen: string[] = [];
    const handlers = new Map([
      ['NoteAdded', Object.assign(() => Promise.resolve(void seen.push('works')), { extras: { together: 'link' } })],
    ]);
    const effect = handlerEffect(handlers as never, undefined, async ({ position }, _attempt, work) => {
      seen.push(`${position.toString()} begins`);
      await work('');
      seen.push(`${position.toString()} ends`);
    });
    await effect(tx, [event(1, 'a'), event(2, 'a')], 1);
    expect(seen).toEqual(['1 begins', '2 begins', 'works', '2 ends', '1 ends']);
  });
});
