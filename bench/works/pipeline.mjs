const folder = 'contenders/pipeline';

export default [
  {
    order: 40,
    name: 'handlers',
    what: '10,000 events of 1,000 cases through a handler that writes a row',
    unit: 'events/s',
    better: 'higher',
    contenders: {
      lachan: `${folder}/handlers-lachan.mjs`,
      'tx-per-event': `${folder}/handlers-tx-per-event.mjs`,
    },
    baseline: 'tx-per-event',
    least: { 'tx-per-event': 2 },
    aim: { 'tx-per-event': 5 },
    rounds: 5,
    params: { events: 10_000, cases: 1_000 },
  },
  {
    order: 41,
    name: 'import',
    what: '5,000 rows a round against 1,000,000 known targets',
    unit: 'rows/s',
    better: 'higher',
    contenders: {
      lachan: `${folder}/import-lachan.mjs`,
      'bare-batch': `${folder}/import-bare-batch.mjs`,
    },
    baseline: 'bare-batch',
    least: { 'bare-batch': 0.3 },
    aim: { 'bare-batch': 0.5 },
    rounds: 5,
    params: { rows: 5_000, known: 1_000_000 },
  },
  {
    order: 42,
    name: 'import-100k',
    what: '100,000 rows a round against 1,000,000 known targets',
    unit: 'rows/s',
    better: 'higher',
    byName: true,
    contenders: {
      lachan: `${folder}/import-lachan.mjs`,
      'bare-batch': `${folder}/import-bare-batch.mjs`,
    },
    baseline: 'bare-batch',
    least: { 'bare-batch': 0.3 },
    aim: { 'bare-batch': 0.5 },
    rounds: 5,
    params: { rows: 100_000, known: 1_000_000 },
  },
];
