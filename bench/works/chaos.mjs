import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startContender } from '../lib/child.mjs';

const folder = fileURLToPath(new URL('../contenders/store/', import.meta.url));
const MILLISECONDS = 3_000;

/**
 * Sixteen writers with conflicts and pauses, while readers follow: what was acknowledged must be delivered, in order, none twice. Ours
 * must hold it; a reader with a planted fault must be caught; what the peers' readers lose is printed. Not a race: no ratios.
 */
const run = async ({ server, tell }) => {
  const correctness = {};
  for (const name of ['lachan', 'emmett', 'sequence']) {
    tell(`chaos · ${name}`);
    const databaseUrl = await server.database(`chaos_${name}`);
    const context = { databaseUrl, params: { milliseconds: MILLISECONDS }, key: name, work: 'chaos' };
    const contender = await startContender(`chaos/${name}`, join(folder, `chaos-${name}.mjs`), context);
    try {
      await contender.setup();
      Object.assign(correctness, await contender.round(0));
    } finally {
      await contender.teardown();
      await server.drop(databaseUrl);
    }
  }
  const rows = Object.entries(correctness).map(([contender, { lost }]) => ({
    work: 'chaos',
    contender,
    unit: 'events lost',
    median: lost,
    min: lost,
    max: lost,
  }));
  return { rows, ratios: {}, correctness };
};

export default [
  {
    order: 35,
    name: 'chaos',
    what: '16 writers with conflicts and pauses: appended = delivered, in order, none twice',
    unit: 'events lost',
    better: 'lower',
    run,
  },
];
