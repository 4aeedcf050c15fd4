import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWhere } from '#libs/testing';
import {
  freePorts,
  installed,
  startBindResolver,
  startLocalSecondary,
  startRecursor,
  startUnboundResolver,
} from '../../../../infra/dns/programs.mjs';
import { ZoneMoved, ZoneRefused } from '../../src/adapters/rpz/zone.js';
import { TsigRefused, type TsigKey } from '../../src/dns/tsig.js';
import { DnsWorld, dig, kdig, until } from './dns-world.js';

const execute = promisify(execFile);
/** A Recursor asks for news every five seconds, and its caches live five more. */
const PATIENCE = 60_000;

let world: DnsWorld;
const ports = { bind: 0, secondary: 0, unbound: 0, recursor: 0 };

describeWhere(installed('named', 'unbound', 'pdns_recursor', 'dig', 'kdig'))('a zone that providers transfer', () => {
  beforeAll(async () => {
    [ports.bind = 0, ports.secondary = 0, ports.unbound = 0, ports.recursor = 0] = await freePorts(4);
    world = await DnsWorld.start({ 'isp-a': [ports.bind, ports.secondary], 'isp-b': [] });
    const upstreamPort = world.authorityPort;
    const provider = world.provider('isp-a');
    const at = (name: string) => join(world.folder, name);
    await world.add(startBindResolver({ folder: at('bind'), port: ports.bind, upstreamPort, provider }));
    const { secondary: secondaryPort, unbound: resolverPort } = ports;
    await world.add(startLocalSecondary({ folder: at('secondary'), port: secondaryPort, resolverPort, provider }));
    await world.add(
      startUnboundResolver({ folder: at('unbound'), port: resolverPort, upstreamPort, secondaryPort, provider }),
    );
    await world.add(startRecursor({ folder: at('recursor'), port: ports.recursor, upstreamPort, provider }));
  }, PATIENCE);
  afterAll(() => world.close());

  const resolvers = () => [ports.bind, ports.unbound, ports.recursor];

  it(
    'blocks a name, nothing beside it, and unblocks it again at BIND, Unbound and PowerDNS',
    async () => {
      const zone = world.zone('isp-a', 'block');
      for (const port of resolvers()) expect(await dig(port, 'www.example.com')).toBe('NOERROR');
      await zone.change({ add: ['www.example.com'], remove: [] }, undefined, 'lifts=0 blocks=1');
      for (const port of resolvers()) {
        await until('NXDOMAIN', () => dig(port, 'www.example.com'));
        expect(await kdig(port, 'www.example.com')).toBe('NXDOMAIN');
        expect(await kdig(port, 'below.www.example.com')).toBe('NOERROR');
        expect(await dig(port, 'example.com')).toBe('NOERROR');
      }
      await zone.change({ add: [], remove: ['www.example.com'] }, 'lifts=0 blocks=1', 'lifts=2 blocks=2');
      for (const port of resolvers()) await until('NOERROR', () => kdig(port, 'www.example.com'));
    },
    PATIENCE,
  );

  it(
    'blocks a domain by two records, and lets pass what the allow zone names',
    async () => {
      await world.zone('isp-a', 'allow').change({ add: ['useful.example.net'], remove: [] }, undefined, undefined);
      const zone = world.zone('isp-a', 'block');
      await zone.change({ add: ['example.net', '*.example.net'], remove: [] }, await zone.cursor(), 'lifts=2 blocks=3');
      for (const port of resolvers()) {
        await until('NXDOMAIN', () => dig(port, 'www.example.net'));
        await until('NXDOMAIN', () => dig(port, 'example.net'));
        await until('NOERROR', () => dig(port, 'useful.example.net'));
      }
    },
    PATIENCE,
  );

  it('is in effect at a BIND within its interval of a second and a little more', async () => {
    const zone = world.zone('isp-a', 'block');
    const name = `n${randomBytes(6).toString('hex')}.example.org`;
    expect(await dig(ports.bind, 'neighbour.example.org')).toBe('NOERROR');
    const [before, started] = [await zone.cursor(), performance.now()];
    await zone.change({ add: [name], remove: [] }, before, 'lifts=2 blocks=4');
    await until('NXDOMAIN', () => dig(ports.bind, name));
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('tells where it is, and a second writer that it is too late', async () => {
    const zone = world.zone('isp-a', 'block');
    const { cursor, names, serial } = await zone.read();
    expect(cursor).toBe(await zone.cursor());
    expect(serial).toBe(await zone.serial());
    expect([...names]).toEqual(expect.arrayContaining(['example.net', '*.example.net']));
    const late = zone.change({ add: ['late.example.org'], remove: [] }, 'lifts=0 blocks=0', 'lifts=9 blocks=9');
    await expect(late).rejects.toThrow(ZoneMoved);
    await expect(zone.change({ add: ['late.example.org'], remove: [] }, undefined, 'x')).rejects.toThrow(ZoneMoved);
    expect((await zone.read()).names.has('late.example.org')).toBe(false);
  });

  it(
    'loses nothing that was accepted when the primary is killed and started again',
    async () => {
      const zone = world.zone('isp-b', 'block');
      const names = Array.from({ length: 3_000 }, (_, i) => `n${String(i)}.example.org`);
      let cursor: string | undefined;
      for (let at = 0; at < names.length; at += 500) {
        const next = `lifts=0 blocks=${String(at + 500)}`;
        await zone.change({ add: names.slice(at, at + 500), remove: [] }, cursor, next);
        cursor = next;
      }
      await world.primary.kill();
      await expect(zone.cursor()).rejects.toThrow();
      await world.startPrimary();
      const read = await zone.read();
      expect([...read.names].sort()).toEqual([...names].sort());
      expect(read.cursor).toBe(cursor);
      // The resolvers go on from there.
      const one = world.zone('isp-a', 'block');
      await one.change({ add: ['after.example.org'], remove: [] }, await one.cursor(), 'lifts=2 blocks=5');
      await until('NXDOMAIN', () => dig(ports.bind, 'after.example.org'));
    },
    PATIENCE,
  );

  it('refuses a wrong key, an unknown key, no key, and a change by who may only read', async () => {
    const change = (key: TsigKey) =>
      world.zone('isp-a', 'block', key).change({ add: ['x.example.org'], remove: [] }, undefined, 'x');
    await expect(change({ name: 'dispatcher', secret: randomBytes(32) })).rejects.toEqual(new TsigRefused('BADSIG'));
    await expect(change({ name: 'nobody', secret: randomBytes(32) })).rejects.toEqual(new TsigRefused('BADKEY'));
    const { transferKey, transferSecret, blockZone } = world.provider('isp-a');
    const reader = { name: transferKey, secret: Buffer.from(transferSecret, 'base64') };
    await expect(change(reader)).rejects.toMatchObject({ rcode: 'REFUSED' });
    const server = ['@127.0.0.1', '-p', String(world.primaryPort), '+time=5', '+tries=1'];
    const { stdout } = await execute('dig', [...server, blockZone, 'AXFR']);
    expect(stdout).toContain('Transfer failed');
    expect(await dig(world.primaryPort, `www.example.com.${blockZone}`)).toBe('REFUSED');
  });

  it("gives a provider its own zones with its own key, and nobody else's", async () => {
    const { transferKey, transferSecret } = world.provider('isp-b');
    const key = { name: transferKey, secret: Buffer.from(transferSecret, 'base64') };
    expect((await world.zone('isp-b', 'block', key).read()).names.size).toBe(3_000);
    await expect(world.zone('isp-a', 'block', key).read()).rejects.toThrow(ZoneRefused);
    const unknown = world.zone('isp-a', 'block');
    Object.assign(Reflect.get(unknown, 'options'), { zone: 'block.nobody.lachan' });
    await expect(unknown.change({ add: ['a.test'], remove: [] }, undefined, 'x')).rejects.toMatchObject({
      rcode: 'NOTAUTH',
    });
  });

  it('does not believe an answer whose signature is not the key’s', async () => {
    const wrong = world.zone('isp-a', 'block', { name: 'dispatcher', secret: randomBytes(32) });
    await expect(wrong.cursor()).rejects.toThrow(TsigRefused);
  });
});
