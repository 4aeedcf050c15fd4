import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReportAccepted } from '#libs/contracts';
import { call, channelKey, startIntake, type Answer, type IntakeUnderTest } from './intake-under-test.js';

interface ProblemBody {
  code: string;
  title: string;
  errors?: { pointer: string; detail: string; code: string }[];
}

let under: IntakeUnderTest;
let key: string;
beforeAll(async () => {
  under = await startIntake({ LACHAN_PUBLIC_RATE: '10000' });
  key = await channelKey(under, 'partner-api', 'doi-tac');
});
afterAll(() => under.close());

const send = (body: unknown, headers: Record<string, string> = {}): Promise<Answer<ProblemBody>> =>
  call<ProblemBody>(under, '/api/v1/reports', { body, headers });

/** The answer is a problem, says nothing of the inside, and nothing reached the log. */
async function refused(answer: () => Promise<Answer<ProblemBody>>, status: number): Promise<ProblemBody> {
  const before = (await under.log()).length;
  const given = await answer();
  expect(given.status).toBe(status);
  expect(given.headers.get('content-type')).toContain('application/problem+json');
  expect(given.text).not.toMatch(/\n\s+at |node_modules|\/src\//);
  expect((await under.log()).length).toBe(before);
  return given.body;
}

const pointers = (body: ProblemBody): string[] => (body.errors ?? []).map(({ pointer }) => pointer).sort();

describe('a report that cannot be accepted', () => {
  it('names every error at once, unknown fields by their own name', async () => {
    const body = await refused(
      () =>
        send({
          urls: [1, ''],
          note: {},
          category: 'news',
          reporter: { childAge: -1, phone: '1' },
          occurredAt: 'hôm qua',
          helpNeeded: 'yes',
          surprise: 1,
        }),
      400,
    );

    expect(pointers(body)).toEqual(
      ['/category', '/helpNeeded', '/note', '/occurredAt', '/reporter/childAge', '/reporter/phone', '/surprise', '/urls/0', '/urls/1'],
    ); // prettier-ignore
  });

  it('speaks the language it is asked for', async () => {
    const vi = await refused(() => send({ urls: [] }), 400);
    const en = await refused(() => send({ urls: [] }, { 'accept-language': 'en' }), 400);

    expect(vi.errors?.[0]).toMatchObject({
      pointer: '/urls',
      detail: expect.stringContaining('ít nhất một đường dẫn'),
    });
    expect(en.errors?.[0]).toMatchObject({ pointer: '/urls', detail: expect.stringContaining('At least one link') });
  });

  it.each<[string, unknown]>([
    ['no object', '[]'],
    ['null', 'null'],
    ['a text', '"x"'],
    ['no JSON', '{"urls":'],
    ['NUL in a text', '{"urls":["a.example"],"note":"a\\u0000b"}'],
    ['half a surrogate pair', '{"urls":["a.example\\ud800"]}'],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from('{"urls":["a.example"],"note":"'), Buffer.from([0xff, 0xc3]), Buffer.from('"}')]),
    ],
    ['101 links', JSON.stringify({ urls: Array.from({ length: 101 }, () => 'a.example') })],
    ['a link of 9,000 characters', JSON.stringify({ urls: ['a.example/'.padEnd(9_000, 'x')] })],
    ['a note of 20,001 characters', JSON.stringify({ urls: ['a.example'], note: 'x'.repeat(20_001) })],
    ['a prototype', '{"urls":["a.example"],"__proto__":{"helpNeeded":true}}'],
    ['nothing', ''],
  ])('%s is refused', async (_name, body) => {
    await refused(() => send(body, { 'content-type': 'application/json' }), 400);
  });

  it('a body of 10 MB is too large, another media type is not supported', async () => {
    await refused(
      () =>
        send(JSON.stringify({ urls: ['a.example'], note: 'x'.repeat(10 * 1024 * 1024) }), {
          'content-type': 'application/json',
        }),
      413,
    );
    await refused(() => send('<a/>', { 'content-type': 'application/xml' }), 415);
    await refused(() => send('urls=a.example', { 'content-type': 'text/plain' }), 400);
  });

  it('an Idempotency-Key out of shape, a wrong key, a wrong id', async () => {
    await refused(() => send({ urls: ['a.example'] }, { 'idempotency-key': 'x'.repeat(256) }), 400);
    await refused(() => send({ urls: ['a.example'] }, { authorization: 'Bearer lck_0000000000000000_wrong' }), 401);
    await refused(() => call<ProblemBody>(under, '/api/v1/reports/%00', { key }), 400);
    await refused(() => call<ProblemBody>(under, '/api/v1/reports/xyz?after=-1', { key }), 400);
    await refused(() => call<ProblemBody>(under, `/api/v1/receipts/${'%F0%9F%98%80'.repeat(50)}`), 404);
  });
});

describe('a link is text and never an error', () => {
  const odd = [
    'http://localhost/', 'http://127.1/', 'http://0x7f000001/', 'http://[::1]:8080/', 'http://2130706433/', 'http://0/',
    'http://localhost.localdomain', 'javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '=HYPERLINK("http://a.example")',
    '\u202Egnp.example\u202C', 'a\u200Bb.example', 'http://a..example/', 'http://xn--a.example', '@SUM(1+1)', '👶.example', ' ',
    'http://user:pass@a.example:99999/', 'C:\\x', '../..', 'http://ＡＢＣ.example', '\uFEFFa.example', "'; drop table es.log; --",
  ]; // prettier-ignore

  it('every odd form is kept character for character, with its state', async () => {
    const { status, body } = await call<ReportAccepted>(under, '/api/v1/reports', { body: { urls: odd }, key });

    expect(status).toBe(202);
    expect(body.targets.map(({ url }) => url)).toEqual(odd);
    expect(body.targets.every(({ state }) => state === 'accepted' || state === 'unparseable')).toBe(true);
    const again = await call<ReportAccepted>(under, `/api/v1/reports/${body.reportId}`, { key });
    expect(again.body.targets.map(({ url }) => url)).toEqual(odd);
  });
});

describe('the public door', () => {
  it('has a limit per client, says when to come again, and does not limit channels', async () => {
    const narrow = await startIntake({ LACHAN_PUBLIC_RATE: '3' });
    try {
      const narrowKey = await channelKey(narrow, 'school', 'truong-b');
      const body = { urls: ['a.example'] };
      const answers = [];
      for (let i = 0; i < 4; i += 1) {
        answers.push(
          await call(narrow, '/api/v1/reports', { body, headers: { 'x-forwarded-for': `203.0.113.${String(i)}` } }),
        );
      }

      expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 429]);
      expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await call(narrow, '/api/v1/reports', { body, key: narrowKey })).status).toBe(202);
    } finally {
      await narrow.close();
    }
  });

  it('counts the client behind a trusted proxy, and only there', async () => {
    const proxied = await startIntake({ LACHAN_PUBLIC_RATE: '1', LACHAN_TRUSTED_PROXY: '127.0.0.1' });
    try {
      const from = (address: string) =>
        call(proxied, '/api/v1/reports', { body: { urls: ['a.example'] }, headers: { 'x-forwarded-for': address } });

      expect((await from('203.0.113.1')).status).toBe(202);
      expect((await from('203.0.113.1')).status).toBe(429);
      expect((await from('203.0.113.2')).status).toBe(202);
      expect((await from('2001:db8::1')).status).toBe(202);
      expect((await from('2001:db8::2')).status).toBe(429);
    } finally {
      await proxied.close();
    }
  });
});
