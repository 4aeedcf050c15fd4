import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  check,
  freePorts,
  installed,
  startAuthority,
  startDnsmasq,
  startKnotResolver,
  startSquid,
  startUnboundWithFile,
} from '../../../../infra/dns/programs.mjs';
import type { Running } from '../../../../infra/dns/programs.mjs';
import type { FeedFormat } from '#libs/contracts';
import { describeWhere } from '#libs/testing';
import { renderList } from '../../src/lists/render.js';
import type { ListEntry } from '../../src/lists/render.js';
import { addressesOf as answers, dig, kdig, until } from './dns-world.js';

const entry = (target: ListEntry['target']): ListEntry => ({
  target,
  open: true,
  until: '2026-12-31T00:00:00.000Z',
  json: {},
});

/** A host, and a host that lies below a blocked domain, where a careless list would let its neighbours through. */
const NAMES = [
  entry({ host: 'www.example.com' }),
  entry({ domain: 'example.net' }),
  entry({ host: 'x.a.example.net' }),
  entry({ host: 'xn--l-sja.example.com' }),
];
const list = (format: FeedFormat, entries: readonly ListEntry[] = NAMES): Buffer =>
  renderList(format, entries, 'f'.repeat(32)).bytes;

const running: Running[] = [];
let folder = '';
const start = async (starting: Promise<Running>): Promise<Running> => {
  const program = await starting;
  running.push(program);
  return program;
};
const file = async (name: string, bytes: Buffer): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lachan-files-'));
});
afterAll(async () => {
  await Promise.all(running.map((program) => program.stop()));
  await rm(folder, { recursive: true, force: true });
});

describeWhere(installed('named', 'dnsmasq', 'unbound', 'kresd', 'dig', 'kdig'))(
  'a list that a DNS program reads from a file',
  () => {
    let upstreamPort = 0;
    beforeAll(async () => {
      [upstreamPort = 0] = await freePorts(1);
      await start(startAuthority({ folder: join(folder, 'authority'), port: upstreamPort }));
    });

    it('is taken by dnsmasq, which blocks what stands on it and nothing beside it', async () => {
      const [port = 0] = await freePorts(1);
      const path = await file('dnsmasq.list', list('dnsmasq'));
      await start(startDnsmasq({ folder: join(folder, 'dnsmasq'), port, upstreamPort, list: path }));
      for (const name of ['example.net', 'www.example.net', 'y.a.example.net', 'x.a.example.net']) {
        expect([name, await dig(port, name)]).toEqual([name, 'NXDOMAIN']);
      }
      // A single name gets the unspecified address: dnsmasq has no other way to leave the names below it alone.
      expect(await answers(port, 'www.example.com')).toEqual(['0.0.0.0']);
      expect(await answers(port, 'below.www.example.com')).toEqual(['192.0.2.1']);
      expect(await answers(port, 'example.com')).toEqual(['192.0.2.1']);
      expect(await kdig(port, 'neighbour.example.org')).toBe('NOERROR');
    });

    it('is taken by Unbound, which blocks what stands on it and nothing beside it', async () => {
      const [port = 0] = await freePorts(1);
      const path = await file('unbound.list', list('unbound'));
      await start(startUnboundWithFile({ folder: join(folder, 'unbound'), port, upstreamPort, list: path }));
      for (const name of ['example.net', 'www.example.net', 'y.a.example.net', 'x.a.example.net']) {
        expect([name, await dig(port, name)]).toEqual([name, 'NXDOMAIN']);
      }
      expect(await answers(port, 'www.example.com')).toEqual(['0.0.0.0']);
      expect(await answers(port, 'below.www.example.com')).toEqual(['192.0.2.1']);
      expect(await kdig(port, 'neighbour.example.org')).toBe('NOERROR');
    });

    it('is a policy zone that Knot Resolver reads: it blocks what stands there and nothing beside it, and a lift when the file is changed', async () => {
      const [port = 0] = await freePorts(1);
      const path = await file('knot.zone', list('rpz'));
      await start(startKnotResolver({ folder: join(folder, 'knot'), port, upstreamPort, list: path }));
      const inDomain = ['example.net', 'www.example.net', 'y.a.example.net', 'x.a.example.net'];
      for (const name of [...inDomain, 'www.example.com', 'xn--l-sja.example.com']) {
        expect([name, await dig(port, name)]).toEqual([name, 'NXDOMAIN']);
      }
      for (const name of ['below.www.example.com', 'example.com', 'neighbour.example.org']) {
        expect([name, await answers(port, name)]).toEqual([name, ['192.0.2.1']]);
        expect([name, await kdig(port, name)]).toEqual([name, 'NOERROR']);
      }
      await rename(await file('knot.new', list('rpz', NAMES.slice(0, 1))), path);
      await until('NOERROR', () => dig(port, 'y.a.example.net'));
      expect(await dig(port, 'www.example.com')).toBe('NXDOMAIN');
    });

    it('is a zone that BIND accepts', async () => {
      const path = await file('rpz.zone', list('rpz'));
      expect(check('named-checkzone', 'block.isp.lachan', path)).toContain('OK');
    });
  },
);

describeWhere(installed('squid'))('lists that Squid reads from files', () => {
  let origin: Server;
  let originPort = 0;
  let proxyPort = 0;

  beforeAll(async () => {
    origin = createServer((_, reply) => reply.end('there'));
    await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
    originPort = (origin.address() as AddressInfo).port;
    [proxyPort = 0] = await freePorts(1);
    const urls = [`http://127.0.0.1:${String(originPort)}/bad/one?x=1`, 'http://www.example.org/a+b(c).html'];
    await start(
      startSquid({
        folder: join(folder, 'squid'),
        port: proxyPort,
        domains: await file('squid.domains', list('squid-domains')),
        urls: await file(
          'squid.urls',
          list(
            'squid-urls',
            urls.map((url) => entry({ url })),
          ),
        ),
      }),
    );
  }, 60_000);
  afterAll(() => new Promise((resolve) => origin.close(resolve)));

  const through = (url: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: proxyPort, path: url, agent: false }, (answer) => {
        answer.resume();
        answer.once('end', () => {
          resolve(answer.statusCode);
        });
      });
      asked.once('error', reject);
      asked.end();
    });

  it('block one path and let its neighbours through', async () => {
    const at = (path: string) => through(`http://127.0.0.1:${String(originPort)}${path}`);
    expect(await at('/bad/one?x=1')).toBe(403);
    for (const path of ['/bad/one', '/bad/one?x=11', '/bad/one?x=1&y', '/bad/', '/', '/xbad/one?x=1', '/until']) {
      expect([path, await at(path)]).toEqual([path, 200]);
    }
    expect(await through('http://www.example.org/a+b(c).html')).toBe(403);
  });

  it('block a domain with everything below it, and a host', async () => {
    for (const host of ['example.net', 'www.example.net', 'x.a.example.net', 'www.example.com']) {
      expect([host, await through(`http://${host}/`)]).toEqual([host, 403]);
    }
    expect(await through(`http://127.0.0.1:${String(originPort)}/`)).toBe(200);
  });
});
