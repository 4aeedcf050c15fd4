import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withBind } from '../lib/dns.mjs';
import { runWork } from '../lib/harness.mjs';
import { herd } from '../lib/herd.mjs';

/** A work whose contenders serve the same file: the first one makes it, its path is in their `params`. */
const withFile = (work) => ({
  ...work,
  run: async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'lachan-bench-list-'));
    try {
      const params = { ...work.params, file: join(folder, 'list.txt') };
      const outcome = await runWork({ ...work, run: undefined, params }, context);
      return { ...outcome, rows: outcome.rows.filter(({ contender }) => contender !== 'fdatasync') };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});

export default [
  withBind({
    order: 50,
    name: 'rpz',
    what: '100,000 names into a BIND primary, on its disk; nsupdate with its largest batches',
    unit: 's',
    better: 'lower',
    byName: true,
    contenders: { lachan: 'contenders/dns/lachan.mjs', nsupdate: 'contenders/dns/nsupdate.mjs' },
    baseline: 'nsupdate',
    least: { nsupdate: 0.5 },
    rounds: 3,
    params: { names: 100_000, fresh: 10 },
  }),
  withFile({
    order: 51,
    name: 'lists',
    what: 'a list of 100,000 names from the cache, gzip, 3 connections; the same bytes as a file by the same server',
    unit: 'lists/s',
    better: 'higher',
    byName: true,
    contenders: { lachan: 'contenders/lists/lachan.mjs', 'static-file': 'contenders/lists/static-file.mjs' },
    baseline: 'static-file',
    least: { 'static-file': 0.5 },
    rounds: 5,
    // A provider may have four whole lists under way at once: whoever asks for more is told to come later.
    params: { entries: 100_000, connections: 3, count: 300 },
  }),
  {
    order: 52,
    name: 'herd',
    what: '1,000 polls at once, of 40 providers, while 20 approvals go out: until each follower has every item',
    unit: 's',
    better: 'lower',
    byName: true,
    run: (context) => herd(context, { providers: 40, pollsOfEach: 25, cases: 20 }),
  },
];
