import { setTimeout as pause } from 'node:timers/promises';
import { proposedCases } from './cases.mjs';
import { caller } from './http-load.mjs';
import { startProduct } from './product.mjs';
import { moreProviders } from './providers.mjs';
import { percentile, summary } from './statistics.mjs';

const SECOND = 1_000;
/** Between two looks whether the house is full (ms), and how many of them: then approvals go out whether it is or not. */
const TICK = 20;
const FULL_WITHIN = 500;

/**
 * One follower of a feed as a program of a provider would be: asks and waits, goes on from the cursor it was given, comes back
 * when it was told to, and ends with everything there is. `seen` holds the sequence of each item, in the order they came.
 */
const follow = async (http, provider, from, wanted, tally) => {
  let cursor = from;
  const seen = [];
  while (seen.length < wanted) {
    const path = `/api/v1/requests?wait=10&cursor=${encodeURIComponent(cursor)}`;
    const { status, headers, body } = await http.call('GET', path, undefined, {
      authorization: `Bearer ${provider.key}`,
    });
    tally.polls += 1;
    if (status === 200) {
      const page = JSON.parse(body);
      seen.push(...page.items.map(({ sequence }) => sequence));
      cursor = page.cursor;
      continue;
    }
    const later = Number(headers['retry-after']);
    if ((status !== 429 && status !== 503) || !(later > 0))
      throw new Error(`a poll was answered ${status} ${body.slice(0, 200)}`);
    tally.refused += 1;
    await pause(later * SECOND);
  }
  return seen;
};

/** Many more polls at once than may wait, while approvals go out: who is refused is told when to come back, and nobody misses an item. */
export const herd = async ({ server, tell }, { providers: count, pollsOfEach, cases: approvals }) => {
  const product = await startProduct(await server.database('herd'));
  const polls = count * pollsOfEach;
  const http = caller(product.url, polls);
  try {
    tell(`herd · ${count} providers`);
    const providers = await moreProviders(product, count);
    const cases = await proposedCases(product, approvals, 'bay');
    for (const provider of providers) provider.cursor = (await provider.client.ok('GET', '/requests')).cursor;
    tell(`herd · ${polls} polls`);
    const tally = { polls: 0, refused: 0 };
    const started = performance.now();
    const took = [];
    const following = providers.flatMap((provider) =>
      Array.from({ length: pollsOfEach }, async () => {
        const seen = await follow(http, provider, provider.cursor, approvals, tally);
        took.push((performance.now() - started) / SECOND);
        return { provider, seen };
      }),
    );
    const all = Promise.all(following);
    const approving = (async () => {
      // The whole herd stands at the door first: whoever came while items go out might have found some, and would not have to wait.
      for (let waits = 0; tally.refused === 0 && waits < FULL_WITHIN; waits += 1) await pause(TICK);
      for (const { approve } of cases) await approve();
    })();
    const [followers] = await Promise.all([all, approving]);
    const { rows } = await product.database.query(
      'select provider, array_agg(sequence::int order by sequence) as sequences from dispatch_feed.item group by provider',
    );
    const whole = new Map(rows.map(({ provider, sequences }) => [provider, sequences.join()]));
    const exact = followers.filter(({ provider, seen }) => whole.get(provider.id) === seen.join()).length;
    const row = (contender, unit, values) => ({ work: 'herd', contender, unit, ...summary(values) });
    return {
      rows: [
        row('a follower has all', 's', took),
        row('polls', 'polls', [tally.polls]),
        row('refused politely', 'polls', [tally.refused]),
      ],
      ratios: {},
      correctness: {
        lachan: {
          ok: exact === polls && tally.refused > 0,
          followers: polls,
          exact,
          items: approvals * polls,
          ...tally,
          p99: `${percentile(took, 0.99).toFixed(1)} s`,
        },
      },
    };
  } finally {
    http.close();
    await product.stop();
  }
};
