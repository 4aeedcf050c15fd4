import { proposedCases } from './cases.mjs';
import { costMeter } from './cost.mjs';
import { seed } from './seed.mjs';
import { startProduct } from './product.mjs';
import { median, summary } from './statistics.mjs';

const UNIT = 'trung-tam-xu-ly-ha-noi';

/** What is timed at every size: one call at a time, milliseconds. */
const worksOf = async (product) => {
  const channel = product.withKey('channel', 'Tổ theo dõi Hà Nội');
  const analyst = await product.signIn('analyst', UNIT);
  const provider = product.withKey('provider', 'Mạng Tây Nguyên');
  let links = 0;
  return {
    append: () => channel.ok('POST', '/reports', { urls: [`http://lon-${(links += 1)}.example.test/`] }),
    queue: () => analyst.ok('GET', '/cases?status=open&limit=50'),
    feed: () => provider.ok('GET', '/requests?limit=100'),
    case: (_, ids) => analyst.ok('GET', `/cases/${ids[links % ids.length]}`),
  };
};

const timed = async (work, ids, calls) => {
  const list = [];
  for (let n = 0; n < calls; n += 1) {
    const from = performance.now();
    await work(n, ids);
    list.push(performance.now() - from);
  }
  return list;
};

/** Sizes of the log in events for a run by hand up to `to`. */
export const sizesUpTo = (to) => [...[10_000, 100_000, 1_000_000].filter((size) => size < to), to];

/** A call of the largest log may touch so many times the pages of one of the smallest: a deeper index, not a scan. */
const FLAT = 2;

/**
 * The same calls while the log grows; the ratio is the smallest size's time against the largest's. With `costs` also what does not depend
 * on the machine's load: pages touched and processor time.
 */
export const growth = async ({ server, tell }, { sizes, calls, verified, costs = false }) => {
  const databaseUrl = await server.database('growth');
  const product = await startProduct(databaseUrl);
  try {
    // One case walks all the way: what is seeded is copied from its rows.
    const [{ approve }] = await proposedCases(product, 1, 'mau');
    await approve();
    await product.idle();
    const works = await worksOf(product);
    await works.feed();
    await product.idle();
    const meter = costs ? await costMeter(product) : undefined;
    const measured = [];
    let faults = [];
    for (const size of sizes) {
      const { rows } = await product.database.query('select position::int as head from es.head');
      const told = (what) => tell(`growth · seeding up to ${size.toLocaleString('en')} · ${what}`);
      const { dataDir } = server;
      await standingStill(product, () => seed(product.database, { events: size - rows[0].head, unit: UNIT, provider: 'mang-tay-nguyen', dataDir, tell: told })); // prettier-ignore
      await server.settle();
      await product.idle();
      if (size <= verified) faults = await faultsOf(databaseUrl);
      const { rows: cases } = await product.database.query(
        'select case_id from triage_queue.queue_case order by case_id limit 50',
      );
      const ids = cases.map(({ case_id }) => case_id);
      for (const [name, work] of Object.entries(works)) {
        tell(`growth · ${size.toLocaleString('en')} events · ${name}`);
        await timed(work, ids, 10);
        await product.idle();
        const run = () => timed(work, ids, calls);
        const { answer: times, cost } = meter
          ? await meter(calls, run, { whole: name === 'append' })
          : { answer: await run() };
        measured.push({ size, name, times, cost });
        if (cost) tell(`  ${median(times).toFixed(1)} ms, ${cost.pages.toFixed(0)} pages, ${cost.postgresMs.toFixed(1)} + ${cost.nodeMs.toFixed(1)} ms of processor`); // prettier-ignore
        await product.idle();
      }
    }
    const correctness = meter ? { pages: flatPages(measured, sizes) } : {};
    if (meter) correctness.tables = await largest(product.database);
    const of = (name, size) => median(measured.find((m) => m.name === name && m.size === size).times);
    return {
      rounds: calls,
      rows: measured.flatMap(rowsOf),
      ratios: Object.fromEntries(Object.keys(works).map((name) => [name, of(name, sizes[0]) / of(name, sizes.at(-1))])),
      correctness: { seed: { ok: faults.length === 0, faults: faults.slice(0, 3) }, ...correctness },
    };
  } finally {
    await product.stop();
  }
};

/** While millions of rows come from elsewhere the product would read them all, only to find that it need not. */
const standingStill = async ({ pid }, work) => {
  process.kill(pid, 'SIGSTOP');
  try {
    await work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
};

const rowsOf = ({ size, name, times, cost }) => {
  const what = `${name}, ${size.toLocaleString('en')} events`;
  const one = (unit, value) => ({ work: 'growth', contender: what, unit, median: value, min: value, max: value });
  return [
    { work: 'growth', contender: what, unit: 'ms', ...summary(times) },
    ...(cost
      ? [one('pages', cost.pages), one('ms of PostgreSQL', cost.postgresMs), one('ms of Node', cost.nodeMs)]
      : []),
  ];
};

const flatPages = (measured, sizes) => {
  const pages = (name, size) => measured.find((m) => m.name === name && m.size === size).cost.pages;
  const names = [...new Set(measured.map(({ name }) => name))];
  const times = Object.fromEntries(names.map((name) => [name, Number((pages(name, sizes.at(-1)) / pages(name, sizes[0])).toFixed(2))])); // prettier-ignore
  return { ok: Object.values(times).every((each) => each <= FLAT), times };
};

/** Tables with their indexes, in MiB, the largest first, and the whole database. */
const largest = async (database) => {
  const { rows } = await database.query(
    `select * from (
       select c.oid::regclass::text as name, round(pg_total_relation_size(c.oid) / 1048576.0)::int as mib
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)' order by 2 desc limit 6) as tables
     union all select 'all', round(pg_database_size(current_database()) / 1048576.0)::int`,
  );
  return Object.fromEntries(rows.map(({ name, mib }) => [name, mib]));
};

/** What the product's own checker says about the seeded log. */
const faultsOf = async (databaseUrl) => {
  const { verifyLog } = await import('../../dist/apps/ledger/src/index.js');
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  try {
    return (await verifyLog(pool)).faults;
  } finally {
    await pool.end();
  }
};
