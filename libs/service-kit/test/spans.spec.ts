import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpanCollector } from '#libs/testing';
import { Metrics, createLogger } from '#libs/service-kit';
import type { EndedSpan, Spans } from '#libs/service-kit';
import { MOST_WAITING, exportSpans } from '../src/tracing/export-spans.js';

let collector: SpanCollector;
let metrics: Metrics;
let lines: string[];
let spans: Spans;

const open = (endpoint = collector.endpoint): Spans => {
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const logger = createLogger({ level: 'info', destination });
  const to = { url: `${endpoint}/v1/traces`, headers: { 'x-token': 'mat-ma' }, service: 'thu' };
  return (spans = exportSpans(to, { logger, metrics, gather: 5 }));
};

beforeEach(async () => {
  [metrics, lines] = [new Metrics(), []];
  collector = await SpanCollector.start();
});
afterEach(async () => {
  await spans.close();
  await collector.close();
});

const span = (more: Partial<EndedSpan> = {}): EndedSpan => ({
  name: 'append report',
  kind: 'producer',
  place: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), parentId: 'c'.repeat(16) },
  begun: performance.now() - 12,
  ended: performance.now(),
  attributes: { 'lachan.categories': 'report', 'lachan.events': 2 },
  ...more,
});

const count = async (outcome: 'exported' | 'lost'): Promise<number> => {
  const { values } = await (metrics.registry.getSingleMetric('lachan_spans_total') as { get(): Promise<{ values: { labels: object; value: number }[] }> }).get(); // prettier-ignore
  return values.find(({ labels }) => (labels as { outcome: string }).outcome === outcome)?.value ?? NaN;
};
const until = async (what: string, holds: () => Promise<boolean> | boolean): Promise<void> => {
  for (const end = performance.now() + 10_000; !(await holds());) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

describe('spans that a collector takes', () => {
  it('arrive as OTLP over HTTP: place in the trace, times, attributes, failure, the service and the headers', async () => {
    const before = BigInt(Date.now() - 1_000) * 1_000_000n;
    open().ended(span());
    spans.ended(span({ kind: 'server', place: { traceId: 'd'.repeat(32), spanId: 'e'.repeat(16), parentId: null }, error: '500' })); // prettier-ignore
    await until('two spans', () => collector.spans.length === 2);
    const [append, request] = collector.spans;
    expect(append).toMatchObject({
      service: 'thu',
      name: 'append report',
      kind: 4,
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      parentId: 'c'.repeat(16),
      failed: false,
      attributes: { 'lachan.categories': 'report', 'lachan.events': 2 },
    });
    expect(request).toMatchObject({ kind: 2, parentId: '', failed: true, attributes: { 'error.type': '500' } });
    if (!append) throw new Error('no span');
    expect(append.begun > before && append.ended > append.begun).toBe(true);
    expect(append.ended - append.begun < 60_000_000n).toBe(true);
    expect(collector.paths).toEqual(['POST /v1/traces']);
    expect(collector.headers[0]).toMatchObject({ 'content-type': 'application/x-protobuf', 'x-token': 'mat-ma' });
    await until('the figure', async () => (await count('exported')) === 2);
    expect([await count('lost'), lines]).toEqual([0, []]);
  });

  it('are handed over at the end, also those that were still gathered', async () => {
    open();
    for (let n = 0; n < 700; n += 1) spans.ended(span());
    await spans.close();
    expect(collector.spans.length).toBe(700);
  });
});

describe('a collector that takes no spans', () => {
  it.each<[string, (reply: ServerResponse) => void, string]>([
    ['answers 500', (reply) => reply.writeHead(500).end(), '500'],
    ['answers 400', (reply) => reply.writeHead(400).end(), '400'],
  ])('and %s loses them, which is counted and said once until it is well', async (_how, answer, reason) => {
    const well = collector.answer;
    collector.answer = answer;
    open();
    for (const lost of [1, 2, 3]) {
      spans.ended(span());
      await until('the loss', async () => (await count('lost')) === lost);
    }
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ level: 40, reason, msg: expect.stringContaining('does not take spans') }),
    ]);
    collector.answer = well;
    spans.ended(span());
    await until('the span', async () => (await count('exported')) === 1);
    expect(lines.slice(1)).toEqual([expect.stringContaining('takes spans again')]);
  });

  it('because it resets, or is away, loses them; its address is in no line', async () => {
    collector.answer = (reply) => reply.destroy();
    open().ended(span());
    await until('the loss', async () => (await count('lost')) === 1);
    expect(lines.splice(0)).toEqual([expect.stringContaining('"reason":"ECONNRESET"')]);
    await spans.close();
    const endpoint = collector.endpoint;
    await collector.close();
    open(endpoint).ended(span());
    await until('the loss', async () => (await count('lost')) === 2);
    expect(lines).toEqual([expect.stringContaining('"reason":"ECONNREFUSED"')]);
    expect(lines.join('')).not.toContain(new URL(endpoint).port);
    collector = await SpanCollector.start();
  });

  it('because it hangs holds up nobody: what is more than the queue holds is lost at once, and the end comes in time', async () => {
    collector.answer = () => undefined;
    open();
    const begun = performance.now();
    for (let n = 0; n < MOST_WAITING * 3; n += 1) spans.ended(span());
    expect(performance.now() - begun).toBeLessThan(1_000);
    // A first batch of 512 is on its way while the queue is full behind it.
    expect(await count('lost')).toBe(MOST_WAITING * 2 - 512);
    await until('the batch', () => collector.bodies.length > 0);
    const closing = performance.now();
    await spans.close();
    expect(performance.now() - closing).toBeLessThan(2_500);
    await until('no connection', async () => (await collector.connections()) === 0);
  });
});
