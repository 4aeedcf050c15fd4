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
  }),
];
