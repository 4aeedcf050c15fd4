import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import {
  AssertionFailed,
  CategoryRefused,
  ConcurrencyConflict,
  EventIdReused,
  EventStore,
  InvalidEvent,
  leafHash,
  ReservationTaken,
} from '../src/index.js';
import { event, fixture, newId, type Fixture } from './fixture.js';

const keyOf = (name: string) => createHash('sha256').update(name).digest();

describe('append', () => {
  let on: Fixture;
  let triage: EventStore;
  const one = (stream: string, expectedVersion: number | 'any', ...events: ReturnType<typeof event>[]) =>
    triage.append({ streams: [{ stream, expectedVersion, events: events.length ? events : [event('Opened')] }] });

  beforeAll(async () => {
    on = await fixture();
    triage = on.store('triage');
  });
  afterAll(() => on.close());

  it('numbers a stream from 1 and the log without gaps', async () => {
    const stream = `case-${newId()}`;
    const head = await triage.head();
    const first = await one(stream, 0, event('Opened'), event('Opened'));
    const second = await one(stream, 2);
    expect(first.events.map(({ version, position }) => [version, position])).toEqual([
      [1, head + 1],
      [2, head + 2],
    ]);
    expect(second).toMatchObject({ position: head + 3, recognised: false });
    expect(await triage.head()).toBe(head + 3);
  });

  it('refuses a stale version with the three facts, and takes no position for it', async () => {
    const stream = `case-${newId()}`;
    const { position } = await one(stream, 0);
    for (const expected of [0, 2, 7]) {
      const conflict: unknown = await one(stream, expected).catch((error: unknown) => error);
      expect(conflict).toBeInstanceOf(ConcurrencyConflict);
      expect(conflict).toMatchObject({ stream, expected, actual: 1 });
      expect((conflict as Error).message).toBe(`expected version ${expected.toString()}, stream ${stream} is at 1`);
    }
    expect(await one(`case-${newId()}`, 3).catch((error: unknown) => error)).toMatchObject({ expected: 3, actual: 0 });
    expect((await one(stream, 1)).position).toBe(position + 1);
  });

  it('appends to several streams together or not at all', async () => {
    const [old, made, spoiled] = [`case-${newId()}`, `case-${newId()}`, `case-${newId()}`];
    await one(old, 0);
    const both = (expectedVersion: number, fresh: string) =>
      triage.append({
        streams: [
          { stream: fresh, expectedVersion: 0, events: [event('Opened')] },
          { stream: old, expectedVersion, events: [event('Opened')] },
        ],
      });
    expect((await both(1, made)).events.map(({ stream, version }) => [stream, version])).toEqual([
      [made, 1],
      [old, 2],
    ]);
    await expect(both(1, spoiled)).rejects.toBeInstanceOf(ConcurrencyConflict);
    expect(await triage.readStream(spoiled)).toEqual([]);
    expect((await one(spoiled, 0)).events[0]?.version).toBe(1);
  });

  it('lets a conflict fail only its own request of a batch', async () => {
    const streams = Array.from({ length: 40 }, () => `case-${newId()}`);
    await Promise.all(streams.map((stream) => one(stream, 0)));
    const outcomes = await Promise.allSettled(streams.map((stream, index) => one(stream, index % 2 === 0 ? 1 : 0)));
    expect(outcomes.map(({ status }) => status)).toEqual(
      streams.map((_, index) => (index % 2 === 0 ? 'fulfilled' : 'rejected')),
    );
    const { rows } = await on.pool.query('select count(*)::int as n, max(position)::int as last from es.log');
    expect(rows).toEqual([{ n: await triage.head(), last: await triage.head() }]);
  });

  it('leaves the other streams of a refused request where they were, whatever it was refused for', async () => {
    const [good, other, taken] = [`case-${newId()}`, `case-${newId()}`, `case-${newId()}`];
    await one(good, 0);
    await one(other, 0);
    await one(taken, 0);
    const key = keyOf(taken);
    await triage.append({
      streams: [{ stream: taken, expectedVersion: 1, events: [event('Opened')] }],
      reservations: { take: [{ key, owner: taken }] },
    });
    const both = (wrong: number) => [
      { stream: good, expectedVersion: 1, events: [event('Opened')] },
      { stream: other, expectedVersion: wrong, events: [event('Opened')] },
    ];
    const answers = await Promise.allSettled([
      triage.append({ streams: both(7) }),
      one(`case-${newId()}`, 0),
      triage.append({ streams: both(1), reservations: { take: [{ key, owner: good }] } }),
      triage.append({ streams: both(1), assertions: [{ stream: taken, version: 1 }] }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'rejected']);
    expect((await one(good, 1)).events[0]?.version).toBe(2);
    expect((await one(other, 1)).events[0]?.version).toBe(2);
  });

  it('resolves any version, also when many append at once and from two processes', async () => {
    const [stream, other] = [`case-${newId()}`, on.store('triage')];
    const stores = [triage, other];
    const appended = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (stores[index % 2] ?? triage).append({
          streams: [{ stream, expectedVersion: 'any', events: [event('Opened')] }],
        }),
      ),
    );
    const versions = appended.map(({ events }) => events[0]?.version ?? 0).sort((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it('recognises the same append sent again and refuses an id used for something else', async () => {
    const [stream, e] = [`case-${newId()}`, event('Opened', { n: 1 })];
    const first = await one(stream, 0, e);
    for (const expected of [0, 'any'] as const) {
      const again = await one(stream, expected, e);
      expect(again).toMatchObject({ position: first.position, recognised: true });
      expect(again.events).toMatchObject([{ id: e.id, version: 1, data: { n: 1 } }]);
    }
    const reused: unknown = await one(`case-${newId()}`, 0, e).catch((error: unknown) => error);
    expect(reused).toBeInstanceOf(EventIdReused);
    expect((reused as Error).message).toContain(`Opened in ${stream}, version 1`);
    await expect(one(stream, 1, event('Opened'), e)).rejects.toBeInstanceOf(EventIdReused);
  });

  it('lets the good requests of a batch pass beside a repeated one', async () => {
    const [stream, e] = [`case-${newId()}`, event('Opened')];
    await one(stream, 0, e);
    const results = await Promise.all([
      one(stream, 'any', e),
      ...Array.from({ length: 10 }, () => one(`case-${newId()}`, 0)),
    ]);
    expect(results.map(({ recognised }) => recognised)).toEqual([true, ...Array.from({ length: 10 }, () => false)]);
  });

  it('asserts versions of streams that it does not write', async () => {
    const [claim, stream] = [`claim-${newId()}`, `case-${newId()}`];
    await one(claim, 0, event('Claimed'));
    const decide = (version: number, asserted = claim, expectedVersion: number | 'any' = 'any') =>
      triage.append({
        streams: [{ stream, expectedVersion, events: [event('Opened')] }],
        assertions: [{ stream: asserted, version }],
      });
    await decide(1);
    const lost: unknown = await decide(2).catch((error: unknown) => error);
    expect(lost).toBeInstanceOf(AssertionFailed);
    expect(lost).toMatchObject({ stream: claim, expected: 2, actual: 1 });
    await expect(decide(0)).rejects.toBeInstanceOf(AssertionFailed);
    const absent = `claim-${newId()}`;
    await decide(0, absent);
    await one(absent, 0, event('Claimed'));
    expect(await triage.readStream(stream)).toHaveLength(2);
  });

  it('settles reservations with the events: one holder, and a loser leaves nothing', async () => {
    const [key, second] = [keyOf(newId()), keyOf(newId())];
    const owners = Array.from({ length: 12 }, () => `case-${newId()}`);
    const open = (owner: string, keys: Buffer[]) =>
      triage.append({
        streams: [{ stream: owner, expectedVersion: 0, events: [event('Opened')] }],
        reservations: { take: keys.map((k) => ({ key: k, owner })) },
      });
    const outcomes = await Promise.allSettled(owners.map((owner) => open(owner, [keyOf(owner), key])));
    const [winner] = owners.filter((_, index) => outcomes[index]?.status === 'fulfilled');
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(lost).toHaveLength(11);
    expect(lost.every((error) => error instanceof ReservationTaken && error.owner === winner)).toBe(true);
    expect(await triage.reservationOwner([key, second, ...owners.map(keyOf)])).toEqual([
      winner,
      null,
      ...owners.map((owner) => (owner === winner ? owner : null)),
    ]);
    const streams = await Promise.all(owners.map((owner) => triage.readStream(owner)));
    expect(streams.filter((events) => events.length > 0)).toHaveLength(1);
  });

  it('moves all keys of an owner on a merge and frees them on a release', async () => {
    const [from, to, key, other] = [`case-${newId()}`, `case-${newId()}`, keyOf(newId()), keyOf(newId())];
    const change = (stream: string, reservations: Parameters<EventStore['append']>[0]['reservations']) =>
      triage.append({
        streams: [{ stream, expectedVersion: 'any', events: [event('Opened')] }],
        ...(reservations && { reservations }),
      });
    await change(from, {
      take: [
        { key, owner: from },
        { key: other, owner: from },
      ],
    });
    await change(from, { take: [{ key, owner: from }] });
    await change(to, { move: [{ from, to }] });
    expect(await triage.reservationOwner([key, other])).toEqual([to, to]);
    await change(to, {
      release: [
        { key, owner: to },
        { key: other, owner: from },
      ],
    });
    expect(await triage.reservationOwner([key, other])).toEqual([null, to]);
  });

  it('refuses what the role does not own, also as the owner of a key', async () => {
    const intake = on.store('intake');
    const append = (store: EventStore, stream: string, type: string) =>
      store.append({ streams: [{ stream, expectedVersion: 0, events: [event(type)] }] });
    await append(intake, `report-${newId()}`, 'Reported');
    await append(intake, `access-intake-p-${newId()}`, 'Viewed');
    for (const [stream, type, category] of [
      [`case-${newId()}`, 'Opened', 'case'],
      [`access-triage-p-${newId()}`, 'Viewed', 'access-triage'],
    ] as const) {
      const refused: unknown = await append(intake, stream, type).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(CategoryRefused);
      expect(refused).toMatchObject({ category, role: 'lachan_intake' });
    }
    const stolen = intake.append({
      streams: [{ stream: `report-${newId()}`, expectedVersion: 0, events: [event('Reported')] }],
      reservations: { take: [{ key: keyOf(newId()), owner: `case-${newId()}` }] },
    });
    await expect(stolen).rejects.toMatchObject({ category: 'case' });
    await expect(on.poolFor('intake').query('insert into es.streams values ($1, 1)', ['case-x'])).rejects.toThrow(
      'permission',
    );
    await expect(on.poolFor('triage').query('update es.log set data = data')).rejects.toThrow('permission');
  });

  it('lets no role slip an event into a stream of another by calling the function itself', async () => {
    const [mine, theirs] = [`report-${newId()}`, `case-${newId()}`];
    const call = (target: number, version: number, count: number) =>
      on.poolFor('intake').query(
        `select * from es.append(array[0], array[$1, $2], array[0, 0], array[$3::int, 0], array[$4::int], array[$5::int],
          array['Reported'], array[gen_random_uuid()], array['k'], array[1], array[now()], array['{}'::jsonb], array['c'],
          array[null::text], array['{}'::jsonb], array[sha256('x')], now(), null, null, null, null, null, null, null, null, null)`,
        [mine, theirs, count, target, version],
      );
    for (const [target, version, count] of [
      [2, 1, 1],
      [2, 1, 0],
      [3, 1, 1],
      [1, 2, 1],
      [1, 1, 2],
    ] as const) {
      await expect(call(target, version, count)).rejects.toMatchObject({ code: 'LC002' });
    }
    const key = () =>
      on.poolFor('intake').query(
        `select es.append_one($1, 0, 'Reported', gen_random_uuid(), 'case-x', 1, now(), now(), '{}', 'c', null, '{}', sha256('x'),
          array['case/case-x'], array['junk'::bytea], array[false])`,
        [mine],
      );
    await expect(key()).rejects.toMatchObject({ code: 'LC001' });
    expect((await on.pool.query("select 1 from keys.data_key where id = 'case/case-x'")).rowCount).toBe(0);
  });

  it('refuses what it could not keep as it is', async () => {
    const stream = `case-${newId()}`;
    for (const [bad, why] of [
      [event('Unknown'), 'not in the registry'],
      [event('Reported'), 'belongs to category report'],
      [event('Opened', {}, { id: 'ABC' }), 'no event id'],
      [event('Opened', {}, { occurredAt: '2026-01-31T08:15:30Z' }), 'no time in UTC'],
      [event('Opened', { a: 'x\u0000y' }), 'NUL'],
      [event('Opened', { sealed: {} }), 'named sealed'],
    ] as const) {
      const refused: unknown = await one(stream, 0, bad).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(InvalidEvent);
      expect((refused as Error).message).toContain(why);
    }
    await expect(one('Case 1', 0)).rejects.toThrow('no stream name');
    await expect(one(stream, 0, event('Opened', { a: '\ud800' }))).rejects.toThrow('lone surrogate');
    const kept = {
      text: 'a\\u0000 "\u2028 đ 😀',
      number: 1e21,
      small: 5e-324,
      minus: -0,
      nested: { b: [null, true], a: {} },
    };
    await one(stream, 0, event('Opened', kept));
    expect((await triage.readStream(stream))[0]?.data).toEqual({ ...kept, minus: 0 });
  });

  it('stores the leaf of exactly what it covers', async () => {
    const stream = `case-${newId()}`;
    await one(stream, 0, event('Opened', { z: 1, a: 'ă', url: 'https://example.test/' }, { causationId: newId() }));
    const { rows } = await on.pool.query<{ data: unknown; leaf: Buffer }>(
      'select data, leaf from es.log where stream = $1',
      [stream],
    );
    const [stored] = rows;
    const [recorded] = await triage.readStream(stream);
    if (!stored || !recorded) throw new Error('nothing stored');
    expect(leafHash({ ...recorded, data: stored.data }).equals(stored.leaf)).toBe(true);
    expect(leafHash({ ...recorded, version: 2, data: stored.data }).equals(stored.leaf)).toBe(false);
  });
});
