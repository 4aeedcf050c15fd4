import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Doorbell, RESTS } from './doorbell.js';
import { ForbiddenPlace, isPublic, mustBePublic, publicOnlyAgents } from './public-only.js';
import { signedHeaders } from './signature.js';

const [NEW, OLD] = [1, 2].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`) as [string, string];

describe('the signature of a ring', () => {
  it('is what the specification’s own example says', () => {
    // standardwebhooks, the reference libraries' shared test case.
    const headers = signedHeaders(
      ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330,
      '{"test": 2432232314}',
    );
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is made with the new and the old secret while they are exchanged', () => {
    const { 'webhook-signature': both } = signedHeaders([NEW, OLD], 'msg_1', 1, '{}');
    const one = (secret: string) => signedHeaders([secret], 'msg_1', 1, '{}')['webhook-signature'];
    expect(both).toBe(`${one(NEW)} ${one(OLD)}`);
  });
});

describe('where a ring may go', () => {
  it.each([
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['::1', false],
    ['fd00::1', false],
    ['::ffff:10.0.0.1', false],
    ['0.0.0.0', false],
    ['nonsense', false],
  ])('%s: public %s', (address, expected) => {
    expect(isPublic(address)).toBe(expected);
  });

  it.each([
    'http://hooks.example/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://localhost/',
    'https://10.0.0.1:8443/x',
  ])('is not %s, unless an operator named that host', (text) => {
    const url = new URL(text);
    expect(() => {
      mustBePublic(url, undefined);
    }).toThrow(ForbiddenPlace);
    expect(() => {
      mustBePublic(url, 'other.example');
    }).toThrow(ForbiddenPlace);
    expect(() => {
      mustBePublic(url, url.hostname.replace(/^\[|\]$/g, ''));
    }).not.toThrow();
  });

  it('is not a name that leads to this machine, whatever the name looks like', async () => {
    const { lookup } = publicOnlyAgents().httpsAgent.options;
    const failure = await new Promise((resolve) => {
      lookup?.('localhost', { family: 0, all: true }, resolve);
    });
    expect(failure).toBeInstanceOf(ForbiddenPlace);
  });
});

describe('a doorbell', () => {
  let server: Server;
  let url = '';
  let answer = 204;
  const heard: { headers: IncomingHttpHeaders; body: string }[] = [];
  beforeAll(async () => {
    server = createServer((request, reply) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        heard.push({ headers: request.headers, body });
        reply.writeHead(answer, answer === 302 ? { location: `${url}elsewhere` } : {}).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => {
    heard.length = 0;
    answer = 204;
  });

  const start = () => {
    const at = { now: Date.parse('2026-11-23T10:00:00Z'), head: 3, ids: 0 };
    const bell = new Doorbell({
      provider: 'isp',
      url,
      secrets: [NEW, OLD],
      privateHost: '127.0.0.1',
      store: { mark: () => Promise.resolve({ head: at.head, content: at.head, generation: 'a1' }) },
      now: () => at.now,
      random: () => 0.5,
      newId: () => String((at.ids += 1)),
    });
    return { at, bell };
  };

  it('rings once for what is new, and says how far the feed is and nothing else', async () => {
    const { at, bell } = start();
    await bell.carry();
    await bell.carry();
    expect(heard.map(({ body }) => body)).toEqual([
      '{"type":"requests.waiting","timestamp":"2026-11-23T10:00:00.000Z","data":{"sequence":3}}',
    ]);
    at.head = 4;
    await bell.carry();
    expect(heard).toHaveLength(2);
  });

  it('signs what it says with every secret', async () => {
    const { bell } = start();
    await bell.carry();
    const { headers, body } = heard[0] ?? { headers: {}, body: '' };
    const text = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    const expected = [1, 2].map(
      (byte) => `v1,${createHmac('sha256', Buffer.alloc(32, byte)).update(text).digest('base64')}`,
    );
    expect(headers['webhook-signature']).toBe(expected.join(' '));
  });

  it('tries again after the rests of the specification, with the same id and a new time', async () => {
    const { at, bell } = start();
    answer = 500;
    for (const rest of RESTS) {
      await expect(bell.carry()).rejects.toThrow('the receiver answered 500');
      expect(await bell.carry()).toMatchObject({ carried: 0, again: rest });
      at.now += rest;
    }
    answer = 200;
    await bell.carry();
    expect(heard).toHaveLength(RESTS.length + 1);
    expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(heard.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(RESTS.length + 1);
  });

  it('follows no redirect', async () => {
    const { bell } = start();
    answer = 302;
    await expect(bell.carry()).rejects.toThrow('302');
    expect(heard).toHaveLength(1);
  });

  it('rings no more where it is told Gone, until a person resumed it', async () => {
    const { at, bell } = start();
    answer = 410;
    await expect(bell.carry()).rejects.toThrow('410');
    at.now += 24 * 60 * 60 * 1_000;
    await expect(bell.carry()).rejects.toThrow('410 Gone');
    expect(heard).toHaveLength(1);
    answer = 204;
    bell.resume();
    await bell.carry();
    expect(heard).toHaveLength(2);
  });

  it('says in its failure neither secret nor signature', async () => {
    const { bell } = start();
    answer = 500;
    const failure = await bell.carry().catch((error: unknown) => String(error));
    expect(failure).toBe('Error: the receiver answered 500');
  });
});
