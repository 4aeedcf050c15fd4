import { approveToFeed } from '../lib/approve-to-feed.mjs';
import { growth, sizesUpTo } from '../lib/growth.mjs';
import { start } from '../lib/start.mjs';

const FAN_OUT_ROUNDS = 5;
/** Sizes of the log in events; by hand up to ten million: `npm run bench -- growth --to 10000000`. */
const GROWTH = [10_000, 100_000];

export default [
  {
    order: 10,
    name: 'report',
    what: 'reports over HTTP, on disk before the answer, 64 connections',
    unit: 'reports/s',
    better: 'higher',
    contenders: {
      lachan: 'contenders/report/intake.mjs',
      'bare-node': 'contenders/report/bare-node.mjs',
    },
    baseline: 'bare-node',
    least: { 'bare-node': 0.4 },
    aim: { 'bare-node': 0.7 },
    params: { connections: 64, count: 1_500 },
  },
  {
    order: 10,
    name: 'report-one-process',
    what: 'the same, all services in one process, which also opens the cases',
    unit: 'reports/s',
    better: 'higher',
    byName: true,
    ours: 'one-process',
    contenders: {
      'one-process': 'contenders/report/one-process.mjs',
      lachan: 'contenders/report/intake.mjs',
    },
    baseline: 'lachan',
    params: { connections: 64, count: 1_500 },
  },
  {
    order: 11,
    name: 'approve-to-feed',
    what: 'approval over HTTP until a waiting provider has it, 50 a second, p99',
    unit: 'ms',
    better: 'lower',
    aim: { '100 ms': 1 },
    run: (context) => approveToFeed(context, { rounds: 3, perRound: 60, perSecond: 50 }),
  },
  {
    order: 12,
    name: 'fan-out',
    what: 'one approval until each of 200 waiting providers has it',
    unit: 'ms',
    better: 'lower',
    contenders: {
      lachan: 'contenders/fan-out/lachan.mjs',
      'bare-node': 'contenders/fan-out/bare-node.mjs',
    },
    baseline: 'bare-node',
    least: { 'bare-node': 0.3 },
    aim: { 'bare-node': 0.6 },
    rounds: FAN_OUT_ROUNDS,
    params: { waiting: 200, cases: FAN_OUT_ROUNDS + 1 },
  },
  {
    order: 13,
    name: 'growth',
    what: 'report, queue page, feed page, case page: at 10,000 events against 100,000',
    unit: 'ms',
    better: 'lower',
    least: { append: 0.5, queue: 0.5, feed: 0.5, case: 0.5 },
    aim: { append: 0.77, queue: 0.77, feed: 0.77, case: 0.77 },
    run: (context) =>
      context.to === undefined
        ? growth(context, { sizes: GROWTH, calls: 60, verified: 10_000 })
        : growth(context, { sizes: sizesUpTo(context.to), calls: 100, verified: 1_000_000, costs: true }),
  },
  {
    order: 14,
    name: 'start',
    what: 'from the process to a ready answer in a new data folder',
    unit: 's',
    better: 'lower',
    aim: { '4 s': 1, '350 MiB': 1 },
    run: (context) => start(context, { rounds: 3, reports: 500 }),
  },
];
