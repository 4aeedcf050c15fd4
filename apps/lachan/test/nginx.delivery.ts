import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SERVICES_OF_THE_HOUSE } from '#apps/lachan';
import { packagePath } from '#libs/event-store';
import { describeWhere } from '#libs/testing';
import { find } from '../../../infra/dns/programs.mjs';

const program = find('nginx');
/** Never as root: its workers would change user, and it needs no rights. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });

/** What must stand in the configuration exactly once, put in another's place. */
const replaced = (text: string, what: string, by: string): string => {
  if (text.split(what).length !== 2) throw new Error(`"${what}" is not in lachan.conf exactly once`);
  return text.replace(what, () => by);
};

describeWhere(program !== undefined)('infra/nginx/lachan.conf in a real nginx', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lachan-nginx-'));
  const file = join(folder, 'nginx.conf');
  const behind: Server[] = [];
  let nginx: ChildProcess | undefined;
  let url: string;

  // Behind it stands, for each service, a server that says its name and what reached it.
  beforeAll(async () => {
    const upstreams: string[] = [];
    for (const { name } of SERVICES_OF_THE_HOUSE) {
      const server = createServer((request, response) => {
        response.setHeader('x-service', name);
        response.end(JSON.stringify({ path: request.url, headers: request.headers }));
      });
      behind.push(server);
      upstreams.push(`upstream ${name} { server 127.0.0.1:${String(await listen(server))}; }`);
    }
    const probe = createServer();
    const port = await listen(probe);
    await new Promise((resolve) => probe.close(resolve));
    let conf = readFileSync(packagePath('infra/nginx/lachan.conf'), 'utf8');
    conf = replaced(conf, 'listen 8300;', `listen 127.0.0.1:${String(port)};`);
    conf = replaced(conf, 'http://$lachan_service:8300', 'http://$lachan_service');
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${folder}/${kind};`,
    );
    writeFileSync(
      file,
      `daemon off; pid ${folder}/pid; error_log stderr; events {} http { access_log off; ${temporary.join(' ')}\n${upstreams.join('\n')}\n${conf} }`,
    );
    if (NOBODY.uid !== undefined) chownSync(folder, NOBODY.uid, NOBODY.gid);
    nginx = spawn(program ?? '', ['-p', folder, '-c', file], { ...NOBODY, stdio: 'ignore' });
    url = `http://127.0.0.1:${String(port)}`;
    while (
      !(await fetch(url).then(
        () => true,
        () => false,
      ))
    ) {
      if (nginx.exitCode !== null) throw new Error('nginx ended');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
  afterAll(async () => {
    if (nginx) {
      const ended = new Promise((resolve) => nginx?.once('exit', resolve));
      nginx.kill('SIGQUIT');
      await ended;
    }
    for (const server of behind) server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is valid', () => {
    const { status, stderr } = spawnSync(program ?? '', ['-t', '-p', folder, '-c', file], {
      ...NOBODY,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, expect.stringContaining('test is successful')]);
  });

  it('brings every path of every service to it, whatever follows, with what the service has to know', async () => {
    const paths = SERVICES_OF_THE_HOUSE.flatMap(({ name, paths: own, roots = [] }) => [
      ...own.flatMap((path) => ['', '/x/y', '?q=1'].map((rest) => ({ name, path: `/api/v1/${path}${rest}` }))),
      ...roots.map((root) => ({ name, path: `/${root}/x` })),
    ]);
    const reached = await Promise.all(
      paths.map(async ({ path }) => {
        const answer = await fetch(`${url}${path}`);
        return { name: answer.headers.get('x-service'), path: ((await answer.json()) as { path: string }).path };
      }),
    );
    expect(reached).toEqual(paths);
    const { headers } = (await (await fetch(`${url}/`)).json()) as { headers: Record<string, string> };
    expect(headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      host: new URL(url).host,
    });
  });

  it('keeps health and figures inside', async () => {
    const statuses = await Promise.all(
      ['/health/ready', '/health/live', '/metrics'].map(async (path) => (await fetch(`${url}${path}`)).status),
    );
    expect(statuses).toEqual([404, 404, 404]);
  });
});
