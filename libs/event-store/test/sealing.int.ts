import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventDamaged, EventStore, ForeignMasterKey, Keyring, ScopeErased } from '../src/index.js';
import { event, fixture, newId, REGISTRY, type Fixture } from './fixture.js';

const CLEAR = { url: 'https://canary.example.test/path', child: 'canary-child', note: 'canary-note', open: 'stays' };

describe('protected fields', () => {
  let on: Fixture;
  let triage: EventStore;
  const stored = async (stream: string) => {
    const { rows } = await on.pool.query<{ data: Record<string, unknown> }>(
      'select data from es.log where stream = $1 order by version',
      [stream],
    );
    return rows.map(({ data }) => data);
  };
  const open = async (stream: string, data: object = CLEAR, expectedVersion: number | 'any' = 'any') =>
    triage.append({ streams: [{ stream, expectedVersion, events: [event('Opened', data, { orderingKey: stream })] }] });

  beforeAll(async () => {
    on = await fixture();
    triage = on.store('triage');
  });
  afterAll(() => on.close());

  it('are ciphertext in the log, one per class, and come back in place', async () => {
    const stream = `case-${newId()}`;
    await open(stream);
    const [data] = await stored(stream);
    expect(JSON.stringify(data)).not.toContain('canary');
    expect(data).toEqual({
      open: 'stays',
      sealed: {
        case: { k: `case/${stream}`, x: expect.any(String) },
        personal: { k: `personal/${stream}`, x: expect.any(String) },
        'child-secret': { k: `child-secret/${stream}`, x: expect.any(String) },
      },
    });
    expect((await triage.readStream(stream))[0]?.data).toEqual(CLEAR);
    expect((await on.store('ledger').readStream(stream))[0]?.data).toEqual(CLEAR);
  });

  it('have no key in the database that opens them without the master key', async () => {
    const stream = `case-${newId()}`;
    await open(stream);
    const { rows } = await on.pool.query<{ id: string; wrapped: Buffer }>(
      'select id, wrapped from keys.data_key where id = $1',
      [`case/${stream}`],
    );
    const wrapped = rows[0]?.wrapped ?? Buffer.alloc(0);
    expect(wrapped).toHaveLength(4 + 24 + 32 + 16);
    expect(() => new Keyring(Buffer.alloc(32, 8)).unwrap(`case/${stream}`, wrapped)).toThrow();
    expect(() => on.keyring.unwrap('case/case-other', wrapped)).toThrow();
    expect(on.keyring.unwrap(`case/${stream}`, wrapped)).toHaveLength(32);
  });

  it('open only for roles that may read their key', async () => {
    const stream = `case-${newId()}`;
    await open(stream);
    const [forDispatch] = await on.store('dispatch').readStream(stream);
    expect(forDispatch?.data).toEqual({ ...CLEAR, child: null, note: null });
    expect(forDispatch?.erased).toBeUndefined();
  });

  it('are null for ever once their key is destroyed, while the rest and the leaf stay', async () => {
    const stream = `case-${newId()}`;
    await open(stream);
    const elsewhere = on.store('ledger');
    const stop = elsewhere.onCommit(() => undefined);
    expect((await elsewhere.readStream(stream))[0]?.data).toEqual(CLEAR);
    const before = await on.pool.query('select leaf, data from es.log where stream = $1', [stream]);

    expect(await triage.destroyKey(`personal/${stream}`)).toBe(true);
    expect(await triage.destroyKey(`personal/${stream}`)).toBe(true);
    expect(await triage.destroyKey(`personal/case-none`)).toBe(false);

    const [read] = await triage.readStream(stream);
    expect(read).toMatchObject({ data: { ...CLEAR, note: null }, erased: true });
    let [other] = await elsewhere.readStream(stream);
    while (other?.erased === undefined) [other] = await elsewhere.readStream(stream);
    expect(other.data).toEqual({ ...CLEAR, note: null });
    expect((await on.pool.query('select leaf, data from es.log where stream = $1', [stream])).rows).toEqual(
      before.rows,
    );
    const { rows } = await on.pool.query('select wrapped from keys.data_key where id = $1', [`personal/${stream}`]);
    expect(rows).toEqual([{ wrapped: null }]);

    await expect(open(stream)).rejects.toBeInstanceOf(ScopeErased);
    await expect(
      on.store('triage').append({
        streams: [{ stream, expectedVersion: 'any', events: [event('Opened', CLEAR, { orderingKey: stream })] }],
      }),
    ).rejects.toBeInstanceOf(ScopeErased);
    expect((await open(stream, { url: 'https://example.test/' })).events).toHaveLength(1);
    stop();
  });

  it('are not added by a process that still holds the destroyed key', async () => {
    const stream = `case-${newId()}`;
    await open(stream);
    await open(stream, { note: 'một' });
    const { rows } = await on.pool.query<{ head: string }>('select position as head from es.head');
    // As another process whose announcement is still on its way.
    await on.pool.query('update keys.data_key set wrapped = null, destroyed_at = now() where id = $1', [
      `personal/${stream}`,
    ]);
    await expect(open(stream, { note: 'hai' })).rejects.toBeInstanceOf(ScopeErased);
    await expect(open(stream, { url: 'x', note: 'ba' })).rejects.toBeInstanceOf(ScopeErased);
    expect((await on.pool.query('select position as head from es.head')).rows).toEqual(rows);
    expect((await open(stream, { url: 'https://example.test/' })).events[0]?.version).toBe(3);
  });

  it('cannot be erased by a role that may not read them, nor by the auditor', async () => {
    const stream = `case-${newId()}`;
    await open(stream);
    for (const service of ['intake', 'directory', 'dispatch'] as const) {
      await expect(on.store(service).destroyKey(`personal/${stream}`)).rejects.toThrow('not its to destroy');
    }
    await expect(on.store('ledger').destroyKey(`personal/${stream}`)).rejects.toThrow('permission denied');
    expect((await triage.readStream(stream))[0]?.data).toEqual(CLEAR);
  });

  it('share one key per scope although many processes make it at once', async () => {
    const scope = `case-${newId()}`;
    const stores = Array.from({ length: 6 }, () => on.store('triage'));
    await Promise.all(
      stores.flatMap((store, index) =>
        Array.from({ length: 5 }, (_, n) =>
          store.append({
            streams: [
              {
                stream: `${n % 2 ? 'case' : 'support'}-${newId()}`,
                expectedVersion: 0,
                events: [
                  event(
                    n % 2 ? 'Opened' : 'Supported',
                    { note: `${index.toString()}.${n.toString()}` },
                    { orderingKey: scope },
                  ),
                ],
              },
            ],
          }),
        ),
      ),
    );
    const { rows } = await on.pool.query("select count(*)::int as n from keys.data_key where id like '%' || $1", [
      scope,
    ]);
    expect(rows).toEqual([{ n: 1 }]);
    const events = (await triage.readAll({ after: 0, limit: 10_000 })).filter(
      ({ orderingKey }) => orderingKey === scope,
    );
    expect(events.map(({ data }) => (data as { note: string }).note).sort()).toEqual(
      stores.flatMap((_, index) => Array.from({ length: 5 }, (_, n) => `${index.toString()}.${n.toString()}`)),
    );
  });

  it('of a report are protected under the report until there is a case', async () => {
    const [stream, intake] = [`report-${newId()}`, on.store('intake')];
    const data = { contact: '090…', url: 'https://example.test/' };
    await intake.append({
      streams: [{ stream, expectedVersion: 0, events: [event('Reported', data, { orderingKey: 'target-1' })] }],
    });
    expect((await stored(stream))[0]?.['sealed']).toMatchObject({ personal: { k: `personal/${stream}` } });
    expect((await intake.readStream(stream))[0]?.data).toEqual(data);
    expect((await triage.readStream(stream))[0]?.data).toEqual(data);
    expect(await on.store('dispatch').readStream(stream)).toEqual([]);
  });

  it('cost no key when there are none', async () => {
    const stream = `case-${newId()}`;
    await open(stream, { open: 'only' });
    expect((await stored(stream))[0]).toEqual({ open: 'only' });
  });
});

describe('a log that was tampered with', () => {
  let on: Fixture;
  beforeAll(async () => {
    on = await fixture();
  });
  afterAll(() => on.close());

  it('does not open a ciphertext moved to another event, and names the event', async () => {
    const [stream, triage] = [`case-${newId()}`, on.store('triage')];
    const append = (note: string) =>
      triage.append({ streams: [{ stream, expectedVersion: 'any', events: [event('Opened', { note })] }] });
    await append('one');
    const { events } = await append('two');
    await on.pool.query(
      `update es.log l set data = o.data from es.log o
       where l.stream = $1 and l.version = 2 and o.stream = $1 and o.version = 1`,
      [stream],
    );
    const damaged: unknown = await triage.readStream(stream).catch((error: unknown) => error);
    expect(damaged).toBeInstanceOf(EventDamaged);
    expect(damaged).toMatchObject({ eventId: events[0]?.id, position: 2 });
  });
});

describe('a process with another master key than the database', () => {
  let on: Fixture;
  beforeAll(async () => {
    on = await fixture();
  });
  afterAll(() => on.close());

  it('neither writes nor reads protected fields, and says which key is missing', async () => {
    const stream = `case-${newId()}`;
    const append = (store: EventStore, note?: string) =>
      store.append({ streams: [{ stream, expectedVersion: 'any', events: [event('Opened', { note })] }] });
    await append(on.store('triage'), 'ghi chú');
    const keyring = new Keyring(Buffer.alloc(32, 99));
    const foreign = new EventStore({ pool: on.poolFor('triage'), registry: REGISTRY, keyring, service: 'triage' });
    await expect(append(foreign, 'khác')).rejects.toBeInstanceOf(ForeignMasterKey);
    await expect(foreign.readStream(stream)).rejects.toThrow(on.keyring.fingerprint());
    expect((await append(foreign)).events).toHaveLength(1);
    await foreign.close();
  });
});
