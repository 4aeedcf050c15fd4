import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { StixIndicator } from '#libs/contracts';
import { find } from '../../../../infra/dns/programs.mjs';
import { signedHeaders } from '../../src/adapters/webhook/signature.js';
import { DispatchUnderTest } from '../dispatch-under-test.js';
import { DnsWorld } from './dns-world.js';
import { client, withPython } from './python.js';

const PATIENCE = 60_000;

interface Walk {
  readonly title: string;
  readonly collections: readonly {
    readonly title: string;
    readonly pages: number;
    readonly objects: readonly StixIndicator[];
    readonly manifest: readonly string[];
    readonly one: readonly StixIndicator[];
    readonly versions: readonly string[];
    readonly invalid: readonly string[][];
  }[];
}

withPython('taxii2client', 'stix2validator')('taxii2-client and stix2-validator', () => {
  let under: DispatchUnderTest;
  beforeAll(async () => {
    under = await DispatchUnderTest.start();
  }, PATIENCE);
  afterAll(() => under.close());

  const walk = async (key: string): Promise<Walk> =>
    JSON.parse(await client('taxii_pages', [`${under.url}/taxii2/`, under.keys.get(key) ?? '', '2'])) as Walk;

  it(
    'page through everything that is asked of a provider, find every object valid, and see the lift',
    async () => {
      const scopes = [
        { action: 'block-url', scope: { url: "http://a.example.test/o'n?x=\\1" } },
        { action: 'block-host', scope: { host: 'may.example.test' } },
        { action: 'block-domain', scope: { domain: 'mien.example.test' } },
        { action: 'block-domain', scope: { domain: 'gach_duoi.example.test' } },
        { action: 'block-url', scope: { url: 'https://xn--bcher-kva.example.test/' } },
      ] as const;
      const orders: string[] = [];
      for (const one of scopes) {
        const { order, position } = await under.approve({ providers: ['isp-url'], ...one });
        orders.push(order);
        await under.reached('dispatch.decisions', position);
      }
      await under.reached('dispatch.feed', await under.store('ledger').head());

      const [before] = (await walk('isp-url')).collections;
      expect(before?.invalid).toEqual([]);
      expect(before?.objects.map(({ id }) => id)).toEqual(
        orders.map((order) => `indicator--${under.request(order, 'isp-url')}`),
      );
      expect(before?.pages).toBe(3);
      expect(before?.manifest).toEqual(before?.objects.map(({ id }) => id));
      expect(before?.one).toEqual([before?.objects[0]]);

      await under.call(`/orders/${orders[0] ?? ''}/withdraw`, { cookie: 'nguoi-duyet', body: { reason: 'thu hồi' } });
      await under.reached('dispatch.feed', await under.store('ledger').head());
      const [after] = (await walk('isp-url')).collections;
      expect(after?.invalid).toEqual([]);
      expect(after?.objects.map(({ revoked }) => revoked === true)).toEqual([false, false, false, false, true]);
      expect(after?.objects.at(-1)?.id).toBe(before?.objects[0]?.id);
    },
    PATIENCE,
  );

  it(
    'read a school’s collections, one for each age band',
    async () => {
      const age = { category: 'age-inappropriate', action: 'restrict-age' } as const;
      const { position } = await under.approve({ ...age, ageBands: ['6-10'], scope: { host: 'tuoi.example.test' } });
      await under.reached('dispatch.decisions', position);
      const read = async (): Promise<number[]> =>
        (await walk('truong-hoc')).collections.map(
          ({ objects, invalid }) =>
            objects.filter(({ labels }) => labels.includes('restrict-age')).length + invalid.length * 100,
        );
      await under.reached('dispatch.orders', await under.store('ledger').head());
      expect(await read()).toEqual([1, 0, 1, 0, 0]);
    },
    PATIENCE,
  );
});

withPython('standardwebhooks')('the Python library of Standard Webhooks', () => {
  const [secret, other] = [1, 2].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`) as [
    string,
    string,
  ];
  const body = '{"type":"requests.waiting","data":{}}';
  const verify = (given: object): Promise<string> => client('verify_webhook', [], JSON.stringify(given));

  it('verifies our ring with the new and the old secret, and refuses another secret, body or time', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const headers = signedHeaders([secret, other], 'msg_1', now, body);
    const late = signedHeaders([secret], 'msg_1', now - 3_600, body);
    const third = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
    const said = await Promise.all([
      verify({ secret, headers, body }),
      verify({ secret: other, headers, body }),
      verify({ secret: third, headers, body }),
      verify({ secret, headers, body: `${body} ` }),
      verify({ secret, headers: late, body }),
    ]);
    expect(said.map((one) => one.split(':')[0])).toEqual(['verified', 'verified', 'refused', 'refused', 'refused']);
  });
});

const withTransfers = find('named') === undefined ? it.skip : it;

withPython('dns.zone')('dnspython', () => {
  withTransfers(
    'transfers a zone with its provider’s key, and with no other',
    async () => {
      const world = await DnsWorld.start({ 'isp-a': [], 'isp-b': [] });
      try {
        await world
          .zone('isp-a', 'block')
          .change({ add: ['x.example.test', '*.example.net'], remove: [] }, undefined, 'lifts=0 blocks=2');
        const { blockZone, transferKey, transferSecret } = world.provider('isp-a');
        const foreign = world.provider('isp-b');
        const transfer = (key: string, secret: string, zone = blockZone): Promise<string> =>
          client('transfer_zone', [String(world.primaryPort), zone, key, secret]);
        const names = (await transfer(transferKey, transferSecret)).split('\n');
        expect(names).toEqual(expect.arrayContaining(['@', 'x.example.test', '*.example.net', '_cursor']));
        for (const refused of [
          transfer(foreign.transferKey, foreign.transferSecret),
          transfer(transferKey, foreign.transferSecret),
          transfer('', ''),
          transfer(transferKey, transferSecret, foreign.blockZone),
        ]) {
          expect(await refused).toMatch(/^refused: /);
        }
      } finally {
        await world.close();
      }
    },
    PATIENCE,
  );
});
