import { execFile } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packagePath } from '#libs/event-store';
import { newApiKey } from '#libs/identity';
import { readPartners } from '../src/partners/settings.js';
import { startIntake, type IntakeUnderTest } from './intake-under-test.js';

const execute = promisify(execFile);
const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const EXAMPLE = 'docs/examples/telecom-button';

let under: IntakeUnderTest;
let key: string;

beforeAll(async () => {
  under = await startIntake();
  const { id, text, hash, prefix } = newApiKey();
  key = text;
  await under.database.pool.query(
    `insert into identity.unit (id, position, name, kind, valid_from, valid_to, superior, successors, retired)
     values ('nha-mang', 1, 'x', 'monitoring-team', '2020-01-01', null, null, '{}', false)`,
  );
  await under.database.pool.query(
    `insert into identity.api_key (id, hash, prefix, name, role, unit, channel, not_before, created_at, created_by)
     values ($1, $2, $3, 'app', 'channel', 'nha-mang', 'telecom-button', '2020-01-01', now(), 'test')`,
    [id, hash, prefix],
  );
  const partners = {
    'nha-mang-mau': { frames: ['https://app.example'], keys: [id], secrets: [SECRET] },
    'khong-khung': {},
  };
  await writeFile(join(under.dataDir, 'partners.json'), JSON.stringify({ partners }), { mode: 0o600 });
  await under.restart();
}, 60_000);
afterAll(() => under.close());

const received = async (): Promise<{ channel: string }[]> =>
  (await under.log()).filter(({ type }) => type === 'ReportReceived').map(({ data }) => data as { channel: string });

const send = (body: string, more: { id?: string; at?: number; signedBody?: string; plain?: boolean } = {}) => {
  const { id = 'msg_0123456789abcdef', at = Math.floor(Date.now() / 1_000), signedBody = body } = more;
  const hmac = createHmac('sha256', Buffer.from(SECRET.slice(6), 'base64'));
  const signature = `v1,${hmac.update(`${id}.${String(at)}.${signedBody}`).digest('base64')}`;
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': signature };
  return fetch(`${under.url}/api/v1/reports`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      ...(more.plain === true ? {} : headers),
    },
    body,
  });
};

describe('a partner’s app', () => {
  const body = '{ "urls": ["http://ung-dung.example.test/1"],  "note": "từ ứng dụng" }';

  it('is taken in over its signed bytes, and sent again it is the same report', async () => {
    const before = (await received()).length;
    const first = await send(body, { id: 'msg_aaaaaaaaaaaaaaaa' });
    const again = await send(body, { id: 'msg_aaaaaaaaaaaaaaaa', at: Math.floor(Date.now() / 1_000) + 1 });
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(await again.json()).toEqual(await first.json());
    const since = (await received()).slice(before);
    expect(since.map(({ channel }) => channel)).toEqual(['telecom-button']);
  });

  it('is refused without a signature, with one over something else, and when it is old', async () => {
    const before = (await received()).length;
    const now = Math.floor(Date.now() / 1_000);
    const answers = await Promise.all([
      send(body, { plain: true }),
      send(body, { signedBody: JSON.stringify(JSON.parse(body)) }),
      send(body, { at: now - 400 }),
      send(body, { at: now + 400 }),
    ]);
    const said = await Promise.all(
      answers.map(async (one) => [one.status, ((await one.json()) as { code: string }).code]),
    );
    expect(said).toEqual(Array.from({ length: 4 }, () => [401, 'signature-invalid']));
    expect(await received()).toHaveLength(before);
  });

  it('cannot be made to say something else under an id that was used', async () => {
    await send(body, { id: 'msg_bbbbbbbbbbbbbbbb' });
    const other = await send(body.replace('/1', '/2'), { id: 'msg_bbbbbbbbbbbbbbbb' });
    expect(other.status).toBe(422);
  });

  it('can be written as the example is', async () => {
    const before = (await received()).length;
    const env = { ...process.env, LACHAN_URL: under.url, LACHAN_KEY: key, LACHAN_SECRET: SECRET };
    const args = [packagePath(`${EXAMPLE}/report.mjs`), 'http://vi-du.example.test/1', 'ghi chú'];
    const { stdout } = await execute(process.execPath, args, { env });
    const status = await fetch(`${under.url}/api/v1/receipts/${stdout.trim()}`);
    expect(status.status).toBe(200);
    expect((await received()).slice(before).map(({ channel }) => channel)).toEqual(['telecom-button']);
    await expect(execute(process.execPath, args, { env: { ...env, LACHAN_KEY: 'lck_0_0' } })).rejects.toThrow();
  });
});

describe('the button in a partner’s page', () => {
  const page = (path: string, fields?: Record<string, string>) =>
    fetch(new URL(path, under.url), fields ? { method: 'POST', body: new URLSearchParams(fields) } : {});

  it('may be framed by that partner’s origins and nobody else, and runs no script', async () => {
    const shown = await page('/nut-bao/nha-mang-mau');
    const policy = shown.headers.get('content-security-policy') ?? '';
    expect(shown.status).toBe(200);
    expect(shown.headers.get('x-frame-options')).toBeNull();
    expect(policy).toContain('frame-ancestors https://app.example');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
    expect(await shown.text()).not.toMatch(/<script|javascript:| on\w+=/i);
    const closed = await page('/nut-bao/khong-khung');
    expect(closed.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect((await page('/nut-bao/khong-co')).status).toBe(404);
    expect((await page('/')).headers.get('x-frame-options')).toBe('DENY');
  });

  it('takes a report as the example’s two forms send it, of nobody, through its own channel', async () => {
    const example = await readFile(packagePath(`${EXAMPLE}/embed.html`), 'utf8');
    const addresses = [...example.matchAll(/(?:src|action)="https:\/\/lachan\.example([^"]+)"/g)].map(
      ([, path]) => path ?? '',
    );
    expect(addresses).toEqual(['/nut-bao/nha-mang-mau', '/nut-bao/nha-mang-mau']);
    const fields = [...example.matchAll(/ name="(\w+)"/g)].map(([, name]) => name ?? '');
    expect(fields).toEqual(['links']);
    const before = (await under.log()).length;
    const sent = await page(addresses[1] ?? '', { links: 'http://nut.example.test/1' });
    const text = await sent.text();
    expect(sent.status).toBe(200);
    const code = /<strong class="code">([^<]+)</.exec(text)?.[1] ?? '';
    expect((await fetch(`${under.url}/api/v1/receipts/${code}`)).status).toBe(200);
    const since = (await under.log()).slice(before);
    const report = since.find(({ type }) => type === 'ReportReceived');
    expect(report).toMatchObject({ actor: { kind: 'public' }, data: { channel: 'telecom-button' } });

    const wrong = await page('/nut-bao/nha-mang-mau', { links: '', note: '<b>đậm</b>' });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('&lt;b&gt;đậm');
  });
});

describe('the settings of partners', () => {
  const settings = async (value: unknown, mode = 0o600): Promise<() => unknown> => {
    const path = join(under.dataDir, 'partners.json');
    await writeFile(path, JSON.stringify(value));
    await chmod(path, mode);
    return () => readPartners(under.dataDir);
  };

  it.each([
    ['an origin that is a whole address', { frames: ['https://a.example/x'] }],
    ['an origin that would widen the header', { frames: ["https://a.example; script-src 'unsafe-inline'"] }],
    ['plain HTTP', { frames: ['http://a.example'] }],
    ['everybody', { frames: ['*'] }],
    ['a key without a secret', { keys: ['0123456789abcdef'] }],
  ])('are refused with %s', async (_, one) => {
    expect(await settings({ partners: { a: one } })).toThrow(/partners\.json/);
  });

  it('are refused when others can read them', async () => {
    expect(await settings({ partners: {} }, 0o644)).toThrow(/chmod 600/);
  });
});
