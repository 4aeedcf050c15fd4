import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeWhere } from '#libs/testing';
import {
  find,
  freePorts,
  installed,
  startAuthority,
  startBindWithFile,
  startDnsmasq,
  startSquid,
  startUnboundWithFile,
} from '../../../../infra/dns/programs.mjs';
import type { Running } from '../../../../infra/dns/programs.mjs';
import { ScriptedServer } from '../scripted-server.js';
import { AgentProgram } from './agent-process.js';

const execute = promisify(execFile);

/** What a resolver answers, asked by BIND's `dig`. */
async function dig(port: number, name: string): Promise<string> {
  const args = ['@127.0.0.1', '-p', String(port), '+time=5', '+tries=1', '+noall', '+comments', '+answer', name, 'A'];
  const { stdout } = await execute('dig', args);
  const status = /status: (\w+)/.exec(stdout)?.[1] ?? stdout;
  const address = /\sA\s+(\S+)\s*$/m.exec(stdout)?.[1];
  return address === undefined ? status : address;
}

async function until(wanted: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await wanted())) {
    if (performance.now() > end) throw new Error(`it never came: ${wanted.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const UP = '192.0.2.1';

describeWhere(installed('named', 'rndc', 'named-checkzone', 'unbound', 'unbound-control', 'dnsmasq', 'squid', 'dig'))(
  'an agent beside a real program',
  () => {
    let folder = '';
    let upstreamPort = 0;
    let port = 0;
    let controlPort = 0;
    let server: ScriptedServer;
    let agent: AgentProgram;
    const running: Running[] = [];
    const ends: (() => Promise<void>)[] = [];
    const start = async <T extends Running>(starting: Promise<T>): Promise<T> => {
      const program = await starting;
      running.push(program);
      return program;
    };

    let authority: Running;
    let world = '';
    beforeAll(async () => {
      world = await mkdtemp(join(tmpdir(), 'lachan-agent-world-'));
      [upstreamPort = 0] = await freePorts(1);
      authority = await startAuthority({ folder: join(world, 'authority'), port: upstreamPort });
    });
    afterAll(async () => {
      await authority.stop();
      await rm(world, { recursive: true, force: true });
    });

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lachan-agent-program-'));
      [port = 0, controlPort = 0] = await freePorts(2);
      server = await ScriptedServer.start();
      agent = new AgentProgram();
    });
    afterEach(async () => {
      agent.stop();
      for (const end of ends.splice(0)) await end();
      await Promise.all(running.splice(0).map((program) => program.stop()));
      await server.close();
      await Promise.all([folder, agent.folder].map((path) => rm(path, { recursive: true, force: true })));
    });

    const list = (): string => join(folder, 'lachan.list');
    const resolver = (): string => `127.0.0.1:${port}`;

    const unbound = async (): Promise<object> => {
      writeFileSync(list(), '');
      const config = join(folder, 'unbound', 'unbound.conf');
      await start(startUnboundWithFile({ folder: join(folder, 'unbound'), port, upstreamPort, list: list() }));
      return {
        ...{ kind: 'unbound', file: list(), resolver: resolver(), canary: 'canary.example.net' },
        check: [['unbound-checkconf', config]],
        reload: ['unbound-control', '-c', config, 'reload_keep_cache'],
      };
    };
    const bind = async (): Promise<object> => {
      const options = {
        folder: join(folder, 'bind'),
        port,
        upstreamPort,
        controlPort,
        blockZone: 'block.lachan',
        list: list(),
      };
      const { rndc } = await start(startBindWithFile(options));
      return {
        kind: 'bind',
        file: list(),
        resolver: resolver(),
        zone: 'block.lachan',
        reload: [...rndc, 'reload', 'block.lachan'],
      };
    };
    const dnsmasq = async (): Promise<object> => {
      writeFileSync(list(), '');
      const first = await startDnsmasq({ folder: join(folder, 'dnsmasq'), port, upstreamPort, list: list() });
      await first.stop();
      // As `systemctl restart dnsmasq` does: end it, wait until it is gone, start it again in the background.
      const [pid, script] = [join(folder, 'pid'), join(folder, 'restart.sh')];
      const stop = `if [ -f ${pid} ]; then kill "$(cat ${pid})"; while kill -0 "$(cat ${pid})" 2>/dev/null; do :; done; fi`;
      const config = join(folder, 'dnsmasq', 'dnsmasq.conf');
      writeFileSync(
        script,
        `${stop}\nrm -f ${pid}\n${find('dnsmasq') ?? ''} --conf-file=${config} --user= --group= --pid-file=${pid}\n`,
      );
      await execute('sh', [script]);
      ends.push(async () => {
        await execute('sh', ['-c', stop]);
      });
      return { kind: 'dnsmasq', file: list(), resolver: resolver(), reload: ['sh', script] };
    };

    it.each([
      ['Unbound', unbound, '0.0.0.0', 'NXDOMAIN'],
      ['BIND', bind, 'NXDOMAIN', 'NXDOMAIN'],
      ['dnsmasq', dnsmasq, '0.0.0.0', 'NXDOMAIN'],
    ] as const)(
      '%s blocks, the server hears "enforced"; it lifts, the name resolves, the server hears "lifted"',
      async (_, driver, host, domain) => {
        agent.configure(server.url, await driver());
        // Before the agent's first round: a program that is restarted loses what it is asked meanwhile.
        expect([await dig(port, 'www.example.com'), await dig(port, 'a.example.net')]).toEqual([UP, UP]);
        const { child, ended } = agent.start([]);
        await until(() => server.calls.length > 0);
        const ids = [
          server.feed.block({ host: 'www.example.com' }),
          server.feed.block({ domain: 'example.net' }),
          server.feed.block({ host: 'hidden.example.org' }, { referral: true }),
          server.feed.block({ url: 'http://www.example.org/1' }),
        ];
        const states = (): string[] => ids.map((id) => server.feed.state(id));
        const seen: string[] = [];
        // At the moment of the answer it is so: asked of the resolver before the answer is taken.
        server.feed.onAnswer = ({ answer }) => seen.push(answer);
        await until(() => states().join() === 'enforced,enforced,enforced,refused');
        for (const name of ['www.example.com', 'hidden.example.org'])
          expect([name, await dig(port, name)]).toEqual([name, host]);
        for (const name of ['example.net', 'x.y.example.net'])
          expect([name, await dig(port, name)]).toEqual([name, domain]);
        for (const name of ['below.www.example.com', 'example.com', 'www.example.org'])
          expect([name, await dig(port, name)]).toEqual([name, UP]);

        for (const id of ids) server.feed.lift(id);
        await until(() => states().join() === 'lifted,lifted,lifted,refused');
        for (const name of ['www.example.com', 'hidden.example.org'])
          expect([name, await dig(port, name)]).toEqual([name, UP]);
        child.kill('SIGTERM');
        const { code, out, err } = await ended;
        expect([code, err]).toEqual([0, '']);
        // Counts and ids alone: no name in the log, of whatever category.
        expect(out).not.toContain('example');
        expect(seen).toContain('acknowledge');
      },
    );

    it('Squid blocks one address and leaves its neighbour alone, and lifts', async () => {
      const origin = createServer((_, reply) => reply.end('there'));
      await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
      ends.push(() => new Promise((resolve) => origin.close(() => resolve())));
      const at = `http://127.0.0.1:${String((origin.address() as AddressInfo).port)}`;
      const through = (url: string): Promise<number | undefined> =>
        new Promise((resolve, reject) => {
          const asked = request({ host: '127.0.0.1', port, path: url, agent: false }, (answer) => {
            answer.resume();
            answer.once('end', () => resolve(answer.statusCode));
          });
          asked.once('error', reject);
          asked.end();
        });
      const [domains, urls] = [join(folder, 'domains'), join(folder, 'urls')];
      for (const file of [domains, urls]) writeFileSync(file, '');
      await start(startSquid({ folder: join(folder, 'squid'), port, domains, urls }));
      const config = join(folder, 'squid', 'squid.conf');
      const squid = (action: string): string[] => ['squid', '-k', action, '-f', config];
      agent.configure(server.url, {
        kind: 'squid',
        domains,
        urls,
        check: [squid('parse')],
        reload: squid('reconfigure'),
      });
      const host = server.feed.block({ host: 'www.example.com' });
      const path = server.feed.block({ url: `http://www.example.org/bad` });
      expect(await agent.run('--once')).toMatchObject({ code: 0 });
      expect([server.feed.state(host), server.feed.state(path)]).toEqual(['enforced', 'enforced']);
      // A reconfigured Squid takes its new lists a moment after the command has ended.
      await until(async () => (await through('http://www.example.com/')) === 403);
      expect([await through('http://www.example.org/bad'), await through(`${at}/good`)]).toEqual([403, 200]);
      server.feed.lift(host);
      expect(await agent.run('--once')).toMatchObject({ code: 0 });
      expect([server.feed.state(host), readFileSync(domains, 'utf8')]).toEqual([
        'lifted',
        expect.not.stringContaining('example'),
      ]);
      await until(async () => (await through('http://www.example.com/').catch(() => 0)) !== 403);
    });

    it('nothing is missed and nothing said that is not so when it is killed at any point of a round', async () => {
      agent.configure(server.url, await unbound());
      const names = ['one', 'two', 'three', 'four'].map((name) => `${name}.example.com`);
      for (const [index, point] of (['list-in-place', 'reloaded', 'state-saved', 'answered'] as const).entries()) {
        const id = server.feed.block({ host: names[index] ?? '' });
        const { signal } = await agent.runUntil(point, list());
        expect([point, signal]).toEqual([point, 'SIGKILL']);
        expect([point, server.feed.state(id)]).toEqual([point, point === 'answered' ? 'enforced' : 'delivered']);
      }
      expect(await agent.run('--once')).toMatchObject({ code: 0 });
      expect(server.feed.ids().map((id) => server.feed.state(id))).toEqual(Array(4).fill('enforced'));
      for (const name of names) expect([name, await dig(port, name)]).toEqual([name, '0.0.0.0']);
    });

    it('a list that goes backwards is refused, and what is blocked stays blocked', async () => {
      agent.configure(server.url, await bind());
      const ids = ['www.example.com', 'www.example.org'].map((host) => server.feed.block({ host }));
      expect(await agent.run('--once')).toMatchObject({ code: 0 });
      server.feed.lift(ids[0] ?? '');
      expect(await agent.run('--once')).toMatchObject({ code: 0 });
      const before = await readFile(list(), 'utf8');
      server.feed.setBack();
      server.feed.block({ host: 'www.example.net' });
      const ended = await agent.run('--once');
      expect(ended.code).toBe(1);
      expect(ended.err).toMatch(/stopped: .*snapshot of sequence 2 came after 3/);
      const entries = (text: string): string[] => text.split('\n').filter((line) => line.includes('CNAME'));
      expect(entries(await readFile(list(), 'utf8'))).toEqual(entries(before));
      expect([await dig(port, 'www.example.org'), await dig(port, 'www.example.net')]).toEqual(['NXDOMAIN', UP]);
      expect(await agent.run('status')).toMatchObject({ code: 1, out: expect.stringContaining('came after 3') });
      expect(await agent.run('resume')).toMatchObject({ code: 1, err: expect.stringContaining('--accept-backwards') });
      expect(await agent.run('resume', '--accept-backwards')).toMatchObject({ code: 0 });
      expect(await agent.run('--once')).toMatchObject({ code: 0, err: '' });
      expect(await dig(port, 'www.example.net')).toBe('NXDOMAIN');
    });

    it('a list that the resolver’s own checker refuses is taken back, and nothing is answered', async () => {
      const driver = await unbound();
      agent.configure(server.url, driver);
      const first = server.feed.block({ host: 'www.example.com' });
      expect(await agent.run('--once')).toMatchObject({ code: 0 });
      const before = await readFile(list(), 'utf8');
      // Somebody broke the rest of the configuration meanwhile.
      const config = join(folder, 'unbound', 'unbound.conf');
      const whole = readFileSync(config, 'utf8');
      writeFileSync(config, `${whole}\nnonsense: yes\n`);
      const second = server.feed.block({ host: 'www.example.org' });
      const ended = await agent.run('--once');
      expect([ended.code, ended.err.trim()]).toEqual([1, 'check: unbound-checkconf ended with 1']);
      expect([await readFile(list(), 'utf8'), existsSync(`${list()}.lachan-new`)]).toEqual([before, false]);
      expect([server.feed.state(first), server.feed.state(second)]).toEqual(['enforced', 'delivered']);
      expect([await dig(port, 'www.example.com'), await dig(port, 'www.example.org')]).toEqual(['0.0.0.0', UP]);
      writeFileSync(config, whole);
      expect(await agent.run('--once')).toMatchObject({ code: 0 });
      expect(server.feed.state(second)).toBe('enforced');
    });
  },
);
