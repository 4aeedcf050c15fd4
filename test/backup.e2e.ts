import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES_OF_THE_HOUSE } from '#apps/lachan';
import type { ReportAccepted, RequestPage, RequestSnapshot } from '#libs/contracts';
import { EventStore, Keyring } from '#libs/event-store';
import { eventRegistry, runServices } from '#libs/process';
import { createHost, createLogger, loadConfig } from '#libs/service-kit';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { lachan, type Environment, type Outcome } from './cli.js';
import { LAM_DONG, OneCase, freshLink } from './one-case.js';
import { Product } from './product.js';

const MASTER = Buffer.alloc(32, 9);
const CLEAR = 'Lời kể của phụ huynh, không ai khác được đọc.';

let product: Product;
let folder: string;
let env: Environment;
let provider: string;
let cursor: string;
/** As far as the provider has come after the backup, and the request it has got meanwhile. */
let beyond: string;
let unknown: string;
let erased: string;
let backup: { log: string; keys: string; head: number; rows: Record<string, number> };
let later: { log: string; keys: string };
const targets: TestDatabase[] = [];

const secrets = {
  LACHAN_MASTER_KEY: MASTER.toString('base64'),
  LACHAN_DEDUPE_SECRET: Buffer.alloc(32, 7).toString('base64'),
};

/** A database nobody has used, and a data folder for it. */
const fresh = async (): Promise<Environment & { DATABASE_URL: string }> => {
  const database = await testDatabase({ migrations: [] });
  targets.push(database);
  const dataDir = mkdtempSync(join(folder, 'fresh-'));
  return { ...secrets, LACHAN_DATA_DIR: dataDir, DATABASE_URL: database.url };
};
const restoreTo = (target: Environment, ...args: string[]): Promise<Outcome> => lachan(['restore', ...args], target);

beforeAll(async () => {
  product = await Product.start();
  folder = mkdtempSync(join(tmpdir(), 'lachan-backup-'));
  env = { ...secrets, LACHAN_DATA_DIR: mkdtempSync(join(folder, 'data-')), DATABASE_URL: product.database.url };
  const one = await OneCase.open(product, { note: CLEAR });
  await one.approved();
  const [request] = await one.requests();
  if (!request) throw new Error('an order reaches a provider');
  provider = request.provider;
  await product.ok(provider, `/requests/${request.item.id}/acknowledge`, { body: {} });
  ({ cursor } = await product.ok<RequestPage>(provider, '/requests?limit=500'));
  // What comes after the cursor and before the backup has to reach the provider from the restored installation.
  await (await OneCase.open(product)).approved();
  await product.settled();
  const { reportId } = await product.ok<ReportAccepted>(LAM_DONG.channel, '/reports', {
    body: { urls: [freshLink()], note: CLEAR, province: LAM_DONG.province },
  });
  erased = reportId;
  // Written while reports keep coming in.
  const stop = new AbortController();
  const arriving = (async () => {
    let sent = 0;
    for (; !stop.signal.aborted; sent += 1)
      await product.ok(LAM_DONG.channel, '/reports', { body: { urls: [freshLink()], province: LAM_DONG.province } });
    return sent;
  })();
  const made = await lachan(['backup', join(folder, 'log'), '--keys', join(folder, 'keys'), '--json'], env);
  stop.abort();
  expect(await arriving).toBeGreaterThan(0);
  expect(made).toMatchObject({ code: 0, err: '' });
  backup = made.json() as typeof backup;
  await product.settled();
  const { rows } = await product.database.pool.query<{ id: string }>(
    "select id from keys.data_key where id like '%report-' || $1",
    [erased],
  );
  for (const { id } of rows) await product.database.poolFor('intake').query('select keys.destroy($1)', [id]);
  expect(rows.length).toBeGreaterThan(0);
  const after = await OneCase.open(product);
  await after.approved();
  unknown = (await after.requests()).find((request) => request.provider === provider)?.item.id ?? '';
  ({ cursor: beyond } = await product.ok<RequestPage>(provider, '/requests?limit=500'));
  later = (await lachan(['backup', join(folder, 'later'), '--json'], env)).json() as typeof later;
}, 120_000);
afterAll(async () => {
  await product.close();
  await Promise.all(targets.map((target) => target.drop()));
  rmSync(folder, { recursive: true, force: true });
});

describe('a backup', () => {
  it('is two files of mode 0600, and nothing half beside them', () => {
    expect(readdirSync(join(folder, 'log'))).toEqual([expect.stringMatching(/^lachan-\d{8}T\d{6}Z\.backup$/)]);
    expect(readdirSync(join(folder, 'keys'))).toEqual([expect.stringMatching(/^lachan-\d{8}T\d{6}Z\.keys$/)]);
    for (const path of [backup.log, backup.keys]) expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('says what it holds before it is opened, and holds nothing in clear', () => {
    const bytes = readFileSync(backup.log);
    const [magic, header = ''] = bytes.subarray(0, 20_000).toString('latin1').split('\n');
    expect(magic).toBe('LACHAN-BACKUP 1');
    expect(JSON.parse(header)).toMatchObject({ kind: 'log', head: backup.head, mode: 'production' });
    for (const secret of [LAM_DONG.analyst, CLEAR, 'trang-1.example.net'])
      expect(bytes.includes(Buffer.from(secret))).toBe(false);
  });

  it('holds every table but those it says it leaves out, and no key beside the log', async () => {
    const { tables } = JSON.parse(readFileSync(backup.log).toString('latin1', 16).split('\n')[0] ?? '') as {
      tables: string[];
    };
    const { rows } = await product.database.pool.query<{ name: string }>(
      `select n.nspname || '.' || relname as name from pg_class c join pg_namespace n on n.oid = relnamespace
        where relkind = 'r' and relpersistence = 'p' and nspname !~ '^(pg_|information_schema)'
          and nspname not in (select schema_name from messaging.read_model)`,
    );
    const missing = rows.map(({ name }) => name).filter((name) => !tables.includes(name));
    expect(missing.sort()).toEqual([
      'dispatch_console.feed_generation',
      'es.category_reader',
      'es.category_writer',
      'identity.session',
      'identity.setup_token',
      'keys.data_key',
      'keys.key_reader',
      'messaging.read_model',
      'public.lachan_migration',
    ]);
  });
});

describe('a restore', () => {
  let target: Environment & { DATABASE_URL: string };
  let restored: Outcome;

  beforeAll(async () => {
    target = await fresh();
    restored = await restoreTo(target, backup.log, '--keys', backup.keys, later.keys, '--json');
  }, 60_000);

  it('brings back every row there was, and finds the log whole and no read model different', () => {
    expect(restored).toMatchObject({ code: 0, err: '' });
    const { rows, readModels } = restored.json() as {
      rows: Record<string, number>;
      readModels: { different: number; error?: string }[];
    };
    expect({ ...rows, 'keys.data_key': 0 }).toEqual({ ...backup.rows, 'keys.data_key': 0 });
    expect(rows['es.log']).toBe(backup.head);
    expect(readModels.length).toBeGreaterThan(10);
    expect(readModels.filter(({ different, error }) => different > 0 || error !== undefined)).toEqual([]);
  });

  it('leaves nothing for verify and reconcile to find', async () => {
    expect(await lachan(['verify'], target)).toMatchObject({
      code: 0,
      out: expect.stringContaining('nothing is wrong'),
    });
    expect((await lachan(['reconcile', '--json'], target)).json()).toMatchObject({
      orders: 2,
      holes: [],
      differences: [],
    });
  });

  it('goes on: everybody signs in as before, and a provider is told to take the snapshot, which misses nothing', async () => {
    const config = loadConfig({ ...target, LACHAN_PUBLIC_RATE: '100000' });
    const logger = createLogger({ level: 'silent' });
    const parts = { registry: eventRegistry(), keyring: new Keyring(MASTER), logger };
    const host = await createHost(config, { databaseUrl: target.DATABASE_URL, ...parts });
    const running = await runServices(host, SERVICES_OF_THE_HOUSE, { listen: { host: '127.0.0.1', port: 0 } });
    try {
      const key = product.credentials.keys.find(({ name }) => name === provider)?.key ?? '';
      const ask = (path: string): Promise<Response> =>
        fetch(`${running.url}/api/v1/requests${path}`, { headers: { authorization: `Bearer ${key}` } });
      // From before the backup and from after it: which requests the provider has seen meanwhile, nobody here knows.
      for (const old of [cursor, beyond]) {
        const refused = await ask(`?limit=500&cursor=${old}`);
        expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([410, 'cursor-gone']);
      }
      const snapshot = (await (await ask('/snapshot')).json()) as RequestSnapshot;
      const { items } = await product.ok<RequestSnapshot>(provider, '/requests/snapshot');
      const known = items.filter(({ id }) => id !== unknown).map(({ id }) => id);
      expect(snapshot.items.map(({ id }) => id)).toEqual(known);
      expect([known.length, items.length]).toEqual([2, 3]);
      const page = (await (await ask(`?wait=0&cursor=${snapshot.cursor}`)).json()) as RequestPage;
      expect(page.items).toEqual([]);
      const user = product.credentials.users.find(({ login }) => login === LAM_DONG.analyst);
      const signedIn = await fetch(`${running.url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login: user?.login, password: user?.password }),
      });
      expect(signedIn.status).toBe(200);
    } finally {
      await running.close();
    }
  });

  it('does not bring back what was erased after the backup', async () => {
    const database = targets.at(-1);
    if (!database) throw new Error('restored into a database');
    const log = new EventStore({
      pool: database.poolFor('ledger'),
      service: 'ledger',
      registry: eventRegistry(),
      keyring: new Keyring(MASTER),
    });
    try {
      const [received] = await log.readStream(`report-${erased}`);
      expect(received).toMatchObject({ erased: true, data: { note: null } });
      const all = await log.readAll({ after: 0, limit: 100_000, types: ['ReportReceived'] });
      expect(all.some(({ data }) => (data as { note?: string }).note === CLEAR)).toBe(true);
    } finally {
      await log.close();
    }
  });

  it('is refused where something is already', async () => {
    const again = await restoreTo(target, backup.log, '--keys', backup.keys);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('not empty')]);
  });
});

describe('a restore that finds something wrong keeps nothing', () => {
  it.each([
    ['was cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 100), 'cut off'],
    [
      'has one byte changed',
      (bytes: Buffer) => {
        const changed = Buffer.from(bytes);
        changed[changed.length - 40] = (changed[changed.length - 40] ?? 0) ^ 1;
        return changed;
      },
      'was changed',
    ],
    ['is something else', () => Buffer.from('id,url\n1,x\n'), 'not a backup'],
  ])('when the file %s', async (_, spoil, sentence) => {
    const path = join(folder, 'spoilt.backup');
    writeFileSync(path, spoil(readFileSync(backup.log)));
    const target = await fresh();
    const { code, err } = await restoreTo(target, path, '--keys', backup.keys);
    expect([code, err]).toEqual([1, expect.stringContaining(sentence)]);
    const database = targets.at(-1);
    const { rows } = await (database as TestDatabase).pool.query<{ log: string | null }>(
      "select to_regclass('es.log')::text as log",
    );
    if (rows[0]?.log !== null)
      expect((await (database as TestDatabase).pool.query('select from es.log limit 1')).rowCount).toBe(0);
  });

  it('when no file of keys is as new as it, or the master key is another, or there are no secrets', async () => {
    const target = await fresh();
    const old = await restoreTo(target, later.log, '--keys', backup.keys);
    expect([old.code, old.err]).toEqual([1, expect.stringContaining('as new as the backup')]);
    const foreign = { ...target, LACHAN_MASTER_KEY: Buffer.alloc(32, 1).toString('base64') };
    expect(await restoreTo(foreign, backup.log, '--keys', backup.keys)).toMatchObject({
      code: 1,
      err: expect.stringContaining('another master key'),
    });
    const { LACHAN_DATA_DIR, DATABASE_URL } = target;
    expect(
      await restoreTo({ LACHAN_DATA_DIR: LACHAN_DATA_DIR ?? '', DATABASE_URL }, backup.log, '--keys', backup.keys),
    ).toMatchObject({
      code: 2,
      err: expect.stringContaining('master.key'),
    });
  });
});
