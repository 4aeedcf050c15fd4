import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeEmbedded } from '#libs/embedded';
import { packagePath } from '#libs/event-store';
import { STACK, lachan, type Environment } from './cli.js';

const LOADER = pathToFileURL(packagePath('libs/testing/jest/register.mjs')).href;
const MAIN = packagePath('apps/lachan/src/main.ts');

/** `lachan start` in a process of its own, from the sources as they are. */
class Instance {
  out = '';
  err = '';
  readonly ended: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.err += chunk.toString()));
    this.ended = new Promise((resolve) => child.once('exit', resolve));
    started.push(this);
  }

  static start(env: Environment, ...args: string[]): Instance {
    const { PATH = '', HOME = '' } = process.env;
    return new Instance(
      spawn(process.execPath, ['--import', LOADER, MAIN, 'start', ...args], {
        env: { PATH, HOME, LOG_LEVEL: 'error', PORT: '0', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  /** Where it listens, once it does. */
  async ready(): Promise<string> {
    for (;;) {
      const url = /listening on (http:\/\/\S+)/.exec(this.out)?.[1];
      if (url !== undefined) return url;
      if (this.child.exitCode !== null) throw new Error(`it ended: ${this.out}${this.err}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.ended;
  }
}

const started: Instance[] = [];
const folders: string[] = [];
const folder = (): string => {
  const made = join(mkdtempSync(join(tmpdir(), 'lachan-start-')), 'data');
  folders.push(made);
  return made;
};
afterAll(async () => {
  // Whatever a failed test left behind.
  await Promise.all(started.map((instance) => instance.stop()));
  for (const made of folders) {
    await removeEmbedded(made);
    rmSync(dirname(made), { recursive: true, force: true });
  }
});

const post = (url: string, path: string, body: unknown): Promise<Response> =>
  fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('the first start of production', () => {
  let dataDir: string;
  let instance: Instance;
  let url: string;
  const password = 'một mật khẩu đủ dài';

  beforeAll(async () => {
    dataDir = folder();
    instance = Instance.start({ LACHAN_DATA_DIR: dataDir, LACHAN_MODE: 'production' });
    url = await instance.ready();
  }, 120_000);
  afterAll(async () => {
    await instance.stop();
  });

  it('prints the one-time link and where it listens, and nothing else; it makes nobody and no key', () => {
    const lines = instance.out.trimEnd().split('\n');
    expect(lines).toEqual([
      expect.stringContaining('liên kết dùng một lần'),
      expect.stringContaining('one-time link'),
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#set-up=[\w-]{20,}$/),
      `Lá Chắn · listening on ${url}`,
    ]);
    expect(instance.err).toBe('');
    expect(readdirSync(dataDir).filter((name) => name.includes('credentials'))).toEqual([]);
    expect(readFileSync(join(dataDir, 'mode'), 'utf8')).toBe('production\n');
    for (const secret of ['master.key', 'dedupe-secret', 'running.json'])
      expect([secret, statSync(join(dataDir, secret)).mode & 0o077]).toEqual([secret, 0]);
  });

  it('serves a page that says what runs, and the description of its API', async () => {
    const page = await fetch(url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    const text = await page.text();
    expect(text).toContain('Lá Chắn');
    expect(text).not.toContain('Bản trình diễn');
    expect((await fetch(`${url}/api/docs`)).status).toBe(200);
    expect(await (await fetch(`${url}/api/openapi.json`)).json()).toMatchObject({ openapi: '3.1.0' });
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });

  it('is refused on the folder of an instance that runs, with a sentence and 1', async () => {
    const second = await lachan(['start'], { LACHAN_DATA_DIR: dataDir, PORT: '0' });
    expect([second.code, second.out]).toEqual([1, '']);
    expect(second.err).toContain(`The data folder ${dataDir} is already in use`);
    expect(second.err).not.toMatch(STACK);
  });

  it('is visited by commands while it runs', async () => {
    expect(await lachan(['verify'], { LACHAN_DATA_DIR: dataDir })).toMatchObject({ code: 0, err: '' });
    const doctor = await lachan(['doctor'], { LACHAN_DATA_DIR: dataDir });
    expect([doctor.code, doctor.out]).toEqual([0, expect.stringContaining(`✓ instance: ${url} answers 200`)]);
  });

  it('makes two administrators through its link, once', async () => {
    const token = /#set-up=(\S+)/.exec(instance.out)?.[1];
    const unit = (id: string) => ({ id, name: `Đơn vị ${id}`, kind: 'operations' });
    const administrators = [
      { id: 'qt-an', login: 'an', name: 'Nguyễn Thị An', unit: unit('van-hanh'), password },
      { id: 'qt-binh', login: 'binh', name: 'Trần Văn Bình', unit: unit('giam-dinh') },
    ];
    expect((await post(url, '/setup', { token: 'khong-dung', administrators })).status).toBe(403);
    const done = await post(url, '/setup', { token, administrators });
    const { invitation } = (await done.json()) as { invitation: { token: string } };
    expect([200, 201]).toContain(done.status);
    expect((await post(url, '/setup', { token, administrators })).status).toBeGreaterThanOrEqual(400);
    expect((await post(url, `/invitations/${invitation.token}`, { password })).ok).toBe(true);
    for (const login of ['an', 'binh']) expect((await post(url, '/session', { login, password })).status).toBe(200);
  });

  it('ends when asked to, cleanly, and starts again without a link', async () => {
    expect(await instance.stop()).toBe(0);
    expect(existsSync(join(dataDir, 'running.json'))).toBe(false);
    const again = Instance.start({ LACHAN_DATA_DIR: dataDir });
    const address = await again.ready();
    expect(again.out).toBe(`Lá Chắn · listening on ${address}\n`);
    expect((await post(address, '/session', { login: 'an', password })).status).toBe(200);
    expect(await again.stop()).toBe(0);
  }, 60_000);

  it('leaves a database that commands start for as long as they take', async () => {
    expect(await lachan(['verify'], { LACHAN_DATA_DIR: dataDir })).toMatchObject({ code: 0, err: '' });
    const link = await lachan(['user', 'set-up-link'], { LACHAN_DATA_DIR: dataDir });
    expect([link.code, link.out]).toEqual([1, '']);
    const doctor = await lachan(['doctor'], { LACHAN_DATA_DIR: dataDir });
    expect([doctor.code, doctor.out]).toEqual([0, expect.stringContaining('✓ instance: not running')]);
  }, 60_000);
});

describe('the first start of anybody who just tries it', () => {
  it('is a demonstration: says so, keeps its credentials to its owner, and never becomes production', async () => {
    const dataDir = folder();
    const instance = Instance.start({ LACHAN_DATA_DIR: dataDir }, '--no-samples');
    const url = await instance.ready();
    expect(instance.err).toContain('BẢN TRÌNH DIỄN · DEMONSTRATION');
    expect(instance.out).toBe(`Lá Chắn · listening on ${url}\n`);
    const path = join(dataDir, 'demo-credentials.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const text = readFileSync(path, 'utf8');
    const { users, keys, ...rest } = JSON.parse(text) as {
      url: string;
      users: { login: string; password: string; role: string; unit: string }[];
      keys: { role: string; key: string }[];
    };
    expect(rest.url).toBe(url);
    for (const { password } of users) expect(`${instance.out}${instance.err}`).not.toContain(password);
    const count = (role: string) => [...users, ...keys].filter((one) => one.role === role).length;
    expect([count('analyst'), count('approver')].every((found) => found >= 2)).toBe(true);
    expect([count('auditor'), count('administrator'), count('sandbox'), count('school')]).toEqual([1, 2, 1, 1]);
    expect([count('channel') >= 2, count('provider') >= 2]).toEqual([true, true]);
    expect(new Set(users.filter(({ role }) => role === 'analyst').map(({ unit }) => unit)).size).toBe(2);
    expect((await fetch(url).then((page) => page.text())).includes('Bản trình diễn')).toBe(true);
    expect(await instance.stop()).toBe(0);

    const production = await lachan(['start'], { LACHAN_DATA_DIR: dataDir, LACHAN_MODE: 'production', PORT: '0' });
    expect([production.code, production.out]).toEqual([2, '']);
    expect(production.err).toContain('was set up as "demo"');
  }, 120_000);
});
