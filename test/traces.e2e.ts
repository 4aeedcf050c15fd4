import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReportAccepted } from '#libs/contracts';
import { SpanCollector, type SeenSpan } from '#libs/testing';
import { HA_NOI, OneCase } from './one-case.js';
import { Product } from './product.js';
import { ProvidersEnds } from './providers-ends.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const LINK = 'https://bi-mat-nam-nay.example.net/duong-dan-rieng?tham-so=rieng-tu';
const NOTE = 'điều chỉ người gửi biết';

let collector: SpanCollector;
let ends: ProvidersEnds;
let product: Product;
beforeAll(async () => {
  [collector, ends] = [await SpanCollector.start(), await ProvidersEnds.open()];
  product = await Product.start(
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20cua-may-thu',
    },
    {
      providers: {
        'mang-tay-nguyen': { adapter: 'webhook', ...ends.reachedAt('/chuong') },
        // Nobody listens there.
        'vien-thong-song-hong': { adapter: 'webhook', ...ends.reachedAt('/'), url: 'http://127.0.0.1:1/' },
      },
    },
  );
}, 120_000);
afterAll(async () => {
  await product.close();
  await Promise.all([collector.close(), ends.close()]);
});

const spans = (wanted: Partial<SeenSpan>): SeenSpan[] =>
  collector.spans.filter((span) =>
    Object.entries(wanted).every(([name, value]) => span[name as keyof SeenSpan] === value),
  );
const arrived = (wanted: Partial<SeenSpan>): Promise<SeenSpan> =>
  product.until(`the span ${JSON.stringify(wanted)}`, () => Promise.resolve(spans(wanted)[0]));

describe('a report, as a collector sees it', () => {
  it('is one trace from the caller over intake’s request and append to triage’s handler and what that appends', async () => {
    await product.ok<ReportAccepted>(HA_NOI.channel, '/reports?x=rieng-tu', {
      body: { urls: [LINK], note: NOTE, province: HA_NOI.province },
      headers: { traceparent: `00-${TRACE}-${CALLER}-00` },
    });
    await product.settled();
    const opened = await arrived({ traceId: TRACE, name: 'append case' });
    const handler = await arrived({ traceId: TRACE, spanId: opened.parentId });
    const event = await arrived({ traceId: TRACE, spanId: handler.parentId });
    const append = await arrived({ traceId: TRACE, spanId: event.parentId });
    const request = await arrived({ traceId: TRACE, spanId: append.parentId });
    expect([request.parentId, request.name, request.kind, request.service, request.attributes]).toEqual([
      CALLER,
      'POST /api/v1/reports',
      2,
      'lachan',
      { 'http.request.method': 'POST', 'http.route': '/api/v1/reports', 'http.response.status_code': 202 },
    ]);
    expect([append.name, append.kind, append.attributes]).toEqual([
      'append report',
      4,
      { 'lachan.service': 'intake', 'lachan.categories': 'report', 'lachan.events': 2, 'lachan.outcome': 'done' },
    ]);
    expect([event.name, event.attributes]).toEqual(['TargetReported', { 'lachan.event.type': 'TargetReported' }]);
    expect([handler.name, handler.kind, handler.attributes]).toEqual([
      'handle triage.reports',
      5,
      { 'lachan.subscription': 'triage.reports', 'lachan.event.type': 'TargetReported', 'lachan.attempt': 1 },
    ]);
    expect(opened.attributes).toMatchObject({ 'lachan.service': 'triage', 'lachan.outcome': 'done' });
    // Each lies within or after what it is part of.
    expect(append.begun >= request.begun && append.ended <= request.ended).toBe(true);
    expect(handler.begun >= append.begun && opened.begun >= handler.begun).toBe(true);
    expect(spans({ traceId: TRACE }).filter(({ failed }) => failed)).toEqual([]);
    expect(collector.headers[0]).toMatchObject({ authorization: 'Bearer cua-may-thu' });
  });

  it('goes on to the provider’s end: the kind of adapter and how it ended, not to whom and not what', async () => {
    const one = await OneCase.open(product, { urls: ['https://bi-mat-nam-sau.example.net/'] }, HA_NOI);
    await one.approved({ reasons: 'lý do chỉ người duyệt biết' });
    const told = (failed: boolean) => arrived({ name: 'deliver webhook', failed });
    const kind = { 'lachan.provider.kind': 'webhook' };
    const carried = await told(false);
    expect([carried.kind, carried.parentId, carried.attributes]).toEqual([
      3,
      '',
      { ...kind, 'lachan.outcome': 'carried', 'lachan.requests': 1 },
    ]);
    const failed = await told(true);
    expect([failed.parentId, failed.attributes]).toEqual([
      '',
      { ...kind, 'lachan.outcome': 'failed', 'lachan.requests': 0, 'error.type': 'failed' },
    ]);
  });

  it('shows what went wrong by status and route, never by path, query, key or body', async () => {
    const receipt = (await product.call(null, '/receipts/ma-rieng-cua-toi?khoa=rieng-tu')).status;
    await product.call(null, '/khong-co-duong-nay/rieng-tu');
    await product.call(null, '/reports', { body: { urls: 'rieng-tu' } });
    expect((await arrived({ name: 'GET /api/v1/receipts/:receipt' })).attributes).toMatchObject({
      'http.response.status_code': receipt,
    });
    await arrived({ name: 'GET unknown' });
  });

  it('carries no target, text, key, receipt or name of a case in any byte, and no probe', async () => {
    await fetch(`${product.url}/health/ready`);
    await fetch(`${product.url}/metrics`);
    await product.call(null, '/transparency');
    await arrived({ name: 'GET /api/v1/transparency' });
    const secrets = [
      ...['bi-mat-nam', 'example.net', 'duong-dan-rieng', 'rieng-tu', 'ma-rieng-cua-toi', NOTE, 'lý do chỉ'],
      ...['cua-may-thu', 'mang-tay-nguyen', 'vien-thong', '127.0.0.1', product.database.url],
      ...product.credentials.keys.map(({ key }) => key),
      ...product.credentials.users.flatMap(({ login, password }) => [login, password]),
      ...(await product.events('CaseOpened')).map(({ data }) => String(data['caseId'])),
    ];
    const bytes = collector.bytes;
    expect(collector.spans.length).toBeGreaterThan(50);
    expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([]);
    expect(collector.spans.filter(({ name }) => /health|metrics/.test(name))).toEqual([]);
  });

  it('is told in full when the process ends', async () => {
    const before = spans({ name: 'GET /api/v1/stats' }).length;
    await product.ok(HA_NOI.analyst, '/stats');
    await product.rest();
    expect(spans({ name: 'GET /api/v1/stats' }).length).toBe(before + 1);
  });
});
