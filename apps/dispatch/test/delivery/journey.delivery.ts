import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DeliveryStates, EventType } from '#libs/contracts';
import { describeWhere } from '#libs/testing';
import { freePorts, installed, startBindResolver } from '../../../../infra/dns/programs.mjs';
import { DispatchUnderTest } from '../dispatch-under-test.js';
import { DnsWorld, dig, until } from './dns-world.js';

const PATIENCE = 60_000;
const NAME = 'www.example.org';

describeWhere(installed('named', 'dig'))('from an approval to a resolver and back', () => {
  let world: DnsWorld;
  let under: DispatchUnderTest;
  let resolver = 0;

  beforeAll(async () => {
    [resolver = 0] = await freePorts(1);
    world = await DnsWorld.start({ 'isp-dns': [resolver] });
    const provider = world.provider('isp-dns');
    const upstreamPort = world.authorityPort;
    await world.add(
      startBindResolver({ folder: join(world.folder, 'resolver'), port: resolver, upstreamPort, provider }),
    );
    const at = (port: number) => `127.0.0.1:${String(port)}`;
    const looked = { canary: 'canary.example.net', neighbour: 'neighbour.example.net', cacheSeconds: 0 };
    under = await DispatchUnderTest.start({
      control: at(upstreamPort),
      providers: {
        'isp-dns': {
          adapter: 'rpz',
          primary: at(world.primaryPort),
          updateKey: { name: world.updateKey.name, secret: world.updateKey.secret.toString('base64') },
          blockZone: provider.blockZone,
          allowZone: provider.allowZone,
          perHour: 5,
          probe: { ...looked, resolver: at(resolver), cacheSeconds: 60 },
        },
        // Polls, answers, and does nothing: its resolver is the world's.
        'telecom-a': { adapter: 'polls', probe: { ...looked, resolver: at(upstreamPort) } },
      },
    });
  }, PATIENCE);
  afterAll(async () => {
    await under.close();
    await world.close();
  });

  const happened = async (order: string, type: EventType) =>
    (await under.events(type)).filter(({ data }) => 'orderId' in data && data.orderId === order);
  const seen = async (order: string, type: EventType): Promise<void> => {
    await until('yes', async () => ((await happened(order, type)).length > 0 ? 'yes' : 'no'));
  };
  const block = (host: string, provider: 'isp-dns' | 'telecom-a' = 'isp-dns') =>
    under.approve({ action: 'block-host', scope: { host }, providers: [provider] });
  const withdraw = (order: string) =>
    under.call(`/orders/${order}/withdraw`, { cookie: 'nguoi-duyet', body: { reason: 'thu hồi' } });

  it(
    'blocks the name, sees that it is blocked, lifts it and sees that it is back',
    async () => {
      expect(await dig(resolver, NAME)).toBe('NOERROR');
      const times: Record<string, number> = {};
      const { order } = await block(NAME);
      times['approved → NXDOMAIN'] = await until('NXDOMAIN', () => dig(resolver, NAME));
      const verified = performance.now();
      await seen(order, 'EnforcementVerified');
      times['NXDOMAIN → verified'] = performance.now() - verified;
      await withdraw(order);
      times['withdrawn → resolves'] = await until('NOERROR', () => dig(resolver, NAME));
      await seen(order, 'LiftVerified');
      expect(await happened(order, 'RequestLifted')).toHaveLength(1);
      for (const ms of Object.values(times)) expect(ms).toBeLessThan(40_000);
    },
    PATIENCE,
  );

  it(
    'finds by the canary a provider that says it enforced and did not, sends again, and then tells who is above',
    async () => {
      const { order } = await block('con-mo.example.org', 'telecom-a');
      let cursor: string | undefined;
      for (const type of ['RequestResent', 'RequestEscalated'] as const) {
        const page = await under.receive('telecom-a', order, cursor);
        cursor = page.cursor;
        const id = under.request(order, 'telecom-a');
        await under.call(`/requests/${id}/enforced`, { key: 'telecom-a', body: {} });
        await seen(order, type);
      }
      const unseen = await under.events('EnforcementNotSeen');
      expect(unseen.filter(({ data }) => data.orderId === order).map(({ data }) => data.probe)).toEqual([
        'dns:list-not-applied',
        'dns:list-not-applied',
      ]);
      expect(await happened(order, 'EnforcementVerified')).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'stops when too much changes at once, says so to an administrator, and goes on when one has looked',
    async () => {
      const names = [...Array<undefined>(6).keys()].map((i) => `nhieu-${String(i)}.example.com`);
      for (const name of names) await block(name);
      const state = async () => {
        const { body } = await under.call<DeliveryStates>('/deliveries', { cookie: 'quan-tri' });
        return body.items[0];
      };
      await until('stopped', async () => (await state())?.status ?? '');
      expect((await state())?.detail).toContain('5 are normal');
      const { status } = await under.call('/deliveries/isp-dns/resume', { cookie: 'nguoi-duyet', body: {} });
      expect(status).toBe(403);
      await under.call('/deliveries/isp-dns/resume', { cookie: 'quan-tri', body: {} });
      for (const name of names) await until('NXDOMAIN', () => dig(resolver, name));
    },
    PATIENCE,
  );
});
