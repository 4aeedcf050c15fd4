import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  TAXII_MEDIA_TYPE,
  type StixIndicator,
  type TaxiiCollections,
  type TaxiiEnvelope,
  type TaxiiManifest,
  type TaxiiVersions,
} from '#libs/contracts';
import { DispatchUnderTest } from './dispatch-under-test.js';

let under: DispatchUnderTest;
beforeAll(async () => {
  under = await DispatchUnderTest.start();
});
afterAll(() => under.close());

interface Got<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

const ask = async <T>(key: string | null, path: string, headers: Record<string, string> = {}): Promise<Got<T>> => {
  const answer = await fetch(new URL(path, `${under.url}/taxii2/`), {
    headers: {
      accept: TAXII_MEDIA_TYPE,
      ...(key === null ? {} : { authorization: `Bearer ${under.keys.get(key) ?? key}` }),
      ...headers,
    },
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as T };
};
const collectionOf = async (key: string, alias: string): Promise<string> => {
  const { body } = await ask<TaxiiCollections>(key, 'lists/collections/');
  const found = body.collections.find((one) => one.alias === alias);
  return `lists/collections/${found?.id ?? ''}`;
};
/** Every object of a collection, page by page. */
const everything = async (key: string, collection: string, limit = 100, query = ''): Promise<StixIndicator[]> => {
  const objects: StixIndicator[] = [];
  for (let next = ''; ;) {
    const { status, body } = await ask<TaxiiEnvelope>(
      key,
      `${collection}/objects/?limit=${String(limit)}${next}${query}`,
    );
    if (status !== 200) throw new Error(JSON.stringify(body));
    objects.push(...(body.objects ?? []));
    if (!body.more) return objects;
    next = `&next=${body.next ?? ''}`;
  }
};
const withdraw = async (order: string): Promise<void> => {
  await under.call(`/orders/${order}/withdraw`, { cookie: 'nguoi-duyet', body: { reason: 'thu hồi' } });
  await under.reached('dispatch.feed', await under.store('ledger').head());
};
const approved = async (options: Parameters<DispatchUnderTest['approve']>[0]): Promise<string> => {
  const { order, position } = await under.approve(options);
  await under.reached('dispatch.decisions', position);
  await under.reached('dispatch.feed', await under.store('ledger').head());
  return order;
};

describe('TAXII for a provider', () => {
  it('leads from discovery to its one collection, to a key and to nobody else', async () => {
    const { body: discovery, headers } = await ask<{ default: string; api_roots: string[] }>('isp-url', '');
    expect(discovery.api_roots).toEqual([discovery.default]);
    expect(headers.get('content-type')).toBe(TAXII_MEDIA_TYPE);
    expect((await ask<{ versions: string[] }>('isp-url', discovery.default)).body.versions).toEqual([TAXII_MEDIA_TYPE]);
    const mine = await collectionOf('isp-url', 'requests');
    expect((await ask('isp-url', `${mine}/`)).body).toMatchObject({ can_read: true, can_write: false });
    for (const [status, key] of [
      [404, 'telecom-a'],
      [404, 'truong-hoc'],
      [401, null],
      [401, 'lck_0_0'],
    ] as const) {
      const refused = await ask<{ http_status: string }>(key, `${mine}/objects/`);
      expect([refused.status, refused.body.http_status]).toEqual([status, String(status)]);
      expect(refused.headers.get('content-type')).toBe(TAXII_MEDIA_TYPE);
    }
    expect((await ask(null, '')).headers.get('www-authenticate')).toBe('Basic realm="lachan", Bearer');
  });

  it('takes the key as the password of Basic authentication, here and nowhere else', async () => {
    const authorization = `Basic ${Buffer.from(`x:${under.keys.get('isp-url') ?? ''}`).toString('base64')}`;
    expect((await ask(null, 'lists/collections/', { authorization })).status).toBe(200);
    expect((await under.call('/requests', { headers: { authorization } })).status).toBe(401);
    expect((await ask(null, '', { authorization: `Basic ${Buffer.from('x:y').toString('base64')}` })).status).toBe(401);
  });

  it('brings each request as one indicator, in the order of the log, recorded as delivered first', async () => {
    const scopes = [
      { url: "http://taxii.example.test/o'n" },
      { host: 'may.taxii.example' },
      { domain: 'taxii.example' },
    ];
    const actions = ['block-url', 'block-host', 'block-domain'] as const;
    const orders: string[] = [];
    for (const [at, scope] of scopes.entries()) {
      orders.push(await approved({ providers: ['isp-url'], scope, action: actions[at] ?? 'block-url' }));
    }
    const mine = await collectionOf('isp-url', 'requests');
    const before = (await under.events('RequestDelivered')).length;
    const objects = await everything('isp-url', mine, 2);
    expect(objects.map(({ pattern }) => pattern)).toEqual([
      "[url:value = 'http://taxii.example.test/o\\'n']",
      "[domain-name:value = 'may.taxii.example']",
      "[domain-name:value = 'taxii.example' OR domain-name:value LIKE '%.taxii.example']",
    ]);
    expect(objects.map(({ id }) => id)).toEqual(orders.map((order) => `indicator--${under.request(order, 'isp-url')}`));
    expect((await under.events('RequestDelivered')).length - before).toBe(3);
    expect(JSON.stringify(await everything('isp-url', mine, 100))).toBe(JSON.stringify(objects));
  });

  it('revokes on lift, keeps the former version, and brings it to who asks from where it stood', async () => {
    const order = await approved({
      providers: ['telecom-a'],
      action: 'block-host',
      scope: { host: 'go.taxii.example' },
    });
    const mine = await collectionOf('telecom-a', 'requests');
    const [first] = await everything('telecom-a', mine);
    const { headers } = await ask('telecom-a', `${mine}/objects/`);
    const since = headers.get('x-taxii-date-added-last') ?? '';
    expect(headers.get('x-taxii-date-added-first')).toBe(since);
    expect(await everything('telecom-a', mine, 100, `&added_after=${since}`)).toEqual([]);
    await withdraw(order);

    const [revoked, ...rest] = await everything('telecom-a', mine, 100, `&added_after=${since}`);
    expect(rest).toEqual([]);
    expect(revoked).toMatchObject({ id: first?.id, created: first?.created, pattern: first?.pattern, revoked: true });
    expect(Date.parse(revoked?.modified ?? '')).toBeGreaterThan(Date.parse(first?.modified ?? ''));
    const lifts = (await under.events('LiftDelivered')).filter(({ data }) => data.orderId === order);
    expect(lifts).toHaveLength(1);
    const { body } = await ask<TaxiiVersions>('telecom-a', `${mine}/objects/${first?.id ?? ''}/versions/`);
    expect(body.versions).toEqual([first?.modified, revoked?.modified]);
    const asked = `${mine}/objects/${first?.id ?? ''}/?match[version]=`;
    expect((await ask<TaxiiEnvelope>('telecom-a', `${asked}first`)).body.objects).toEqual([first]);
    expect((await ask<TaxiiEnvelope>('telecom-a', `${asked}all`)).body.objects).toEqual([first, revoked]);
    expect((await ask<TaxiiEnvelope>('telecom-a', `${asked}${first?.modified ?? ''}`)).body.objects).toEqual([first]);
  });

  it('never holds a referral category, nor what was recalled before it was fetched', async () => {
    await approved({ providers: ['telecom-a'], category: 'csam', scope: { url: 'http://bi-mat.example.test/1' } });
    const recalled = await approved({ providers: ['telecom-a'], scope: { url: 'http://thu-hoi.example.test/1' } });
    await withdraw(recalled);
    const mine = await collectionOf('telecom-a', 'requests');
    const all = JSON.stringify(await everything('telecom-a', mine, 100, '&match[version]=all'));
    expect(all).not.toMatch(/bi-mat|thu-hoi|social-vice|csam/);
    const { body } = await ask<TaxiiManifest>('telecom-a', `${mine}/manifest/`);
    expect(body.objects?.map(({ id }) => id)).toEqual((await everything('telecom-a', mine)).map(({ id }) => id));
    const known = (await under.events('RequestDelivered')).filter(({ data }) => data.orderId === recalled);
    expect(known).toEqual([]);
  });

  it('fills its pages, whatever lies between that no pattern can say', async () => {
    for (let i = 0; i < 3; i += 1) {
      const url = `http://dai.example.test/${'x'.repeat(10)}\u00e9${String(i)}`;
      await approved({ providers: ['telecom-a'], scope: { url } });
    }
    await approved({ providers: ['telecom-a'], scope: { url: 'http://sau.example.test/1' } });
    const mine = await collectionOf('telecom-a', 'requests');
    for (let next = ''; ;) {
      const { body } = await ask<TaxiiEnvelope>('telecom-a', `${mine}/objects/?limit=1${next}`);
      expect(body.objects).toHaveLength(1);
      if (!body.more) break;
      next = `&next=${body.next ?? ''}`;
    }
    expect(JSON.stringify(await everything('telecom-a', mine))).not.toContain('dai.example.test');
  });

  it('says in the specification’s words what it cannot give', async () => {
    const mine = await collectionOf('isp-url', 'requests');
    const other = await collectionOf('telecom-a', 'requests');
    await approved({ providers: ['telecom-a'], scope: { url: 'http://them.example.test/1' } });
    await approved({ providers: ['telecom-a'], scope: { url: 'http://them.example.test/2' } });
    const { body: page } = await ask<TaxiiEnvelope>('telecom-a', `${other}/objects/?limit=1`);
    const refused = async (path: string, headers: Record<string, string> = {}): Promise<[number, unknown]> => {
      const { status, body } = await ask<{ error_code: string }>('isp-url', path, headers);
      return [status, body.error_code];
    };
    expect(await refused(`${mine}/objects/?next=${page.next ?? ''}`)).toEqual([400, 'invalid-cursor']);
    expect(await refused(`${mine}/objects/?limit=0`)).toEqual([400, 'invalid-request']);
    expect(await refused(`${mine}/objects/?added_after=hom-qua`)).toEqual([400, 'invalid-request']);
    expect(await refused(`${mine}/objects/indicator--${crypto.randomUUID()}/`)).toEqual([404, 'not-found']);
    expect(await refused(mine, { accept: 'application/taxii+json;version=2.0' })).toEqual([406, 'not-acceptable']);
    expect(await refused(mine, { accept: 'text/html' })).toEqual([406, 'not-acceptable']);
    expect((await ask('isp-url', `${mine}/objects/?match[type]=malware`)).body).toEqual({ more: false });
  });
});

describe('TAXII for others', () => {
  it('gives a school one collection for each age band, with what ended as revoked', async () => {
    const age = { category: 'age-inappropriate', action: 'restrict-age' } as const;
    const small = await approved({ ...age, ageBands: ['0-5'], scope: { host: 'nho.example.test' } });
    await approved({ ...age, scope: { host: 'moi-tuoi.example.test' } });
    const hosts = async (alias: string): Promise<string[]> => {
      const objects = await everything('truong-hoc', await collectionOf('truong-hoc', alias), 1);
      return objects
        .filter(({ labels }) => labels.includes('restrict-age'))
        .map(({ pattern, revoked }) => `${pattern.split("'")[1] ?? ''}${revoked ? ' revoked' : ''}`);
    };
    await under.until(async () => (await hosts('age-all')).length === 2);
    expect(await hosts('age-0-5')).toEqual(['nho.example.test', 'moi-tuoi.example.test']);
    expect(await hosts('age-15-17')).toEqual(['moi-tuoi.example.test']);
    await withdraw(small);
    await under.until(async () => (await hosts('age-0-5')).includes('nho.example.test revoked'));
    expect(await hosts('age-all')).toEqual(['moi-tuoi.example.test', 'nho.example.test revoked']);
  });

  it('gives a sandbox key its test requests', async () => {
    await under.call('/sandbox/requests', { key: 'thu-nghiem', body: { count: 3 } });
    const mine = await collectionOf('thu-nghiem', 'sandbox');
    const objects = await everything('thu-nghiem', mine, 2);
    expect(objects).toHaveLength(3);
    await under.call('/sandbox/requests', { key: 'thu-nghiem', body: { kind: 'lift' } });
    expect((await everything('thu-nghiem', mine)).map(({ revoked }) => revoked)).toEqual([undefined, undefined, true]);
    const one = await ask<TaxiiEnvelope>('thu-nghiem', `${mine}/objects/${objects[0]?.id ?? ''}/`);
    expect(one.body.objects?.map(({ id }) => id)).toEqual([objects[0]?.id]);
  });
});
