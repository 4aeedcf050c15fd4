// What a report costs while the log grows: real intake, real handlers, real PostgreSQL, in steps; what each step cost, printed and kept.
//   npm run scale -- --reports 10000 [--steps 5] [--seed 1] [--minutes 60] [--out FILE]
// A step goes in through the import (which is the same intake), and a hundred of its reports as single calls of a channel. It ends when every
// subscription has seen all of it. Processor time is what counts: it does not depend on what else the machine does. After `--minutes` no
// further step begins: what was reached is what is said. At the end the tables that grew most, by report.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { brokenOff, check, endWithCount } from './lib/checks.mjs';
import { client, databaseOf, freshFolder, removeFolder, startInstance, until } from './lib/instance.mjs';
import { reportsOf } from './lib/load.mjs';
import { spent, spentByDatabase } from './lib/processor-time.mjs';

const { values } = parseArgs({
  options: {
    reports: { type: 'string', default: '10000' },
    steps: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '600' },
    out: { type: 'string' },
  },
});
const reports = Number(values.reports);
const steps = Number(values.steps);
const SINGLE = 100;
/** A report of the last step may cost so much of one of the second: noise and a deeper index, not a scan. */
const FLAT = 1.5;

const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

/** Bytes of every table with its indexes and long values; a schema's and its rebuild's are one. */
const sizesOf = async (database) => {
  const { rows } = await database.query(
    `select n.nspname || '.' || c.relname as name, pg_total_relation_size(c.oid)::float8 as bytes, pg_indexes_size(c.oid)::float8 as indexes
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
  );
  return new Map(rows.map(({ name, ...size }) => [name, size]));
};
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];

const folder = freshFolder('lachan-scale');
let instance;
let database;
try {
  instance = await startInstance({
    folder: join(folder, 'data'),
    args: ['--no-samples'],
    env: { LACHAN_PUBLIC_RATE: '100000' },
  });
  const key = instance.credentials.keys.find(({ name }) => name.startsWith('Nhập hàng loạt')).key;
  const channel = client(instance.url, { key });
  const { databaseUrl } = JSON.parse(readFileSync(join(folder, 'data', 'running.json'), 'utf8'));
  database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const one = async (sql) => Object.values((await database.query(sql)).rows[0])[0];
  const [postmaster] = databaseOf(join(folder, 'data'));
  const settled = () =>
    until(
      'every subscription',
      async () => {
        const head = Number(await one('select position from es.head'));
        const behind = await one(`select count(*)::int from messaging.checkpoint where position < ${String(head)}`);
        return behind === 0 && Number(await one('select position from es.head')) === head;
      },
      { within: Math.max(180_000, reports * 20), every: 100 },
    );
  await settled();
  const source = reportsOf(Number(values.seed));
  const rows = [];
  const small = await sizesOf(database);
  const begun = performance.now();
  const timeIsUp = () => performance.now() - begun > Number(values.minutes) * 60_000;
  let sent = 0;
  console.log(`${reports} reports in ${steps} steps, seed ${values.seed}`);
  console.log('reports  events  s   reports/s  Node ms  PostgreSQL ms  bytes  accepted p50/p99 ms  MiB');
  for (let step = 1; step <= steps && !timeIsUp(); step += 1) {
    const upTo = Math.round((reports * step) / steps);
    const batch = Array.from({ length: upTo - sent }, () => source.next());
    const before = {
      at: performance.now(),
      node: spent(instance.pid),
      database: spentByDatabase(postmaster),
      bytes: Number(await one('select pg_database_size(current_database())')),
    };
    const single = batch.splice(0, SINGLE);
    const answer = await fetch(`${instance.url}/api/v1/reports/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
      body: batch.map((report) => JSON.stringify(report)).join('\n'),
    });
    if (answer.status !== 202) throw new Error(`import → ${answer.status} ${await answer.text()}`);
    const { importId } = await answer.json();
    // While the import runs, as channels do.
    const took = [];
    for (const { url, note, province } of single) {
      const begun = performance.now();
      await channel.ok('POST', '/reports', { urls: [url], note, province });
      took.push(performance.now() - begun);
    }
    const view = await until(
      'the import',
      async () => {
        const now = await channel.ok('GET', `/imports/${importId}?limit=5`);
        if (now.status === 'failed') throw new Error(now.failure);
        return now.status === 'done' ? now : false;
      },
      { within: Math.max(180_000, reports * 20), every: 100 },
    );
    if (view.rejected > 0) throw new Error(`rejected: ${JSON.stringify(view.rejects)}`);
    await settled();
    await database.query('checkpoint');
    const count = upTo - sent;
    sent = upTo;
    took.sort((a, b) => a - b);
    const seconds = (performance.now() - before.at) / 1_000;
    const row = {
      reports: sent,
      events: Number(await one('select position from es.head')),
      seconds,
      perSecond: count / seconds,
      nodeMs: ((spent(instance.pid) - before.node) * 1_000) / count,
      databaseMs: ((spentByDatabase(postmaster) - before.database) * 1_000) / count,
      bytes: (Number(await one('select pg_database_size(current_database())')) - before.bytes) / count,
      p50: quantile(took, 0.5),
      p99: quantile(took, 0.99),
      memory: memory(instance.pid),
    };
    rows.push(row);
    console.log(
      [
        String(row.reports).padStart(7),
        String(row.events).padStart(7),
        row.seconds.toFixed(1).padStart(5),
        row.perSecond.toFixed(0).padStart(7),
        row.nodeMs.toFixed(2).padStart(9),
        row.databaseMs.toFixed(2).padStart(9),
        row.bytes.toFixed(0).padStart(11),
        `${row.p50.toFixed(1)}/${row.p99.toFixed(1)}`.padStart(14),
        row.memory.toFixed(0).padStart(10),
      ].join(' '),
    );
  }
  if (sent < reports) console.log(`After ${values.minutes} minutes it ended at ${sent} reports.`);
  const tables = [...(await sizesOf(database))]
    .map(([name, { bytes, indexes }]) => ({
      name,
      bytes: (bytes - (small.get(name)?.bytes ?? 0)) / sent,
      indexes: (indexes - (small.get(name)?.indexes ?? 0)) / sent,
    }))
    .filter(({ bytes }) => bytes >= 10)
    .sort((a, b) => b.bytes - a.bytes);
  console.log('bytes for each report (of them indexes):');
  for (const { name, bytes, indexes } of tables)
    console.log(`  ${name.padEnd(36)} ${bytes.toFixed(0).padStart(6)} (${indexes.toFixed(0)})`);
  const cases = Number(await one("select count(*) from es.log where type = 'CaseOpened'"));
  check(`${source.links} different links are ${cases} cases`, cases === source.links);
  const received = Number(await one("select count(*) from es.log where type = 'ReportReceived'"));
  check(`${sent} reports are in the log once each`, received === sent, String(received));
  // The first step pays for what is only done once: plans, compiled code, first pages.
  const cost = ({ nodeMs, databaseMs }) => nodeMs + databaseMs;
  const [early, last] = [rows[Math.min(1, rows.length - 1)], rows.at(-1)];
  const growth = cost(last) / cost(early);
  check(
    `a report costs ${cost(last).toFixed(2)} ms of processor at the end, ${cost(early).toFixed(2)} ms at the beginning: ×${growth.toFixed(2)}`,
    growth <= FLAT,
    `more than ×${FLAT}`,
  );
  if (values.out !== undefined) {
    const machine = { cores: cpus().length, memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`, node: process.version, postgres: await one('show server_version') }; // prettier-ignore
    const result = { date: new Date().toISOString(), machine, seed: Number(values.seed), rows, tables };
    writeFileSync(values.out, `${JSON.stringify(result, null, 2)}\n`);
  }
} catch (error) {
  brokenOff(error, instance);
} finally {
  await database?.end().catch(() => undefined);
  await instance?.kill(true).catch(() => undefined);
  removeFolder(join(folder, 'data'));
  rmSync(folder, { recursive: true, force: true });
}
endWithCount();
