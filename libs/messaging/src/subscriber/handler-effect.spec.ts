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
