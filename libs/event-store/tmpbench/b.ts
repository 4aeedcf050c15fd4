import { startEmbedded } from '../../embedded/src/index.ts';
import { EventStore, Keyring, migrate, eventStoreMigrations, servicePool } from '../src/index.ts';
import { v7 } from 'uuid';
import pg from 'pg';
const s = await startEmbedded({ dataDir: '/tmp/emb-bench' });
await migrate(s.url, [eventStoreMigrations]);
const raw = new pg.Pool({ connectionString: s.url, max: 32 });
await raw.query(
  'create table if not exists public.raw(position bigserial primary key, stream text, version int, type text, id uuid unique, data jsonb, meta jsonb, at timestamptz default now(), unique(stream,version))',
);
const pool = servicePool(s.url, 'intake');
const mk = () =>
  new EventStore({
    pool,
    registry: { R: { category: 'report', schemaVersion: 1, classes: { note: 'personal' } } },
    keyring: new Keyring(Buffer.alloc(32, 7)),
    service: 'intake',
  });
const store = mk();
const body = { a: 1, url: 'example.test/' + 'x'.repeat(100), text: 'y'.repeat(100) };
const ev = (note?: string) => ({
  id: v7(),
  type: 'R',
  occurredAt: new Date().toISOString(),
  actor: { kind: 'public' as const, id: 'anon' },
  correlationId: 'c',
  causationId: null,
  data: { ...body, ...(note ? { note } : {}) },
});
async function run(name: string, flight: number, total: number, fn: () => Promise<unknown>) {
  let left = total;
  const t = performance.now();
  await Promise.all(
    Array.from({ length: flight }, async () => {
      while (left-- > 0) await fn();
    }),
  );
  const sec = (performance.now() - t) / 1000;
  console.log(name.padEnd(22), flight, (total / sec).toFixed(0) + '/s');
  return total / sec;
}
const rawIns = () =>
  raw.query({
    name: 'i',
    text: 'insert into public.raw(stream,version,type,id,data,meta) values($1,1,$2,$3,$4,$5)',
    values: [
      'report-' + v7(),
      'R',
      v7(),
      JSON.stringify(body),
      '{"actor":{"kind":"public","id":"anon"},"correlationId":"c"}',
    ],
  });
const ours = () => store.append({ streams: [{ stream: 'report-' + v7(), expectedVersion: 0, events: [ev()] }] });
const sealed = () =>
  store.append({ streams: [{ stream: 'report-' + v7(), expectedVersion: 0, events: [ev('xin chào')] }] });
await run('warm', 8, 500, ours);
await run('warm raw', 8, 500, rawIns);
for (let round = 0; round < 3; round++) {
  for (const [f, n] of [
    [1, 1500],
    [32, 12000],
    [256, 20000],
  ] as const) {
    const a = await run('raw', f, n, rawIns);
    const b = await run('ours', f, n, ours);
    const c = await run('ours sealed', f, n, sealed);
    console.log('   ratio', (b / a).toFixed(2), 'sealed', (c / a).toFixed(2));
  }
}
let n = 0;
let t = performance.now();
const led = servicePool(s.url, 'ledger');
const l = new EventStore({
  pool: led,
  registry: { R: { category: 'report', schemaVersion: 1, classes: { note: 'personal' } } },
  keyring: new Keyring(Buffer.alloc(32, 7)),
  service: 'ledger',
});
for await (const _ of l.replay()) n++;
console.log('replay', n, (n / ((performance.now() - t) / 1000)).toFixed(0) + '/s');
t = performance.now();
let after = 0;
n = 0;
for (;;) {
  const p = await l.readAll({ after, limit: 1000 });
  if (!p.length) break;
  n += p.length;
  after = p.at(-1)!.position;
}
console.log('readAll pages', (n / ((performance.now() - t) / 1000)).toFixed(0) + '/s');
await l.close();
await led.end();
await store.close();
await pool.end();
await raw.end();
await s.stop();
