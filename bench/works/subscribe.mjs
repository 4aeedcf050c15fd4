const folder = 'contenders/store';

export default [
  {
    order: 30,
    name: 'subscribe',
    what: 'append → handler at 1,000 a second, p99',
    unit: 'ms',
    better: 'lower',
    contenders: { lachan: `${folder}/subscribe-lachan.mjs`, emmett: `${folder}/subscribe-emmett.mjs` },
    baseline: 'emmett',
    least: { emmett: 20 },
    aim: { emmett: 400 },
    rounds: 5,
    params: { perSecond: 1_000, milliseconds: 1_500 },
  },
];
