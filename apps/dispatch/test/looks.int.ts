import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Seen } from '#libs/dns';
import { EventStore } from '#libs/event-store';
import { RegistersReader } from '#libs/identity';
import { Retention } from '#libs/process';
import type { Running } from '#libs/process';
import { Clock, Database, Logger } from '#libs/service-kit';
import { parseDeliverySettings } from '../src/couriers/settings.js';
import { OrderChanges } from '../src/orders/order-changes.js';
import { OrderFiles } from '../src/orders/order-file.js';
import { LoggedRequests } from '../src/streams/request-streams.js';
import { Prober } from '../src/verification/prober.js';
import { Rechecks } from '../src/verification/rechecks.js';
import { Verification } from '../src/verification/verification.js';
import type { ApprovalOptions } from './approval.js';
import { DispatchUnderTest } from './dispatch-under-test.js';
import type { ProviderName } from './world.js';

const PROVIDER_AT = { host: '127.0.0.1', port: 5_353 };
const WORLD_AT = { host: '127.0.0.1', port: 5_354 };
const NEIGHBOUR = 'neighbour.example.net';
const CANARY = 'canary.example.net';
const looked = {
  adapter: 'polls',
  probe: { resolver: '127.0.0.1:5353', canary: CANARY, neighbour: NEIGHBOUR, cacheSeconds: 0 },
};
const settings = parseDeliverySettings(
  JSON.stringify({ control: '127.0.0.1:5354', providers: { 'telecom-a': looked, 'isp-dns': looked } }),
);

const ADDRESS: Seen = { kind: 'addresses', addresses: ['192.0.2.1'] };
const MOVED: Seen = { kind: 'addresses', addresses: ['198.51.100.7'] };
const GONE: Seen = { kind: 'nxdomain' };

/** What the two resolvers say of every name but the neighbour, and which names the provider's was asked about. */
let provider: Seen = GONE;
let world: Seen = ADDRESS;
const asked: string[] = [];
const answering = new Prober(WORLD_AT, (resolver, name) => {
  if (resolver.port === PROVIDER_AT.port) asked.push(name);
  if (name === NEIGHBOUR) return Promise.resolve(ADDRESS);
  return Promise.resolve(resolver.port === PROVIDER_AT.port ? provider : world);
});
/** Asks, and never hears: what a process does that dies in the middle of a look. */
const dying = new Prober(WORLD_AT, (resolver, name) => {
  if (resolver.port === PROVIDER_AT.port) asked.push(name);
  return new Promise(() => undefined);
});

let under: DispatchUnderTest;
let other: Running;
let here: Verification;
let there: Verification;
/** Hours by which the rechecks' clock is ahead: what is said takes an hour to be sure of, and a day between two. */
let ahead = 0;
class AheadClock extends Clock {
  now(): Date {
    return new Date(Date.now() + ahead * 3_600_000);
  }
}
const clock = new AheadClock();
const verificationOf = ({ app }: Running, prober: Prober): Verification => {
  const part = <T>(type: new (...args: never[]) => T): T => app.get<T>(type, { strict: false });
  const log = app.get(Logger, { strict: false });
  const [database, files] = [part(Database), part(OrderFiles)];
  const rechecks = new Rechecks(database, files, part(OrderChanges), app.get(EventStore, { strict: false }), clock);
  const parts = [database, part(LoggedRequests), files, part(RegistersReader), rechecks] as const;
  return new Verification(settings, prober, ...parts, app.get(Clock, { strict: false }), log);
};

beforeAll(async () => {
  // Their own verification rests: nothing is probed by their settings, and nothing looks but what is called here.
  under = await DispatchUnderTest.start();
  other = await under.second();
  here = verificationOf(under.running, answering);
  there = verificationOf(other, answering);
}, 60_000);
afterAll(async () => {
  await other.close();
  await under.close();
});

const LONG = 30 * 24 * 60 * 60;
/** An order whose providers say that they block a host; everything that follows from it is in the read models. */
const ordered = async (
  host: string,
  { providers = ['telecom-a'], ...more }: Pick<ApprovalOptions, 'category'> & { providers?: ProviderName[] } = {},
): Promise<string> => {
  const { order } = await under.approve({
    action: 'block-host',
    scope: { host },
    providers,
    expiresInSeconds: LONG,
    ...more,
  });
  for (const provider of providers) {
    await under.receive(provider, order);
    await under.call(`/requests/${under.request(order, provider)}/enforced`, { key: provider, body: {} });
  }
  await settled();
  return order;
};
const enforced = async (host: string): Promise<string> => under.request(await ordered(host), 'telecom-a');
const settled = async (): Promise<void> => under.reached('dispatch.probes', await under.store('ledger').head());
const happened = async (type: 'EnforcementVerified' | 'EnforcementNotSeen', request: string): Promise<number> =>
  (await under.events(type)).filter(({ data }) => data.requestId === request).length;

interface Next {
  readonly tries: number;
  readonly verdict: string | null;
  readonly reason: string | null;
  /** Seconds until the next look. */
  readonly rest: number;
}
const next = async (request: string): Promise<Next | undefined> => {
  const { rows } = await under.database.pool.query<Next>(
    `select tries, verdict, reason, round(extract(epoch from due_at - now()))::float8 as rest
       from dispatch_probing.next_look where request_id = $1`,
    [request],
  );
  return rows[0];
};
/** As if the clock had come to the next look. */
const later = (request: string): Promise<unknown> =>
  under.database.pool.query(
    `update dispatch_probing.next_look n set due_at = now(), since = p.since
       from dispatch_probes.probe_row p where p.request_id = n.request_id and n.request_id = $1`,
    [request],
  );

beforeEach(() => {
  ahead = 0;
  [provider, world] = [GONE, ADDRESS];
});

describe('two processes that verify', () => {
  it('look for every request once, and record what is seen once', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `cung-nhin-${String(index)}.example.org`);
    const requests: string[] = [];
    for (const name of names) requests.push(await enforced(name));
    const took = await Promise.all([here.run(), there.run(), here.run(), there.run()]);

    expect(took.reduce((sum, one) => sum + one, 0)).toBe(names.length);
    expect(asked.filter((name) => names.includes(name)).sort()).toEqual([...names].sort());
    for (const request of requests) expect(await happened('EnforcementVerified', request)).toBe(1);
  });

  it('leave a look to whoever holds it, and take it over from one that died', async () => {
    const name = 'do-dang.example.org';
    const request = await enforced(name);
    void verificationOf(other, dying).run();
    await under.until(() => Promise.resolve(asked.includes(name)));
    expect(await here.run()).toBe(0);

    await under.database.pool.query(
      `update dispatch_probing.next_look set held_until = held_until - interval '1 minute' where request_id = $1`,
      [request],
    );
    expect(await here.run()).toBe(1);
    expect(await happened('EnforcementVerified', request)).toBe(1);
    expect(asked.filter((one) => one === name)).toHaveLength(2);
  });
});

describe('a block in force', () => {
  const HOUR = 60 * 60;
  const DAY = 24 * HOUR;

  it('is looked at again after a day, also when its name has moved; less often each time while it is gone; and when it is back', async () => {
    const request = await enforced('di-roi-ve.example.org');
    await here.run();
    expect(await next(request)).toEqual({ tries: 1, verdict: 'blocked', reason: 'answered-as-blocked', rest: DAY });
    await settled();
    expect(await here.run()).toBe(0);

    world = MOVED;
    await later(request);
    expect(await here.run()).toBe(1);
    // Made sure of within the hour.
    expect(await next(request)).toMatchObject({ verdict: 'blocked', rest: HOUR });

    world = GONE;
    const rests: (number | undefined)[] = [];
    for (let look = 0; look < 4; look += 1) {
      await later(request);
      await here.run();
      rests.push((await next(request))?.rest);
    }
    expect(rests).toEqual([8, 16, 32, 64]);
    expect(await next(request)).toMatchObject({ verdict: 'undetermined', reason: 'name-gone' });
    const metrics = await (await fetch(`${under.url}/metrics`)).text();
    expect(metrics).toContain('lachan_requests_seen{provider="telecom-a",status="name-gone"} 1');

    world = ADDRESS;
    await later(request);
    await here.run();
    expect(await next(request)).toMatchObject({ verdict: 'blocked', rest: HOUR });
    await later(request);
    await here.run();
    expect(await next(request)).toMatchObject({ verdict: 'blocked', rest: DAY });
    expect(await happened('EnforcementVerified', request)).toBe(1);
    expect(await happened('EnforcementNotSeen', request)).toBe(0);
  });

  it('that is not there any more is found, and sent again', async () => {
    const request = await enforced('tro-lai.example.org');
    await here.run();
    await settled();
    provider = ADDRESS;
    await later(request);
    expect(await here.run()).toBe(1);
    expect(await happened('EnforcementNotSeen', request)).toBe(1);
    expect((await under.events('RequestResent')).filter(({ data }) => data.requestId === request)).toHaveLength(1);
  });
});

describe('what a recheck says of the name', () => {
  const said = async (order: string): Promise<string[]> =>
    (await under.events('BlockRechecked')).filter(({ data }) => data.orderId === order).map(({ data }) => data.found);
  /** Looks at each of these requests, as if so many hours had gone by. */
  const lookAfter = async (hours: number, ...requests: string[]): Promise<void> => {
    ahead += hours;
    await Promise.all(requests.map(later));
    await here.run();
  };

  it('is on its order when it has been so for an hour: gone, back, moved, each once and at most one a day', async () => {
    const order = await ordered('con-mat-chuyen.example.org');
    const request = under.request(order, 'telecom-a');
    await here.run();
    await settled();

    world = GONE;
    await lookAfter(1, request);
    await lookAfter(0.9, request);
    expect(await said(order)).toEqual([]);
    await lookAfter(0.1, request);
    await lookAfter(30, request);
    expect(await said(order)).toEqual(['gone']);

    world = ADDRESS;
    await lookAfter(1, request);
    await lookAfter(1, request);
    expect(await said(order)).toEqual(['gone', 'back']);

    world = MOVED;
    await lookAfter(1, request);
    await lookAfter(2, request);
    expect(await said(order)).toEqual(['gone', 'back']);
    await lookAfter(24, request);
    await lookAfter(24, request);
    expect(await said(order)).toEqual(['gone', 'back', 'moved']);
    const events = await under.events('BlockRechecked');
    expect(JSON.stringify(events)).not.toMatch(/con-mat-chuyen|198\.51|192\.0/);
  });

  it('is not said of an outage that is over within the hour', async () => {
    const order = await ordered('chap-chon.example.org');
    const request = under.request(order, 'telecom-a');
    await here.run();
    await settled();
    for (const now of [GONE, ADDRESS, MOVED, ADDRESS, GONE]) {
      world = now;
      await lookAfter(3, request);
    }
    expect(await said(order)).toEqual([]);
  });

  it('is said once for the order, whichever providers’ blocks were looked at', async () => {
    const order = await ordered('nhieu-noi.example.org', { providers: ['telecom-a', 'isp-dns'] });
    const requests = ['telecom-a', 'isp-dns'].map((one) => under.request(order, one));
    await here.run();
    await settled();
    world = GONE;
    await lookAfter(1, ...requests);
    await lookAfter(1, ...requests);
    await lookAfter(48, ...requests);
    expect(await said(order)).toEqual(['gone']);
  });

  it('is nothing for a referral category, of which the canary alone is asked about and nothing is remembered', async () => {
    asked.length = 0;
    const name = 'khong-hoi-ten.example.org';
    const order = await ordered(name, { category: 'csam' });
    const request = under.request(order, 'telecom-a');
    await here.run();
    await settled();
    world = GONE;
    await lookAfter(1, request);
    await lookAfter(2, request);
    expect(await said(order)).toEqual([]);
    expect(asked).toContain(CANARY);
    expect(asked).not.toContain(name);
    const { rows } = await under.database.pool.query('select from dispatch_probing.name_seen where order_id = $1', [
      order,
    ]);
    expect(rows).toEqual([]);
  });
});

describe('when it is old, a look', () => {
  it('at a request that is over goes by the process’s own hand; one that is overdue is still done', async () => {
    const over = '00000000-0000-7000-8000-000000000001';
    const request = await enforced('qua-han-lau.example.org');
    await here.run();
    await settled();
    await under.database.pool.query(
      `insert into dispatch_probing.next_look (request_id, since, tries, due_at) values ($1, now(), 1, now())`,
      [over],
    );
    await under.database.pool.query(
      `update dispatch_probing.next_look set due_at = now() - interval '31 days' where request_id = any($1)`,
      [[over, request]],
    );
    expect(await under.running.app.get(Retention, { strict: false }).round()).toMatchObject({ looks: 1, notices: 0 });
    expect(await next(over)).toBeUndefined();
    await later(request);
    expect(await here.run()).toBe(1);
    expect(await next(request)).toMatchObject({ tries: 2, verdict: 'blocked' });
  });
});
