import { createServer, isIP, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FEED_FORMATS, keysOf, type ReportAccepted } from '#libs/contracts';
import { watchWaysOut, type WayOut } from '#libs/testing';
import { AUDITOR, LAM_DONG, OneCase } from './one-case.js';
import { Product } from './product.js';

/** A name that resolves to the canary on every machine, and one that only a resolver could know. */
const NAMES = { home: 'canary.localhost', reserved: 'canary.example.test' };

let product: Product;
let canaries: Server[];
let port: number;
let connections: string[];
let ways: WayOut[];
let stopWatching: () => void;

const listen = (host: string, at: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      connections.push(`${host}:${String(socket.remotePort)}`);
      socket.destroy();
    });
    server.once('error', reject).listen(at, host, () => resolve(server));
  });

beforeAll(async () => {
  ways = [];
  stopWatching = watchWaysOut((way) => ways.push(way));
  product = await Product.start();
  connections = [];
  const first = await listen('127.0.0.1', 0);
  ({ port } = first.address() as AddressInfo);
  // A machine without IPv6 has one canary; the forms of ::1 are reported all the same.
  canaries = [
    first,
    ...(await listen('::1', port)
      .then((server) => [server])
      .catch(() => [])),
  ];
}, 120_000);
afterAll(async () => {
  stopWatching();
  await product.close();
  await Promise.all(canaries.map((server) => new Promise((resolve) => server.close(resolve))));
});

/** Every way to write the canary's address that a report could hold. */
const forms = (): string[] => {
  const p = String(port);
  return [
    ...[
      `http://127.0.0.1:${p}/a`,
      `https://127.0.0.1:${p}/a.jpg`,
      `http://localhost:${p}/`,
      `http://LOCALHOST.:${p}/x`,
    ],
    ...[`http://[::1]:${p}/`, `http://[0:0:0:0:0:0:0:1]:${p}/`, `http://[::ffff:127.0.0.1]:${p}/`],
    ...[`http://2130706433:${p}/`, `http://0177.0.0.1:${p}/`, `http://0x7f000001:${p}/`, `http://127.1:${p}/`],
    ...[`http://127.0.1:${p}/`, `http://0:${p}/`, `http://①②⑦.⓪.⓪.①:${p}/`, `http://127。0。0。1:${p}/`],
    ...[`http://a:b@127.0.0.1:${p}/`, `http://127.0.0.1:${p}@x.example.test/`, `http://x.example.test@127.0.0.1:${p}/`],
    ...[`127.0.0.1:${p}`, `//127.0.0.1:${p}/`, `hxxp://127.0.0.1:${p}/`, `hxxp://127[.]0[.]0[.]1:${p}/`],
    ...[
      `ftp://127.0.0.1:${p}/`,
      `ws://127.0.0.1:${p}/`,
      `http:\\\\127.0.0.1:${p}\\`,
      `http://127.0.0.1:${p}/%0d%0aHost:x`,
    ],
    ...[`http://${NAMES.home}:${p}/`, `http://${NAMES.reserved}:${p}/`, `https://${NAMES.reserved}/favicon.ico`],
    ...[`http://x.example.test/?u=http://127.0.0.1:${p}/`, `http://x.example.test/#http://127.0.0.1:${p}/`],
    ...[`http://127.0.0.1.nip.example.test:${p}/`, `javascript:fetch('http://127.0.0.1:${p}')`],
  ];
};

/** What the product reached for that is neither its database nor itself, as the tests call it. */
const strange = (): string[] => {
  const database = Number(new URL(product.database.url).port);
  const own = Number(new URL(product.url).port);
  return (
    ways
      // Node looks addresses up too, before it listens on them; no resolver hears of those.
      .filter(({ kind, host }) => kind !== 'dns' || isIP(host) === 0)
      .filter(({ kind, port: to }) => kind !== 'tcp' || (to !== database && to !== own))
      .map(({ kind, host, port: to, from }) => `${kind} ${host}:${String(to)}\n${from}`)
  );
};

describe('a reported address that listens', () => {
  it('hears nothing when it is reported in every form there is, through every door', async () => {
    const urls = forms();
    for (const door of [LAM_DONG.channel, 'Tổng đài 111', null])
      await product.ok<ReportAccepted>(door, '/reports', { body: { urls, note: `Xem ${urls[0] ?? ''}` } });
    for (const url of urls) await product.ok(null, '/reports', { body: { urls: [url] } });
    const csv = [
      'url,note',
      ...urls.map((url) => `"${url.replaceAll('"', '""')}","http://127.0.0.1:${String(port)}/"`),
    ];
    const { importId } = await product.ok<{ importId: string }>(LAM_DONG.channel, '/reports/import', {
      body: csv.join('\n'),
      headers: { 'content-type': 'text/csv' },
    });
    await product.until('the import', async () => {
      const { status } = await product.ok<{ status: string }>(LAM_DONG.channel, `/imports/${importId}`);
      return status === 'done' ? true : undefined;
    });
    await product.settled();
    expect(connections).toEqual([]);
  }, 60_000);

  it('hears nothing when its cases are listed, searched, read, claimed, classified and proposed', async () => {
    const opened = await product.events('CaseOpened');
    expect(opened.length).toBeGreaterThan(10);
    await product.ok(LAM_DONG.analyst, '/cases?q=127.0.0.1');
    await product.ok(AUDITOR, `/audit/search?target=${encodeURIComponent(`http://127.0.0.1:${String(port)}/a`)}`);
    await product.ok(AUDITOR, `/audit/search?target=${NAMES.reserved}`);
    const codes = new Set<string>();
    for (const { data } of opened.filter((event) => event.data['unit'] === LAM_DONG.unit).slice(0, 20)) {
      const path = `/cases/${String(data['caseId'])}`;
      const act = async (command: string, body: unknown) => {
        const { body: current } = await product.call<{ version?: number }>(LAM_DONG.analyst, path);
        const headers = { 'if-match': `"${String(current.version ?? 0)}"` };
        return product.call(LAM_DONG.analyst, `${path}/${command}`, { body, headers });
      };
      for (const part of ['', '/events', '/reports']) await product.call(LAM_DONG.analyst, `${path}${part}`);
      await act('claim', {});
      await act('classify', { category: 'social-vice' });
      const { body } = await act('propose', {
        ...{ action: 'block-host', category: 'social-vice', legalBasis: 'luat-tre-em-2016' },
        ...{ reasons: 'Phép thử: không ai được tới địa chỉ này.', expiresInDays: 30 },
      });
      codes.add(typeof body['code'] === 'string' ? body['code'] : 'proposed');
      await act('release', {});
    }
    // The guard stops addresses of machines; names go on to be proposed.
    expect([...codes]).toEqual(expect.arrayContaining(['guarded-target']));
    await product.settled();
    expect(connections).toEqual([]);
  }, 60_000);

  it('hears nothing when it is ordered, fetched, listed, answered, lifted and replayed', async () => {
    const one = await OneCase.open(product, { urls: [`http://canary-${String(port)}.example.test:${String(port)}/a`] });
    await one.approved({ action: 'block-host' });
    for (const { provider, item } of await one.requests()) {
      await product.ok(provider, '/requests/snapshot');
      for (const format of keysOf(FEED_FORMATS)) await product.ok(provider, `/feeds/${format}`);
      await product.ok(provider, `/requests/${item.id}/acknowledge`, { body: {} });
      await product.ok(provider, `/requests/${item.id}/enforced`, { body: {} });
    }
    await product.ok('Mạng Tây Nguyên', '/self-reports', {
      body: {
        items: [{ url: `http://127.0.0.1:${String(port)}/s`, action: 'block-url', doneAt: new Date().toISOString() }],
      },
    });
    const order = await one.order();
    await product.ok(LAM_DONG.approver, `/orders/${order.id}/withdraw`, { body: { reason: 'Hết phép thử.' } });
    for (const { provider, item } of await one.requests('lift'))
      await product.ok(provider, `/requests/${item.id}/lifted`, { body: {} });
    await product.ok(AUDITOR, `/audit/cases/${one.id}/replay`);
    await product.call(AUDITOR, '/audit/events');
    await product.settled();
    expect(connections).toEqual([]);
  }, 60_000);

  it('was never asked for by name, nor anything else: the product spoke to its database and to nobody', () => {
    const database = Number(new URL(product.database.url).port);
    expect(ways.filter(({ port: to }) => to === database).length).toBeGreaterThan(5);
    expect(strange()).toEqual([]);
  });

  it('would have been heard: the canary sings when somebody comes', async () => {
    await fetch(`http://127.0.0.1:${String(port)}/`).catch(() => undefined);
    await product.until('the canary', () => Promise.resolve(connections.length > 0 ? true : undefined));
    expect(strange()).not.toEqual([]);
  });
});
