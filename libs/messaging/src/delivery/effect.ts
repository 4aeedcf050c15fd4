import type pg from 'pg';
import type { RecordedEvent } from '#libs/event-store';

/** What a subscription does with events, in a transaction it is given; throws when it could not. */
export type Effect = (tx: pg.PoolClient, events: readonly RecordedEvent[], attempt: number) => Promise<void>;

export interface Keyed {
  readonly key: string;
  readonly event: RecordedEvent;
}

/** An event whose key cannot be told is kept behind its own stream's failure; it must not stop the others. */
export const keyBy =
  (orderBy: (event: RecordedEvent) => string = ({ orderingKey }) => orderingKey) =>
  (event: RecordedEvent): string => {
    try {
      return orderBy(event);
    } catch {
      return event.orderingKey;
    }
  };

/** The events of each key, in order. */
export function chainsOf(events: readonly Keyed[]): Keyed[][] {
  const byKey = new Map<string, Keyed[]>();
  for (const keyed of events) {
    const chain = byKey.get(keyed.key);
    if (chain) chain.push(keyed);
    else byKey.set(keyed.key, [keyed]);
  }
  return [...byKey.values()];
}

/** Splits events into at most `lanes` lists of about equal length: a key stays in one list, in order. */
export function lanesOf(events: readonly Keyed[], lanes: number): Keyed[][] {
  const groups = chainsOf(events).sort((a, b) => b.length - a.length);
  const lists: Keyed[][] = Array.from({ length: Math.min(lanes, groups.length) }, () => []);
  for (const group of groups) {
    const shortest = lists.reduce((best, list) => (list.length < best.length ? list : best));
    shortest.push(...group);
  }
  return lists.map((list) => list.sort((a, b) => a.event.position - b.event.position));
}
