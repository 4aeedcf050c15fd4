import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { RequestTarget } from '#libs/contracts';
import { describeWhere } from '#libs/testing';
import { FeedSides } from '../../src/feed/feed-side.js';
import { RpzAdapter } from '../../src/adapters/rpz/rpz-adapter.js';
import { takenSerial } from '../../src/adapters/rpz/transfer-log.js';
import { Zone } from '../../src/adapters/rpz/zone.js';
import { Breaker } from '../../src/couriers/breaker.js';
import { Courier } from '../../src/couriers/courier.js';
import { DispatchUnderTest } from '../dispatch-under-test.js';
import { deliveryContract } from '../push-contract.js';
import { installed } from '../../../../infra/dns/programs.mjs';
import { DnsWorld } from './dns-world.js';

describeWhere(installed('named', 'dig'))('requests carried into a policy zone', () => {
  let under: DispatchUnderTest;
  let world: DnsWorld;
  beforeAll(async () => {
    world = await DnsWorld.start({ 'isp-dns': [] });
    under = await DispatchUnderTest.start();
  }, 60_000);
  afterAll(async () => {
    await under.close();
    await world.close();
  });

  const zone = () => world.zone('isp-dns', 'block');
  const adapter = (block: Zone = zone()) =>
    new RpzAdapter({
      block,
      allow: world.zone('isp-dns', 'allow'),
      allowed: () => Promise.resolve(['thiet-yeu.example']),
      privateRoad: false,
      taken: () =>
        takenSerial({ log: join(world.folder, 'primary', 'transfers.log'), key: transferKey(), zone: blockZone() }),
    });
  const transferKey = () => world.provider('isp-dns').transferKey;
  const blockZone = () => world.provider('isp-dns').blockZone;
  const courier = (perHour = 1_000, block?: Zone) =>
    new Courier({
      provider: 'isp-dns',
      adapter: adapter(block),
      side: under.running.app.get(FeedSides).real,
      breaker: new Breaker({ perHour }, () => Date.now()),
      now: () => Date.now(),
    });
  const names = async () => (await zone().read()).names;

  /** A zone whose writer dies when the primary has taken its change. */
  const dyingZone = (): Zone => {
    const dying = zone();
    const change = dying.change.bind(dying);
    dying.change = async (...args) => {
      await change(...args);
      throw new Error('the power went');
    };
    return dying;
  };

  deliveryContract({
    under: () => under,
    provider: 'isp-dns',
    sayable: (host) => ({ action: 'block-host', scope: { host } }),
    unsayable: (host) => ({ action: 'block-host', scope: { host }, category: 'grooming' }),
    carry: async ({ perHour, dies } = {}) => {
      await courier(perHour, dies === true ? dyingZone() : undefined).carry();
    },
    blocks: async (target: RequestTarget) => 'host' in target && (await names()).has(target.host),
    trace: async () => JSON.stringify([...(await names())].sort()) + String(await zone().cursor()),
    breaks: true,
    lose: async () => {
      const { names: all, cursor } = await zone().read();
      await zone().change({ add: [], remove: [...all] }, cursor, undefined);
    },
  });

  it('puts what must stay reachable into the zone that goes before', async () => {
    await courier().carry();
    expect([...(await world.zone('isp-dns', 'allow').read()).names]).toEqual(['thiet-yeu.example']);
  });

  it('blocks a domain by two records, and brings a narrower block back when the wider one ends', async () => {
    const [domain, host] = ['mien.example', 'a.b.mien.example'];
    const carry = async () => {
      await under.reached('dispatch.feed', await under.store('ledger').head());
      await courier().carry();
    };
    const approve = async (scope: { host: string } | { domain: string }) => {
      const action = 'host' in scope ? 'block-host' : 'block-domain';
      const { order, position } = await under.approve({ providers: ['isp-dns'], action, scope });
      await under.reached('dispatch.decisions', position);
      return order;
    };
    await approve({ host });
    await carry();
    const wide = await approve({ domain });
    await carry();
    const during = await names();
    expect([host, domain, `*.${domain}`].map((name) => during.has(name))).toEqual([false, true, true]);
    await under.call(`/orders/${wide}/withdraw`, { cookie: 'nguoi-duyet', body: { reason: 'thu hồi' } });
    await carry();
    const after = await names();
    expect([host, domain, `*.${domain}`].map((name) => after.has(name))).toEqual([true, false, false]);
  });

  it('takes the transfer in the primary’s log for a receipt, and nothing less', async () => {
    const running = courier();
    await running.carry();
    const { order, position } = await under.approve({
      providers: ['isp-dns'],
      action: 'block-host',
      scope: { host: 'bien-nhan.example.com' },
    });
    await under.reached('dispatch.decisions', position);
    await under.reached('dispatch.feed', await under.store('ledger').head());
    const acknowledged = async () =>
      (await under.events('RequestAcknowledged')).filter(({ data }) => data.orderId === order).length;
    // The dispatcher's own reading is no receipt of the provider's.
    await names();
    expect(await running.carry()).toMatchObject({ again: 1_000 });
    expect(await acknowledged()).toBe(0);

    const { transferSecret } = world.provider('isp-dns');
    const server = [
      '@127.0.0.1',
      '-p',
      String(world.primaryPort),
      '-y',
      `hmac-sha256:${transferKey()}:${transferSecret}`,
    ];
    const { stdout } = await promisify(execFile)('dig', [...server, blockZone(), 'AXFR']);
    expect(stdout).toContain('bien-nhan.example.com.');
    await under.until(async () => {
      await running.carry();
      return (await acknowledged()) === 1;
    });
    expect(await running.carry()).not.toHaveProperty('again');
  });

  it('mends a zone that somebody else changed', async () => {
    await courier().carry();
    const { names: before, cursor } = await zone().read();
    await zone().change({ add: ['slipped.in.example.com'], remove: [...before].slice(0, 1) }, cursor, cursor);
    await courier().carry();
    expect(await names()).toEqual(before);
  });
});
