const folder = 'contenders/store';

export default [
  {
    order: 20,
    name: 'replay',
    what: '200,000 events of ordinary cases, parsed and opened, in order',
    unit: 'events/s',
    better: 'higher',
    contenders: {
      lachan: `${folder}/replay-lachan.mjs`,
      'raw-pages': `${folder}/replay-raw-pages.mjs`,
      'server-copy': `${folder}/replay-server-copy.mjs`,
    },
    baseline: 'server-copy',
    oneDatabase: true,
    least: { 'raw-pages': 1.5, 'server-copy': 0.7 },
    aim: { 'raw-pages': 1.8, 'server-copy': 0.9 },
    rounds: 5,
    params: { events: 200_000 },
  },
  {
    order: 21,
    name: 'rehydrate',
    what: 'streams of 10 events, 64 in flight',
    unit: 'streams/s',
    better: 'higher',
    contenders: {
      lachan: `${folder}/rehydrate-lachan.mjs`,
      emmett: `${folder}/rehydrate-emmett.mjs`,
      'raw-pg': `${folder}/rehydrate-raw-pg.mjs`,
    },
    baseline: 'raw-pg',
    least: { emmett: 3, 'raw-pg': 1.5 },
    aim: { emmett: 5 },
    rounds: 5,
    params: { inFlight: 64, streams: 2_000, milliseconds: 700 },
  },
];
