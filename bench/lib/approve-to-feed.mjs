import { setTimeout as pause } from 'node:timers/promises';
import { proposedCases } from './cases.mjs';
import { startProduct } from './product.mjs';
import { median, percentile, summary } from './statistics.mjs';

/** A provider that polls for ever, remembering when it first held each host. */
const waitingProvider = (provider) => {
  const arrived = new Map();
  let stopped = false;
  const loop = async () => {
    let cursor;
    while (!stopped) {
      const page = await provider.ok('GET', `/requests?wait=1${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
      const at = performance.now();
      for (const { target } of page.items) arrived.set(target.host, at);
      cursor = page.cursor;
    }
  };
  const running = loop();
  return {
    arrived,
    stop: () => {
      stopped = true;
      return running;
    },
  };
};

/**
 * Approvals sent at a steady rate whatever the answers do, and how long after each was sent a provider that waits has it.
 * The preparation of the cases is not measured.
 */
export const approveToFeed = async ({ server, tell }, { rounds, perRound, perSecond }) => {
  const product = await startProduct(await server.database('approve_to_feed'));
  try {
    tell('approve-to-feed · preparing cases');
    const cases = await proposedCases(product, (rounds + 1) * perRound, 'duyet');
    const provider = waitingProvider(product.withKey('provider', 'Mạng Tây Nguyên'));
    const each = [];
    let lost = 0;
    // The first round does not count: plans, caches and the compiler warm up.
    for (let round = 0; round <= rounds; round += 1) {
      tell(`approve-to-feed · ${round}/${rounds}`);
      const mine = cases.slice(round * perRound, (round + 1) * perRound);
      const started = performance.now();
      const sent = await Promise.all(
        mine.map(async ({ host, approve }, index) => {
          await pause(Math.max(0, started + (index * 1_000) / perSecond - performance.now()));
          const at = performance.now();
          await approve();
          return { host, at };
        }),
      );
      await product.idle();
      for (let n = 0; n < 100 && !sent.every(({ host }) => provider.arrived.has(host)); n += 1) await pause(20);
      lost += sent.filter(({ host }) => !provider.arrived.has(host)).length;
      if (round > 0) each.push(sent.map(({ host, at }) => (provider.arrived.get(host) ?? Infinity) - at));
    }
    await provider.stop();
    const row = (contender, values) => ({ work: 'approve-to-feed', contender, unit: 'ms', ...summary(values) });
    return {
      rounds,
      rows: [
        row(
          'lachan',
          each.map((list) => percentile(list, 0.99)),
        ),
        row('p50', each.map(median)),
      ],
      ratios: { '100 ms': 100 / median(each.map((list) => percentile(list, 0.99))) },
      correctness: { lachan: { ok: lost === 0, approved: cases.length, lost } },
    };
  } finally {
    await product.stop();
  }
};
