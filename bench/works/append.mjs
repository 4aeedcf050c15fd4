const folder = 'contenders/store';

const contenders = (...keys) => Object.fromEntries(keys.map((key) => [key, `${folder}/append-${key}.mjs`]));

/** 1,024 streams, each with one writer at a time: what is measured is appending, not losing conflicts. */
const params = (inFlight, events = 1) => ({ inFlight, events, streams: 1_024, milliseconds: 700 });

export default [
  {
    order: 10,
    name: 'append-32',
    what: 'appends with expected version to existing streams, 32 in flight',
    unit: 'events/s',
    better: 'higher',
    contenders: contenders('lachan', 'emmett', 'message-db', 'raw-pg'),
    baseline: 'raw-pg',
    least: { emmett: 4, 'message-db': 3, 'raw-pg': 0.9 },
    aim: { emmett: 6, 'raw-pg': 1.4 },
    rounds: 5,
    params: params(32),
  },
  {
    order: 11,
    name: 'append-256',
    what: 'the same, 256 in flight',
    unit: 'events/s',
    better: 'higher',
    contenders: contenders('lachan', 'emmett', 'raw-pg'),
    baseline: 'raw-pg',
    least: { emmett: 7, 'raw-pg': 1.4 },
    aim: { emmett: 10, 'raw-pg': 2 },
    rounds: 5,
    params: params(256),
  },
  {
    order: 12,
    name: 'append-1',
    what: 'the same, one at a time',
    unit: 'events/s',
    better: 'higher',
    contenders: contenders('lachan', 'emmett', 'raw-pg'),
    baseline: 'raw-pg',
    least: { emmett: 1.7, 'raw-pg': 0.65 },
    aim: { emmett: 2.3, 'raw-pg': 0.8 },
    rounds: 7,
    params: params(1),
  },
  {
    order: 13,
    name: 'append-100',
    what: '100 events in one append, one at a time',
    unit: 'events/s',
    better: 'higher',
    contenders: contenders('lachan', 'emmett', 'message-db'),
    baseline: 'message-db',
    least: { emmett: 1.3, 'message-db': 5 },
    aim: { emmett: 2 },
    rounds: 5,
    params: { ...params(1, 100), streams: 64 },
  },
];
