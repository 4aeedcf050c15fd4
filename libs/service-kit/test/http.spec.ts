import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProblemBody } from '#libs/service-kit';
import { startHttp } from './http-under-test.js';
import type { HttpUnderTest } from './http-under-test.js';

let http: HttpUnderTest;
beforeAll(async () => {
  http = await startHttp();
});
afterAll(() => http.close());

const json = { 'content-type': 'application/json' };

async function call(
  path: string,
  init: RequestInit = {},
): Promise<{ response: Response; body: ProblemBody & Record<string, unknown> }> {
  const response = await fetch(`${http.url}${path}`, init);
  return { response, body: (await response.json()) as ProblemBody & Record<string, unknown> };
}

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  call('/api/v1/things', { method: 'POST', headers: { ...json, ...headers }, body });

function expectProblem(answer: { response: Response; body: ProblemBody }, status: number, code: string): void {
  expect(answer.response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect({ status: answer.response.status, code: answer.body.code }).toEqual({ status, code });
  expect(answer.body.type).toBe(`https://lachan.example/problems/${code}`);
  expect(answer.body.status).toBe(status);
  expect(answer.body.instance).toMatch(/^urn:lachan:request:/);
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:|at /);
}

describe('a JSON body', () => {
  it('is accepted when it fits its schema', async () => {
    const { response, body } = await post(JSON.stringify({ urls: ['https://a.example/'] }));
    expect(response.status).toBe(201);
    expect(body['urls']).toBe(1);
  });

  it('is refused with every error at once, each with a JSON pointer, in Vietnamese unless English is preferred', async () => {
    const wrong = JSON.stringify({ urls: ['', 7], age: 18, 'a/b': true });
    const vietnamese = await post(wrong);
    expectProblem(vietnamese, 400, 'invalid-request');
    expect(vietnamese.response.headers.get('content-language')).toBe('vi');
    expect(vietnamese.body.errors).toEqual([
      { pointer: '/urls/0', detail: 'Phải có ít nhất 1 ký tự', code: 'too-small' },
      { pointer: '/urls/1', detail: 'Phải là văn bản', code: 'invalid-type' },
      { pointer: '/age', detail: 'Không được lớn hơn 17', code: 'too-big' },
      { pointer: '/a~1b', detail: 'Trường không được nhận', code: 'unrecognized-keys' },
    ]);
    const english = await post(wrong, { 'accept-language': 'en-GB,en;q=0.9,vi;q=0.5' });
    expect(english.response.headers.get('content-language')).toBe('en');
    expect(english.body.errors?.map((error) => error.detail)).toEqual(['At least 1 characters', 'Must be text', 'Must not be greater than 17', 'Unknown field']); // prettier-ignore
  });

  it('is refused when a field is missing or the whole body is', async () => {
    const missing = await post('{}');
    expect(missing.body.errors).toEqual([{ pointer: '/urls', detail: 'Trường bắt buộc', code: 'invalid-type' }]);
    expectProblem(await post(''), 400, 'invalid-request');
  });

  it('is refused when it is not JSON', async () => {
    expectProblem(await post('{"urls": ['), 400, 'invalid-request');
  });

  it('is refused when it is not UTF-8', async () => {
    const bytes = new Uint8Array([...Buffer.from('{"urls":["'), 0xc3, 0x28, ...Buffer.from('"]}')]);
    expectProblem(await post(bytes), 400, 'invalid-encoding');
  });

  it('is refused with a pointer to the text that holds a NUL character or half a surrogate pair', async () => {
    const nul = await post('{"urls": ["ok", "a\\u0000b"]}');
    expectProblem(nul, 400, 'invalid-request');
    expect(nul.body.errors).toEqual([
      { pointer: '/urls/1', detail: 'Không được chứa ký tự NUL', code: 'nul-character' },
    ]);
    const half = await post('{"urls": ["\\ud800"]}', { 'accept-language': 'en' });
    expect(half.body.errors).toEqual([
      { pointer: '/urls/0', detail: 'Is not well-formed Unicode', code: 'invalid-unicode' },
    ]);
  });

  it('keeps right-to-left and zero-width marks: they are evidence, not an error', async () => {
    const { response } = await post(JSON.stringify({ urls: ['a\u202e\u200bb'] }));
    expect(response.status).toBe(201);
  });

  it('is refused when it carries __proto__ or is nested beyond reason', async () => {
    expectProblem(await post('{"urls": ["a"], "__proto__": {"admin": true}}'), 400, 'invalid-request');
    expectProblem(await post(`${'['.repeat(5_000)}${']'.repeat(5_000)}`), 400, 'invalid-request');
  });

  it('is refused at 10 MB with 413', async () => {
    expectProblem(await post(JSON.stringify({ urls: ['x'.repeat(10_000_000)] })), 413, 'too-large');
  });

  it('is refused in another media type with 415', async () => {
    expectProblem(await post('<a/>', { 'content-type': 'application/xml' }), 415, 'unsupported-media-type');
    expectProblem(
      await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported-media-type',
    );
  });

  it('is accepted in a media type that ends in +json', async () => {
    const { response } = await post('{"urls": ["a"]}', {
      'content-type': 'application/cloudevents+json; charset=utf-8',
    });
    expect(response.status).toBe(201);
  });
});

describe('a streamed body', () => {
  it.each(['text/csv', 'application/x-ndjson; charset=utf-8', 'text/plain', 'application/octet-stream'])(
    'of type %s reaches its controller unread, whatever its length',
    async (type) => {
      const { body } = await call('/api/v1/things/import', { method: 'POST', headers: { 'content-type': type }, body: 'x'.repeat(5_000_000) }); // prettier-ignore
      expect(body).toEqual({ streamed: true, bytes: 5_000_000 });
    },
  );
});

describe('a path', () => {
  it('that does not exist is a 404 problem', async () => {
    expectProblem(await call('/api/v1/nothing'), 404, 'not-found');
  });

  it('that exists for other methods is a 405 problem with Allow', async () => {
    const answer = await call('/api/v1/things', { method: 'PATCH', headers: json, body: '{}' });
    expectProblem(answer, 405, 'method-not-allowed');
    expect(answer.response.headers.get('allow')).toBe('GET, POST');
    expectProblem(await call('/api/v1/things/7/approve'), 405, 'method-not-allowed');
  });

  it('that cannot be decoded is a 400 problem', async () => {
    expectProblem(await rawCall('/api/v1/things/%ff/approve'), 400, 'invalid-request');
  });

  it('is refused when a parameter holds a NUL character, in the path or in the query', async () => {
    const inPath = await call('/api/v1/things/a%00b/approve', { method: 'POST' });
    expectProblem(inPath, 400, 'invalid-request');
    expect(inPath.body.errors?.map((error) => error.pointer)).toEqual(['/id']);
    const inQuery = await call('/api/v1/things?limit=%00');
    expectProblem(inQuery, 400, 'invalid-request');
    expect(inQuery.body.errors).toEqual([
      { pointer: '/limit', detail: 'Không được chứa ký tự NUL', code: 'nul-character' },
    ]);
  });

  it('takes no unknown query parameter', async () => {
    const answer = await call('/api/v1/things?limit=7&offset=3');
    expectProblem(answer, 400, 'invalid-request');
    expect(answer.body.errors?.map((error) => error.pointer)).toEqual(['/offset']);
  });
});

describe('an error', () => {
  it('of the store becomes a conflict with the version it is at', async () => {
    const answer = await call('/api/v1/things/broken/conflict', { method: 'DELETE' });
    expectProblem(answer, 409, 'stale-version');
    expect(answer.body['currentVersion']).toBe(5);
  });

  it('of a database that is away becomes 503 with Retry-After and says nothing of addresses', async () => {
    const answer = await call('/api/v1/things/broken/away', { method: 'DELETE' });
    expectProblem(answer, 503, 'unavailable');
    expect(Number(answer.response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(JSON.stringify(answer.body)).not.toContain('10.0.0.1');
  });

  it('that a service refuses with carries its own members', async () => {
    const answer = await call('/api/v1/things/broken/taken', { method: 'DELETE' });
    expectProblem(answer, 409, 'claimed-by-another');
    expect(answer.body['claim']).toEqual({ by: 'someone' });
  });

  it('that nobody foresaw is a 500 that says nothing, and is logged with its request id', async () => {
    const answer = await call('/api/v1/things/broken/unforeseen', {
      method: 'DELETE',
      headers: { 'x-request-id': 'req-77' },
    });
    expectProblem(answer, 500, 'internal');
    expect(JSON.stringify(answer.body)).not.toContain('secret detail');
    expect(http.logs.some((line) => line.includes('"requestId":"req-77"') && line.includes('a request failed'))).toBe(
      true,
    );
    expect(http.logs.join('')).not.toContain('bad.example');
  });
});

describe('every answer', () => {
  it('carries the security headers, with a policy without inline scripts', async () => {
    const { headers } = await fetch(`${http.url}/health/live`);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';manifest-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('carries a request id: the one it came with when that is a plain token', async () => {
    const named = await fetch(`${http.url}/health/live`, { headers: { 'x-request-id': 'abc-1' } });
    expect(named.headers.get('x-request-id')).toBe('abc-1');
    const garbled = await fetch(`${http.url}/health/live`, { headers: { 'x-request-id': 'a b<script>' } });
    expect(garbled.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });
});

describe('a long answer', () => {
  const encodingOf = async (path: string, accepted: string) => {
    const { response, body } = await call(`/api/v1/things/${path}`, { headers: { 'accept-encoding': accepted } });
    expect(String(body['text'])).toMatch(/^ô+$/);
    return response.headers.get('content-encoding');
  };

  it('is compressed where its route says so and the caller takes it', async () => {
    expect(await encodingOf('long/5000', 'br, gzip')).toBe('gzip');
    expect(await encodingOf('long/5000', 'gzip;q=0, identity')).toBeNull();
    expect(await encodingOf('long/5000', 'identity')).toBeNull();
    expect(await encodingOf('long/10', 'gzip')).toBeNull();
  });

  it('goes out as it is where its route did not say so: its length must tell nothing', async () => {
    expect(await encodingOf('secret', 'gzip')).toBeNull();
  });
});

describe('the trace of a request', () => {
  it('is continued from a valid traceparent, also after a body was read', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const { body } = await post('{"urls": ["a"]}', {
      traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
      'x-request-id': 'r-1',
    });
    expect(body['correlationId']).toBe(traceId);
    expect(body['requestId']).toBe('r-1');
    // Written when the last byte is gone, which the caller may hear of first.
    const answered = (): unknown =>
      http.logs
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .find(({ msg, requestId }) => msg === 'answered' && requestId === 'r-1');
    for (let turn = 0; turn < 1_000 && answered() === undefined; turn += 1) await new Promise(setImmediate);
    expect(answered()).toMatchObject({ traceId });
  });

  it.each(['garbage', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `ff-${'a'.repeat(32)}-00f067aa0ba902b7-01`])(
    'is begun anew when traceparent is %s',
    async (traceparent) => {
      const { body } = await post('{"urls": ["a"]}', { traceparent });
      expect(body['correlationId']).toMatch(/^[\da-f]{32}$/);
      expect(body['correlationId']).not.toBe('0'.repeat(32));
      expect(body['correlationId']).not.toBe('a'.repeat(32));
    },
  );
});

describe('probes', () => {
  it('say that the process lives', async () => {
    expect((await call('/health/live')).body['status']).toBe('ok');
  });

  it('say 503 with the condition that does not hold, and 200 when all hold', async () => {
    http.host.readiness.add('disk', () => Promise.resolve('only 3 MiB are free'));
    const red = await call('/health/ready');
    expect(red.response.status).toBe(503);
    expect(red.body['checks']).toMatchObject({ disk: 'only 3 MiB are free' });
    http.host.readiness.add('disk', () => Promise.resolve(null));
    const green = await call('/health/ready');
    expect(green.response.status).toBe(200);
  });

  it('tell what needs somebody from what stops the traffic: a disk that is nearly full still serves', async () => {
    http.host.readiness.add('disk-space', () => Promise.resolve('only 900 MiB are free'), 'degraded');
    const degraded = await call('/health');
    expect([degraded.response.status, degraded.body]).toEqual([
      200,
      {
        status: 'degraded',
        checks: { disk: { status: 'ok' }, 'disk-space': { status: 'degraded', says: 'only 900 MiB are free' } },
      },
    ]);
    expect((await call('/health/ready')).response.status).toBe(200);
    http.host.readiness.add('triage-caught-up', () => Promise.resolve('on the way'), 'starting');
    expect((await call('/health')).body['status']).toBe('starting');
    http.host.readiness.add('disk', () => Promise.reject(new Error('postgres://somewhere')));
    const away = await call('/health');
    expect([away.response.status, away.body['status']]).toEqual([503, 'unavailable']);
    expect(JSON.stringify(away.body)).not.toContain('somewhere');
    for (const name of ['disk', 'disk-space', 'triage-caught-up'])
      http.host.readiness.add(name, () => Promise.resolve(null));
    expect((await call('/health')).body['status']).toBe('ready');
  });

  it('give figures in Prometheus text, requests by route pattern only', async () => {
    await fetch(`${http.url}/api/v1/things/SECRET-RECEIPT/approve`, { method: 'POST' });
    http.host.metrics.gauge('lachan_test_items', 'Test', () => [{ labels: { kind: 'a' }, value: 3 }], ['kind']);
    const response = await fetch(`${http.url}/metrics`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('lachan_test_items{kind="a"} 3');
    expect(text).toContain('route="/api/v1/things/:id/approve"');
    expect(text).not.toContain('SECRET-RECEIPT');
  });
});

describe('a command', () => {
  const approve = (headers: Record<string, string>) => call('/api/v1/things/7/approve', { method: 'POST', headers });

  it('is refused with 428 without If-Match and with 400 when it is no version', async () => {
    expectProblem(await approve({}), 428, 'version-required');
    expectProblem(await approve({ 'if-match': '*' }), 400, 'invalid-request');
    expectProblem(await approve({ 'if-match': '"1", "2"' }), 400, 'invalid-request');
  });

  it('reads the version from its If-Match', async () => {
    expect((await approve({ 'if-match': '"12"' })).body).toEqual({ id: '7', version: 12 });
  });
});

/** fetch would refuse to send such a path. */
function rawCall(path: string): Promise<{ response: Response; body: ProblemBody & Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(http.url);
    const request = httpRequest({ hostname, port, path, method: 'POST' }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      incoming.on('end', () => {
        const headers = new Headers({ 'content-type': incoming.headers['content-type'] ?? '' });
        resolve({
          response: new Response(null, { status: incoming.statusCode ?? 0, headers }),
          body: JSON.parse(text) as never,
        });
      });
    });
    request.on('error', reject).end();
  });
}
