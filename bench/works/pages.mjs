import { pages } from '../lib/pages.mjs';

export default [
  {
    order: 60,
    name: 'pages',
    byName: true,
    what: 'a queue of 5,000 in Chromium: key → next case painted (p95) over 200 decisions, first load, paging',
    unit: 'ms',
    better: 'lower',
    least: { '100 ms': 1, '250 kB': 1, '50 ms': 1 },
    run: (context) => pages(context, { cases: 5_000, decisions: 200, pause: 300 }),
  },
];
