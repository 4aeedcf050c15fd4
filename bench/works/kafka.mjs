import { burst } from '../lib/burst.mjs';
import { onKafka } from '../lib/kafka.mjs';

const folder = 'contenders/kafka';

export default [
  onKafka({
    order: 60,
    name: 'handlers-kafka',
    what: '10,000 events of 1,000 cases through a handler that writes a row, from Kafka',
    unit: 'events/s',
    better: 'higher',
    byName: true,
    contenders: { lachan: `${folder}/handlers-lachan.mjs`, 'stock-nest': `${folder}/handlers-stock-nest.mjs` },
    baseline: 'stock-nest',
    least: { 'stock-nest': 3 },
    aim: { 'stock-nest': 5 },
    rounds: 3,
    params: { events: 10_000, cases: 1_000 },
    memory: ['lachan', 'stock-nest'],
  }),
  {
    order: 61,
    name: 'burst',
    what: '5,000 reports in 10 s over HTTP until the queue of triage has every case, services apart',
    unit: 's',
    better: 'lower',
    byName: true,
    least: { 'twice the burst': 1 },
    run: (context) => burst(context, { reports: 5_000, seconds: 10 }),
  },
  onKafka({
    order: 62,
    name: 'relay',
    what: 'the log to Kafka, 10,000 records of 1,000 cases, acknowledged by all in-sync replicas',
    unit: 'records/s',
    better: 'higher',
    byName: true,
    contenders: { lachan: `${folder}/relay-lachan.mjs`, 'producer-perf-test': `${folder}/relay-perf-test.mjs` },
    baseline: 'producer-perf-test',
    least: { 'producer-perf-test': 0.4 },
    rounds: 3,
    params: { events: 10_000, cases: 1_000, partitions: 4 },
    memory: ['lachan'],
  }),
];
