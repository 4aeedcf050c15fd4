import type pg from 'pg';
import type { RecordedEvent } from '#libs/event-store';

/** What a subscription does with events, in a transaction it is given; throws when it could not. */
export type Effect = (tx: pg.PoolClient, events: readonly RecordedEvent[], attempt: number) => Promise<void>;

export interface Keyed {
  readonly key: string;
  readonly event: RecordedEvent;
}

/** Splits events into at most `lanes` lists of about equal length: a key stays in one list, in order. */
export function lanesOf(events: readonly Keyed[], lanes: number): Keyed[][] {
  const byKey = new Map<string, Keyed[]>();
  for (const keyed of events) {
    const group = byKey.get(keyed.key);
    if (group) group.push(keyed);
    else byKey.set(keyed.key, [keyed]);
  }
  const groups = [...byKey.values()].sort((a, b) => b.length - a.length);
  const lists: Keyed[][] = Array.from({ length: Math.min(lanes, groups.length) }, () => []);
  for (const group of groups) {
    const shortest = lists.reduce((best, list) => (list.length < best.length ? list : best));
    shortest.push(...group);
  }
  return lists.map((list) => list.sort((a, b) => a.event.position - b.event.position));
}
