import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import type { Admin, Consumer, KafkaMessage, Producer } from 'kafkajs';
import { SERVICES_OF_THE_HOUSE } from '#apps/lachan';
import { rebuildReadModels } from '#libs/messaging';
import { SpanCollector } from '#libs/testing';
import { dice, shuffled } from './carried-apart.js';
import { live } from './history.js';
import { Product } from './product.js';

/** What was done, in numbers, for whoever reads the run. */
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const SEED = Number(process.env['LACHAN_TEST_SEED'] ?? 11);
const PREFIX = `w${String(process.pid)}`;

let product: Product;
let collector: SpanCollector;
let admin: Admin;
let producer: Producer;
let consumer: Consumer;
/** Every record as it was first seen, by topic and partition. */
const first = new Map<string, { topic: string; partition: number; messages: KafkaMessage[] }>();
const seen = new Set<string>();
let again = 0;

interface Attached {
  readonly caseId: string;
  readonly report: { readonly reportId: string };
}

const random = dice(SEED);
const send = async (topic: string, partition: number, messages: readonly KafkaMessage[]): Promise<void> => {
  again += messages.length;
  const same = messages.map(({ key, value, headers }) => ({ partition, key, value, ...(headers ? { headers } : {}) }));
  await producer.send({ topic, messages: same });
};

/** A courier that cannot keep it to itself: whatever comes by is sent on twice more, shuffled, at once. */
const repeatEverything = async (): Promise<void> => {
  await consumer.subscribe({ topics: [new RegExp(`^${PREFIX}\\.`)], fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch: { topic, partition, messages } }) => {
      const fresh = messages.filter(({ headers }) => {
        const id = `${topic} ${String(headers?.['ce_id'])}`;
        return !seen.has(id) && seen.add(id);
      });
      if (fresh.length === 0) return;
      const place = `${topic}/${String(partition)}`;
      const known = first.get(place) ?? { topic, partition, messages: [] };
      known.messages.push(...fresh);
      first.set(place, known);
      await send(topic, partition, shuffled([...fresh, ...fresh], random));
    },
  });
};

beforeAll(async () => {
  const brokers = [process.env['LACHAN_TEST_KAFKA'] ?? ''];
  const outsider = new Kafka({ brokers, clientId: 'outsider', logLevel: logLevel.NOTHING });
  [admin, producer] = [outsider.admin(), outsider.producer()];
  consumer = outsider.consumer({ groupId: `${PREFIX}-outsider`, metadataMaxAge: 1_000 });
  collector = await SpanCollector.start();
  const told = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint };
  product = await Product.start({ KAFKA_BROKERS: brokers[0] ?? '', KAFKA_TOPIC_PREFIX: PREFIX, ...told });
  await Promise.all([admin.connect(), producer.connect(), consumer.connect()]);
  await repeatEverything();
}, 120_000);
afterAll(async () => {
  await Promise.all([consumer.disconnect(), producer.disconnect(), admin.disconnect()]);
  await product.close();
  await collector.close();
});

/** Partitions whose records a service's group has not all passed yet. */
const unread = async (): Promise<number> => {
  const topics = [...new Set([...first.values()].map(({ topic }) => topic))];
  const ends = new Map<string, number>();
  for (const topic of topics)
    for (const { partition, high } of await admin.fetchTopicOffsets(topic))
      ends.set(`${topic}/${String(partition)}`, Number(high));
  let open = 0;
  for (const { groupId } of (await admin.listGroups()).groups) {
    if (!groupId.startsWith(`${PREFIX}.`)) continue;
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId })) {
      for (const { partition, offset } of partitions) {
        const end = ends.get(`${topic}/${String(partition)}`) ?? 0;
        if (Number(offset) >= 0 && Number(offset) < end) open += 1;
      }
    }
  }
  return open;
};
const kept = async () => {
  const { rows } = await product.database.pool.query<{ what: string; rows: string }>(
    `select 'failures' as what, count(*)::text as rows from messaging.failure
     union all select 'streams', md5(string_agg(s::text, ',' order by s::text)) from es.streams s where s.stream !~ '^access-'
     union all select 'people', md5(string_agg(p::text, ',' order by id, position)) from identity.person p`,
  );
  return Object.fromEntries(rows.map(({ what, rows: of }) => [what, of]));
};

describe(`Kafka's records thrice and shuffled (seed ${String(SEED)})`, () => {
  it('cause every effect once, in order within a case, while they come', async () => {
    await live(product);
    await product.settled();
    const events = await product.events();
    const once = (type: string, id: (data: Record<string, unknown>) => unknown): void => {
      const ids = events.filter((event) => event.type === type).map(({ data }) => JSON.stringify(id(data)));
      expect([type, ids.length > 0, ids.length - new Set(ids).size]).toEqual([type, true, 0]);
    };
    once('ReportAttached', ({ caseId, report }) => [caseId, (report as { reportId: string }).reportId]);
    once('CaseOpened', ({ caseId }) => caseId);
    once('OrderIssued', ({ orderId }) => orderId);
    once('RequestQueued', ({ requestId }) => requestId);
    once('SupportRequested', (data) => data['caseId']);
    once('LiftQueued', ({ requestId }) => requestId);
    once('CaseInForce', ({ caseId }) => caseId);
    expect((await kept())['failures']).toBe('0');
    // Four reports of one link, one after the other: their case has them in that order.
    const attached = events
      .filter(({ type }) => type === 'ReportAttached')
      .map(({ data }) => data as unknown as Attached);
    const ofCase = (id: string): Attached[] => attached.filter(({ caseId }) => caseId === id);
    const longest = attached.map(({ caseId }) => ofCase(caseId)).sort((a, b) => b.length - a.length)[0] ?? [];
    const received = events.filter(({ type }) => type === 'ReportReceived').map(({ stream }) => stream.slice(7));
    const ids = longest.map(({ report }) => report.reportId);
    expect(ids.length).toBeGreaterThanOrEqual(4);
    expect(ids).toEqual(received.filter((id) => ids.includes(id)));
  }, 120_000);

  it('continue the trace that their headers name: what handles a record is below the span of its event, once', async () => {
    const links = [...first.values()].flatMap(({ messages }) => messages);
    const named = links.filter(({ headers }) => String(headers?.['ce_type']) === 'TargetReported');
    expect(named.length).toBeGreaterThanOrEqual(4);
    for (const { headers } of named) {
      const [, traceId, parentId] = String(headers?.['traceparent']).split('-');
      const handled = await product.until('the handler’s span', () => {
        const found = collector.spans.filter(
          (span) => span.name === 'handle triage.reports' && span.parentId === parentId && !span.failed,
        );
        return Promise.resolve(found.length > 0 ? found : undefined);
      });
      expect(handled.map((span) => span.traceId)).toEqual([traceId]);
      expect(collector.spans.filter(({ spanId }) => spanId === parentId).map((span) => span.traceId)).toEqual([
        traceId,
      ]);
    }
  }, 60_000);

  it('change nothing when all of them come again: nothing new in the log, read models as a rebuild makes them', async () => {
    await product.until('the courier to have repeated all', async () => ((await unread()) === 0 ? true : undefined));
    await product.settled();
    const before = await kept();
    const sent = [...first.values()].reduce((sum, { messages }) => sum + messages.length, 0);
    for (const { topic, partition, messages } of first.values())
      await send(topic, partition, shuffled([...messages, ...messages, ...messages], random));
    await product.until('the repetitions to be read', async () => ((await unread()) === 0 ? true : undefined));
    expect(await kept()).toEqual(before);
    const results = await rebuildReadModels({
      adminPool: product.database.pool,
      storeOf: (service) => product.host.runtime(service).store,
      readModels: SERVICES_OF_THE_HOUSE.flatMap(({ readModels }) => readModels),
      swap: false,
    });
    expect(results.filter(({ different, error }) => different > 0 || error !== undefined)).toEqual([]);
    say(`${String(sent)} records, ${String(again)} repetitions`);
    expect(again).toBeGreaterThanOrEqual(5 * sent);
  }, 120_000);
});
