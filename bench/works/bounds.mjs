/**
 * What cannot be undercut: the same work with everything left out that the rules do not demand, beside the peer whose least ratio is not reached. What it
 * reaches is what anybody could reach on this machine with this log; what Lá Chắn reaches of it is what there is to gain.
 */
export default [
  {
    order: 80,
    name: 'replay-bound',
    what: '200,000 events: COPY, columns, JSON and the ciphertexts, nothing else',
    unit: 'events/s',
    better: 'higher',
    byName: true,
    ours: 'bare-open',
    contenders: {
      lachan: 'contenders/store/replay-lachan.mjs',
      'raw-pages': 'contenders/store/replay-raw-pages.mjs',
      'bare-open': 'contenders/store/replay-bare-open.mjs',
    },
    baseline: 'raw-pages',
    oneDatabase: true,
    rounds: 5,
    params: { events: 200_000 },
  },
  {
    order: 81,
    name: 'report-bound',
    what: 'reports over HTTP without the door: identified, decided on, sealed, hashed, appended',
    unit: 'reports/s',
    better: 'higher',
    byName: true,
    ours: 'bare-store',
    contenders: {
      lachan: 'contenders/report/intake.mjs',
      'bare-store': 'contenders/report/bare-store.mjs',
      'bare-node': 'contenders/report/bare-node.mjs',
    },
    baseline: 'bare-node',
    rounds: 5,
    params: { connections: 64, count: 1_500 },
  },
  {
    order: 82,
    name: 'import-bound',
    what: '5,000 rows a round: read, identified, decided on, sealed, hashed, appended, nothing else',
    unit: 'rows/s',
    better: 'higher',
    byName: true,
    ours: 'bare-store',
    contenders: {
      lachan: 'contenders/pipeline/import-lachan.mjs',
      'bare-store': 'contenders/pipeline/import-bare-store.mjs',
      'bare-batch': 'contenders/pipeline/import-bare-batch.mjs',
    },
    baseline: 'bare-batch',
    rounds: 5,
    params: { rows: 5_000, known: 1_000_000 },
  },
];
