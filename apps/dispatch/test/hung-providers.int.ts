import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeliveryStates } from '#libs/contracts';
import { BadEnd, type Manner } from './bad-ends.js';
import { DispatchUnderTest } from './dispatch-under-test.js';

/** How long the bad end may take for an answer (s): short, so that many tries fail while others are served. */
const PATIENCE = 0.4;
const BAD = 'nen-tang';
const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

let under: DispatchUnderTest;
let end: BadEnd;
/** A provider that is rung for, and keeps well; beside it one that polls. */
let well: BadEnd;

beforeAll(async () => {
  end = await BadEnd.start('silent');
  well = await BadEnd.start('well');
  const post = { secrets: [SECRET], privateHost: '127.0.0.1' };
  under = await DispatchUnderTest.start({
    providers: {
      [BAD]: { adapter: 'platform-notice', url: end.url, ...post, patienceSeconds: PATIENCE },
      'telecom-a': { adapter: 'webhook', url: well.url, ...post },
    },
  });
});
afterAll(async () => {
  await under.close();
  await end.close();
  await well.close();
});

let name = 0;
/** One order that concerns the bad provider alone, and one that concerns the healthy ones. */
const approve = async (providers: readonly ('nen-tang' | 'telecom-a' | 'isp-url')[]) => {
  name += 1;
  const url = `https://www.youtube.com/watch?v=hong${String(name).padStart(7, '0')}`;
  const ofPlatform = { action: 'remove-content' as const, platform: 'youtube' as const, scope: { url } };
  const made = await under.approve({
    providers: [...providers],
    ...(providers[0] === BAD ? ofPlatform : { scope: { url: `http://lanh-${String(name)}.example.test/1` } }),
  });
  await under.reached('dispatch.decisions', made.position);
  await under.reached('dispatch.feed', await under.store('ledger').head());
  return made.order;
};
const stateOf = async (provider: string) =>
  (await under.call<DeliveryStates>('/deliveries', { cookie: 'quan-tri' })).body.items.find(
    (item) => item.provider === provider,
  );
const metric = async (pattern: RegExp): Promise<string | undefined> =>
  pattern.exec(await (await fetch(`${under.url}/metrics`)).text())?.[0];

describe.each<[Manner, RegExp]>([
  ['silent', /not reached/],
  ['trickles', /not reached/],
  ['trickles-body', /not reached/],
  ['half-closes', /not reached/],
  ['resets', /not reached/],
])('a provider’s end that is %s, beside healthy ones', (manner, said) => {
  it('holds up nobody, holds one connection, is seen, and has everything once and in order when it heals', async () => {
    end.manner = manner;
    const before = { taken: end.taken.length, rung: well.taken.length };
    const orders: string[] = [];
    let cursor = (await under.poll('isp-url', undefined, { wait: 0, limit: 500 })).cursor;
    const tries = end.came.length + end.most;
    for (let round = 0; round < 6; round += 1) {
      orders.push(await approve([BAD]));
      const healthy = await approve(['isp-url', 'telecom-a']);
      // What orders it: at the moment a healthy provider has its request, the bad one has still taken nothing.
      ({ cursor } = await under.receive('isp-url', healthy, cursor));
      const rung = before.rung + round;
      await under.until(() => Promise.resolve(well.taken.length > rung));
      expect(end.taken).toHaveLength(before.taken);
      expect(end.open).toBeLessThanOrEqual(1);
    }
    await under.until(async () => (await stateOf(BAD))?.status === 'failing');
    expect((await stateOf(BAD))?.detail).toMatch(said);
    expect((await stateOf('telecom-a'))?.status).toBe('carrying');
    expect(await metric(/^lachan_delivery_state\{[^}]*provider="nen-tang"[^}]*status="failing"\} 1$/m)).toBeDefined();
    expect(end.came.length + end.most).toBeGreaterThanOrEqual(tries);
    expect(end.most).toBe(1);

    end.manner = 'well';
    await under.call(`/deliveries/${BAD}/resume`, { cookie: 'quan-tri', body: {} });
    await under.until(() => Promise.resolve(end.taken.length >= before.taken + orders.length));
    const wanted = orders.map((order) => `msg_${under.request(order, BAD)}_block`);
    expect(end.taken.slice(before.taken)).toEqual(wanted);
    await under.until(async () => (await stateOf(BAD))?.status === 'carrying');
  }, 30_000);
});

describe('a process that ends while a provider’s end hangs', () => {
  it('does not wait for it, and rings again at its next start', async () => {
    well.manner = 'silent';
    const before = well.taken.length;
    await approve(['telecom-a']);
    await under.until(() => Promise.resolve(well.open === 1));
    // That end may take 20 s for an answer, longer than this test may last.
    await under.restart();
    await under.until(() => Promise.resolve(well.open === 1));
    expect(well.taken).toHaveLength(before);
    well.manner = 'well';
    await under.restart();
    await under.until(() => Promise.resolve(well.taken.length > before));
  }, 15_000);
});
