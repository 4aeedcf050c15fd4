import type pg from 'pg';
import type { EventStore } from '#libs/event-store';
import type { Workers } from '../delivery/workers.js';
import type { Delivery } from '../transport.js';
import { laneName, laneOf } from './lane.js';

interface Place {
  readonly subscription: string;
  readonly position: number;
}

/** The tables that hold, per ordering key, what a subscription could not handle. */
const BY_KEY = ['failure', 'deferred'] as const;

/**
 * The lanes a subscription is open in: exactly one of its own row and its lanes' rows has a position, the others are null, so
 * that whoever believes the other way can move nothing. Called with the checkpoint's lock held.
 */
async function places(tx: pg.PoolClient, name: string): Promise<Place[]> {
  // One lock for all rows of a subscription, taken before they are looked at: they change together.
  await tx.query("select pg_advisory_xact_lock(hashtextextended('lachan lanes ' || $1, 0))", [name]);
  const { rows } = await tx.query<{ subscription: string; position: string }>(
    `select subscription, position from messaging.checkpoint
      where (subscription = $1 or subscription like $1 || '/%') and position is not null
      order by subscription for update`,
    [name],
  );
  return rows.map(({ subscription, position }) => ({ subscription, position: Number(position) }));
}

/**
 * Lets a subscription that was delivered to as a whole go on by lanes, each from where it stood; what failed, what waits behind
 * it and the notes of a batch that was cut short come along. At once when its lanes are open already.
 * @throws when they are open in another number: level them first (`closeLanes`).
 */
export async function openLanes(workers: Workers, name: string, lanes: number): Promise<void> {
  await workers.transaction(async (tx) => {
    const open = await places(tx, name);
    if (open.length > 0 && open[0]?.subscription !== name) {
      if (open.length === lanes) return;
      throw new Error(`wanted ${name} in ${String(lanes)} lanes, found it in ${String(open.length)}`);
    }
    const names = Array.from({ length: lanes }, (_, lane) => laneName(name, lane));
    await tx.query(
      `insert into messaging.checkpoint (subscription, position) select unnest($1::text[]), $2
       on conflict (subscription) do update set position = excluded.position, updated_at = now()`,
      [names, open[0]?.position ?? 0],
    );
    await tx.query(
      `insert into messaging.checkpoint (subscription, position) values ($1, null)
       on conflict (subscription) do update set position = null, updated_at = now()`,
      [name],
    );
    for (const table of BY_KEY) await spread(tx, table, name, lanes);
    // Nobody can tell from a note whose lane it was; one too many in the others is pruned with them.
    await tx.query(
      `insert into messaging.inbox (subscription, event_id, position)
       select l.name, i.event_id, i.position from messaging.inbox i, unnest($2::text[]) as l (name)
        where i.subscription = $1 on conflict do nothing`,
      [name, names],
    );
    await tx.query('delete from messaging.inbox where subscription = $1', [name]);
  });
}

async function spread(tx: pg.PoolClient, table: (typeof BY_KEY)[number], name: string, lanes: number): Promise<void> {
  const { rows } = await tx.query<{ key: string }>(
    `select distinct ordering_key as key from messaging.${table} where subscription = $1`,
    [name],
  );
  if (rows.length === 0) return;
  await tx.query(
    `update messaging.${table} t set subscription = k.name
       from unnest($2::text[], $3::text[]) as k (key, name) where t.subscription = $1 and t.ordering_key = k.key`,
    [name, rows.map(({ key }) => key), rows.map(({ key }) => laneName(name, laneOf(key, lanes)))],
  );
}

export interface CloseOptions {
  readonly name: string;
  readonly types: ReadonlySet<string>;
  readonly workers: Workers;
  readonly store: Pick<EventStore, 'readAll'>;
  readonly deliveryOf: (lane: number) => Delivery;
}

const PAGE = 1_000;

/**
 * Lets a subscription that was delivered to by lanes go on as a whole. The lanes that are behind are first delivered to, from the
 * log, up to the one that is furthest; when all stand level, that is where the whole goes on. At once when it has no lanes open.
 */
export async function closeLanes(o: CloseOptions): Promise<void> {
  const open = await o.workers.transaction((tx) => places(tx, o.name));
  if (open.length === 0 || open[0]?.subscription === o.name) return;
  const target = Math.max(...open.map(({ position }) => position));
  for (const place of open) {
    if (place.position < target) await level(o, laneNumber(place.subscription), open.length, target);
  }
  await o.workers.transaction(async (tx) => {
    const now = await places(tx, o.name);
    const level = now.length === open.length && now.every(({ position }) => position === target);
    if (!level) throw new Error(`the lanes of ${o.name} moved while they were levelled: another process carries them`);
    const names = now.map(({ subscription }) => subscription);
    for (const table of ['inbox', ...BY_KEY]) {
      await tx.query(`update messaging.${table} set subscription = $1 where subscription = any($2)`, [o.name, names]);
    }
    await tx.query('update messaging.checkpoint set position = null where subscription = any($1)', [names]);
    await tx.query('update messaging.checkpoint set position = $2, updated_at = now() where subscription = $1', [
      o.name,
      target,
    ]);
  });
}

const laneNumber = (name: string): number => Number(name.slice(name.indexOf('/') + 1));

async function level(o: CloseOptions, lane: number, lanes: number, target: number): Promise<void> {
  const delivery = o.deliveryOf(lane);
  let from = await delivery.resume();
  while (from < target) {
    const events = await o.store.readAll({ after: from, upTo: target, limit: PAGE, types: [...o.types] });
    const upTo = events.length < PAGE ? target : (events.at(-1)?.position ?? target);
    await delivery.deliver({
      from,
      upTo,
      events: events.filter(({ orderingKey }) => laneOf(orderingKey, lanes) === lane),
    });
    from = upTo;
  }
}
