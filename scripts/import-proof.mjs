// Imports a long generated list, kills the instance half-way, and checks that nothing was lost, doubled, or kept in memory.
//   npm run test:import [-- --rows 20000]            1,000,000 rows by hand; --once leaves out the second run
import { createReadStream, createWriteStream, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { brokenOff, check, endWithCount } from './lib/checks.mjs';
import { client, freshFolder, removeFolder, signIn, startInstance, until } from './lib/instance.mjs';

const at = process.argv.indexOf('--rows');
const rows = at === -1 ? 20_000 : Number(process.argv[at + 1]);
const MEMORY_LIMIT_MIB = 300;
/** Cases are still being made of the rows when the import itself is done: memory is watched for as long again, in ms. */
const FOLLOWED_AFTER = 30_000;

/** Every tenth row repeats an earlier target in another shape; every thousandth is broken. */
const line = (n) => {
  if (n % 1_000 === 999) return '{"url": broken';
  const target = n % 10 === 9 ? n - 5 : n;
  const url =
    n % 10 === 9 ? `https://so-${target}.example.test/bai?utm_source=x` : `http://so-${target}.example.test/bai`;
  return JSON.stringify({ url, note: `Dòng ${n}: nhờ kiểm tra giúp.`, province: 'Lâm Đồng' });
};
const broken = Math.floor(rows / 1_000);

const writeList = async (path) => {
  const file = createWriteStream(path);
  for (let n = 0; n < rows; n += 1) if (!file.write(`${line(n)}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
};

/** Resident memory of the Node process in MiB. */
const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

const folder = freshFolder('lachan-import');
const list = join(folder, 'list.ndjson');
let instance;
try {
  console.log(`Importing ${rows} rows`);
  instance = await startInstance({ folder: join(folder, 'data'), args: ['--no-samples'] });
  await writeList(list);
  const key = instance.credentials.keys.find(({ name }) => name.startsWith('Nhập hàng loạt')).key;
  const post = async (url) => {
    const answer = await fetch(`${url}/api/v1/reports/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
      body: Readable.toWeb(createReadStream(list)),
      duplex: 'half',
    });
    if (answer.status !== 202) throw new Error(`import → ${answer.status} ${await answer.text()}`);
    return (await answer.json()).importId;
  };
  let peak = 0;
  let tenth = 0;
  const follow = (importId, enough) =>
    until(
      'the import',
      async () => {
        const now = memory(instance.pid);
        peak = Math.max(peak, now);
        const view = await client(instance.url, { key }).ok('GET', `/imports/${importId}?limit=1`);
        if (view.rows >= ((tenth + 1) * rows) / 10) {
          tenth = Math.floor((view.rows * 10) / rows);
          console.log(`    ${view.rows} rows, ${now.toFixed(0)} MiB`);
        }
        if (view.status === 'failed') throw new Error(view.failure);
        return enough(view) ? view : false;
      },
      { within: Math.max(120_000, rows * 2), every: 100 },
    );
  const started = performance.now();
  const importId = await post(instance.url);
  const half = await follow(importId, (view) => view.rows >= rows / 3 || view.status === 'done');
  check(`progress moves: ${half.rows} of ${rows} rows`, half.rows > 0);
  await instance.kill();
  instance = await startInstance({ folder: join(folder, 'data'), args: ['--no-samples'] });
  const done = await follow(importId, (view) => view.status === 'done');
  const seconds = (performance.now() - started) / 1_000;
  console.log(
    `    ${(rows / seconds).toFixed(0)} rows/s with a kill and a restart between, peak ${peak.toFixed(0)} MiB`,
  );
  check(
    `after kill -9 it goes on to the end: ${done.accepted} accepted`,
    done.accepted === rows - broken,
    JSON.stringify(done),
  );
  check(`${broken} broken rows are listed`, done.rejected === broken, String(done.rejected));
  const end = performance.now() + FOLLOWED_AFTER;
  await until(
    'the rows to become cases',
    () => {
      peak = Math.max(peak, memory(instance.pid));
      return performance.now() > end;
    },
    { within: FOLLOWED_AFTER * 2, every: 100 },
  );
  console.log(`    ${FOLLOWED_AFTER / 1_000} s after the end of the import: ${memory(instance.pid).toFixed(0)} MiB`);
  check(`flat memory: ${peak.toFixed(0)} MiB`, peak < MEMORY_LIMIT_MIB, `over ${MEMORY_LIMIT_MIB} MiB`);
  if (!process.argv.includes('--once')) {
    const again = await follow(await post(instance.url), (view) => view.status === 'done');
    check('a second run of the same file names no new target', again.newTargets === 0, JSON.stringify(again));
  }
  const auditor = instance.credentials.users.find(({ role }) => role === 'auditor');
  const { cookie } = await signIn(instance.url, auditor);
  const log = await fetch(`${instance.url}/api/v1/audit/events?types=ReportReceived`, { headers: { cookie } });
  let reports = 0;
  for await (const chunk of log.body) for (const byte of chunk) if (byte === 10) reports += 1;
  check(`every accepted row is one report in the log: ${reports}`, reports === rows - broken);
} catch (error) {
  brokenOff(error, instance);
} finally {
  await instance?.kill(true).catch(() => undefined);
  removeFolder(join(folder, 'data'));
  rmSync(folder, { recursive: true, force: true });
}
endWithCount();
