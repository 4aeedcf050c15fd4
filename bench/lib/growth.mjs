import { proposedCases } from './cases.mjs';
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

/** The same calls while the log grows a hundredfold; the ratio is the smallest size's time against the largest's. */
export const growth = async ({ server, tell }, { sizes, calls, verified }) => {
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
    const measured = [];
    let faults = [];
    for (const size of sizes) {
      const { rows } = await product.database.query('select position::int as head from es.head');
      tell(`growth · seeding up to ${size} events`);
      await seed(product.database, { events: size - rows[0].head, unit: UNIT, provider: 'mang-tay-nguyen' });
      await product.idle();
      if (size <= verified) faults = await faultsOf(databaseUrl);
      const { rows: cases } = await product.database.query(
        'select case_id from triage_queue.queue_case order by case_id limit 50',
      );
      const ids = cases.map(({ case_id }) => case_id);
      for (const [name, work] of Object.entries(works)) {
        tell(`growth · ${size} events · ${name}`);
        await timed(work, ids, 10);
        await product.idle();
        measured.push({ size, name, times: await timed(work, ids, calls) });
        await product.idle();
      }
    }
    const of = (name, size) => median(measured.find((m) => m.name === name && m.size === size).times);
    return {
      rounds: calls,
      rows: measured.map(({ size, name, times }) => ({
        work: 'growth',
        contender: `${name}, ${size.toLocaleString('en')} events`,
        unit: 'ms',
        ...summary(times),
      })),
      ratios: Object.fromEntries(Object.keys(works).map((name) => [name, of(name, sizes[0]) / of(name, sizes.at(-1))])),
      correctness: { seed: { ok: faults.length === 0, faults: faults.slice(0, 3) } },
    };
  } finally {
    await product.stop();
  }
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
