import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { DataFolderInUse, EmbeddedUnavailable, removeEmbedded, startEmbedded, type Embedded } from '../src/index.js';

const here = dirname(fileURLToPath(import.meta.url));
const register = resolve(here, '../../testing/jest/register.mjs');

interface Said {
  url: string;
  pid: number;
  adopted: boolean;
  error?: string;
  message?: string;
}

// Each test makes a durable cluster of its own, which a busy disk can draw out.
jest.setTimeout(120_000);

describe('the embedded PostgreSQL', () => {
  let dataDir: string;
  let running: Embedded[];
  let holders: ChildProcess[];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'lachan-embedded-'));
    running = [];
    holders = [];
  });
  afterEach(async () => {
    for (const server of running) await server.stop();
    for (const holder of holders) {
      if (holder.exitCode === null && holder.signalCode === null) {
        holder.kill('SIGKILL');
        await gone(holder);
      }
    }
    await removeEmbedded(dataDir);
  });

  const start = async (options: Partial<Parameters<typeof startEmbedded>[0]> = {}) => {
    const server = await startEmbedded({ dataDir, ...options });
    running.push(server);
    return server;
  };
  const query = async (url: string, text: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  };
  /** A process of its own, leader of its own group, as `npm start` is. */
  const hold = async (user: { uid?: number; gid?: number } = {}): Promise<Said & { process: ChildProcess }> => {
    const process_ = spawn(process.execPath, ['--import', register, join(here, 'holder.ts'), dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
      ...user,
    });
    holders.push(process_);
    for await (const line of createInterface({ input: process_.stdout })) {
      return { ...(JSON.parse(line) as Said), process: process_ };
    }
    throw new Error('the holder said nothing');
  };
  const gone = (holder: ChildProcess) => new Promise((done) => holder.once('exit', done));

  it('starts, stops, starts again with its data, durable and on the loopback interface only', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 42 as n');
    expect(
      await query(first.url, "select current_setting('fsync') as fsync, current_setting('listen_addresses') as on"),
    ).toEqual([{ fsync: 'on', on: '127.0.0.1' }]);
    await first.stop();
    await expect(query(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 42 }]);
    expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);
    const wrong = new URL(second.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password');
  });

  it('listens on the port that was asked for', async () => {
    const probe = net.createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => probe.once('listening', listening));
    const { port } = probe.address() as net.AddressInfo;
    const refused: unknown = await start({ port }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(EmbeddedUnavailable);
    expect((refused as Error).message).toContain('Address already in use');
    await new Promise((closed) => probe.close(closed));
    expect((await start({ port })).port).toBe(port);
  });

  it('ships what search needs', async () => {
    const { url } = await start();
    await query(url, 'create extension unaccent');
    await query(url, 'create extension pg_trgm');
    expect(await query(url, "select unaccent('gạ gẫm') as plain, lower('ĐẮK NÔNG') as lower")).toEqual([
      { plain: 'ga gam', lower: 'đắk nông' },
    ]);
  });

  it('refuses a second start on one data folder, from this process and from another', async () => {
    const first = await start();
    const refused: unknown = await startEmbedded({ dataDir }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DataFolderInUse);
    expect((refused as Error).message).toContain(`already in use by process ${process.pid.toString()}`);
    const other = await hold();
    expect(other).toMatchObject({ error: 'DataFolderInUse' });
    expect(await query(first.url, 'select 1 as alive')).toEqual([{ alive: 1 }]);
  });

  it('takes over the server of a process that was killed, with every commit', async () => {
    const holder = await hold();
    await query(holder.url, 'create table kept as select 1 as n');
    holder.process.kill('SIGKILL');
    await gone(holder.process);
    const next = await start();
    expect(next).toMatchObject({ adopted: true, pid: holder.pid });
    expect(await query(next.url, 'select n from kept')).toEqual([{ n: 1 }]);
    await next.stop();
    expect(await start()).toMatchObject({ adopted: false });
  });

  it('repairs a server that was killed together with its process', async () => {
    const holder = await hold();
    await query(holder.url, 'create table kept as select generate_series(1, 5000) as n');
    process.kill(-holder.pid, 'SIGKILL');
    holder.process.kill('SIGKILL');
    await gone(holder.process);
    const next = await start();
    expect(next.adopted).toBe(false);
    expect(await query(next.url, 'select count(*)::int as n from kept')).toEqual([{ n: 5000 }]);
  });

  it('stops a server left behind that runs with other settings', async () => {
    const holder = await hold();
    holder.process.kill('SIGKILL');
    await gone(holder.process);
    const next = await start({ settings: { work_mem: '5MB' } });
    expect(next.adopted).toBe(false);
    expect(await query(next.url, 'show work_mem')).toEqual([{ work_mem: '5MB' }]);
  });

  it('is not misled by a stale postmaster.pid whose number now belongs to somebody else', async () => {
    const first = await start();
    await first.stop();
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    writeFileSync(
      pidFile,
      `${process.pid.toString()}\n${join(dataDir, 'postgres')}\n1\n5432\n\n127.0.0.1\n 1 1\nready\n`,
    );
    expect(await start()).toMatchObject({ adopted: false });
  });

  it('starts after a first start that was killed half-way', async () => {
    mkdirSync(join(dataDir, 'postgres.init-dead', 'data'), { recursive: true });
    expect(await start()).toMatchObject({ adopted: false });
  });

  it('says in one sentence that a folder belongs to another major version', async () => {
    const first = await start();
    await first.stop();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '15\n');
    const refused: unknown = await start().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(EmbeddedUnavailable);
    expect((refused as Error).message).toContain('was made by PostgreSQL 15, these binaries are 18');
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '18\n');
  });

  it('stops when its process is asked to end', async () => {
    const holder = await hold();
    holder.process.kill('SIGTERM');
    await gone(holder.process);
    await expect(query(holder.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toContain('database system is shut down');
  });

  const asRoot = userInfo().uid === 0 ? it : it.skip;
  asRoot('runs for an ordinary user as that user', async () => {
    const nobody = { uid: 65_534, gid: 65_534 };
    chownSync(dataDir, nobody.uid, nobody.gid);
    const holder = await hold(nobody);
    expect(await query(holder.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(nobody.uid);
    holder.process.kill('SIGTERM');
    await gone(holder.process);
  });

  asRoot(
    'as root, lives elsewhere when user postgres cannot reach the data folder, and is deleted with it',
    async () => {
      const closed = join(dataDir, 'private');
      const inner = join(closed, 'data');
      mkdirSync(inner, { recursive: true });
      chmodSync(closed, 0o700);
      const said: string[] = [];
      const logger = { info: (_: object, message: string) => said.push(message), error: () => undefined };
      const server = await startEmbedded({ dataDir: inner, logger });
      const elsewhere = readFileSync(join(inner, 'postgres.location'), 'utf8').trim();
      expect(said[0]).toContain('cannot reach the data folder');
      expect(statSync(join(elsewhere, 'postgres')).uid).not.toBe(0);
      await query(server.url, 'create table kept as select 1 as n');
      await server.stop();
      const again = await startEmbedded({ dataDir: inner });
      expect(await query(again.url, 'select n from kept')).toEqual([{ n: 1 }]);
      await again.stop();
      await removeEmbedded(inner);
      expect(() => statSync(elsewhere)).toThrow('ENOENT');
    },
  );
});
