import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FAULTS } from '#apps/ledger';
import { TAXII_MEDIA_TYPE, type CaseReplay, type ImportView, type TaxiiCollections } from '#libs/contracts';
import { STACK, lachan, type Environment, type Outcome } from './cli.js';
import { LAM_DONG, OneCase, freshLink } from './one-case.js';
import { Product } from './product.js';

let product: Product;
let folder: string;
let env: Environment;
let one: OneCase;
let whileInForce: string;

beforeAll(async () => {
  product = await Product.start();
  folder = mkdtempSync(join(tmpdir(), 'lachan-cli-'));
  env = {
    LACHAN_DATA_DIR: folder,
    DATABASE_URL: product.database.url,
    LACHAN_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
    LACHAN_DEDUPE_SECRET: Buffer.alloc(32, 7).toString('base64'),
  };
  one = await OneCase.open(product, { note: 'Lời kể của phụ huynh.' });
  await one.approved();
  for (const { provider, item } of await one.requests()) {
    await product.ok(provider, `/requests/${item.id}/acknowledge`, { body: {} });
    await product.ok(provider, `/requests/${item.id}/enforced`, { body: {} });
  }
  await product.until('in force', async () => ((await one.read()).status === 'in-force' ? true : undefined));
  await product.settled();
  whileInForce = new Date().toISOString();
  const order = await one.order();
  await product.ok(LAM_DONG.approver, `/orders/${order.id}/withdraw`, { body: { reason: 'Nội dung đã được gỡ.' } });
  for (const { provider, item } of await one.requests('lift'))
    await product.ok(provider, `/requests/${item.id}/lifted`, { body: {} });
  await product.until('closed', async () => ((await one.read()).status === 'closed' ? true : undefined));
  await product.settled();
}, 120_000);
afterAll(async () => {
  await product.close();
  rmSync(folder, { recursive: true, force: true });
});

const cli = (...args: string[]): Promise<Outcome> => lachan(args, env);

/** Does something to the tables as a person with the owner's password could; undone after the test. */
const tamper = (sql: string, values: unknown[] = []) => product.database.pool.query(sql, values);

describe('verify', () => {
  it('finds nothing wrong with a log that went all the way', async () => {
    expect(await cli('verify')).toMatchObject({ code: 0, err: '', out: expect.stringContaining('nothing is wrong') });
    expect((await cli('verify', '--json')).json()).toMatchObject({ faults: [], events: await product.log.head() });
  });

  it('names the event that somebody changed, and ends with 1', async () => {
    const [approval] = await product.events('ProposalApproved');
    const set = `update es.log set actor = jsonb_set(actor, '{id}', to_jsonb($2::text)) where id = $1`;
    await tamper(set, [approval?.id, 'somebody-else']);
    const { code, out } = await cli('verify');
    const { json } = await cli('verify', '--json');
    await tamper(set, [approval?.id, approval?.actor.id]);
    expect(code).toBe(1);
    expect(out).toContain(`position ${String(approval?.position)} · case-${one.id} · event ${approval?.id ?? ''}`);
    expect(out).toContain(FAULTS['leaf-mismatch']);
    expect(json()).toMatchObject({ faults: [{ fault: 'leaf-mismatch', event: approval?.id }] });
    expect((await cli('verify')).code).toBe(0);
  });
});

describe('watermark', () => {
  const SCHOOL = 'Bộ lọc trường mẫu';
  const PROVIDER = 'Mạng Tây Nguyên';
  const listOf = async (who: string, format: string): Promise<string> =>
    (await product.call(who, `/feeds/${format}`, { headers: { 'accept-encoding': 'identity' } })).text;
  interface Read {
    readonly found: { readonly form: string; readonly key: { readonly name: string; readonly role: string } }[];
  }

  it('names the key that a list was made for, from a file and from standard input', async () => {
    const path = join(folder, 'thay-o-dau-do.txt');
    const lines = (await listOf(PROVIDER, 'hosts')).split('\n');
    writeFileSync(path, lines.reverse().join('\n'));
    const { code, out, err } = await cli('watermark', path);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`provider mang-tay-nguyen "${PROVIDER}"`);

    const both = `${await listOf(SCHOOL, 'json')}${lines.join('\n')}`;
    const read = (await lachan(['watermark', '-', '--json'], env, both)).json() as Read;
    expect(read.found.map(({ form, key }) => [form, key.role, key.name])).toEqual([
      ['list', 'school', SCHOOL],
      ['list', 'provider', PROVIDER],
    ]);
  });

  it('names the key that TAXII objects were made for', async () => {
    const headers = { accept: TAXII_MEDIA_TYPE };
    const base = 'taxii2/lists/collections';
    const { collections } = await product.ok<TaxiiCollections>(PROVIDER, base, { headers });
    const objects = await product.call(PROVIDER, `${base}/${collections[0]?.id ?? ''}/objects`, { headers });
    const read = (await lachan(['watermark', '-', '--json'], env, objects.text)).json() as Read;
    expect(read.found.map(({ form, key }) => [form, key.name])).toEqual([['taxii', PROVIDER]]);
  });

  it('ends with 1 where it finds none of this installation, and with 2 where there is no file', async () => {
    const text = await listOf(PROVIDER, 'hosts');
    const elsewhere = { ...env, LACHAN_DEDUPE_SECRET: Buffer.alloc(32, 8).toString('base64') };
    expect((await lachan(['watermark', '-', '--json'], elsewhere, text)).json()).toEqual({ found: [] });
    expect(await lachan(['watermark', '-'], elsewhere, text)).toMatchObject({
      code: 1,
      out: expect.stringContaining('no watermark'),
    });
    expect(await cli('watermark', join(folder, 'khong-co'))).toMatchObject({ code: 2 });
  });
});

describe('replay', () => {
  it('tells a case as it was at a moment, and as it is', async () => {
    const then = (await cli('replay', one.id, '--at', whileInForce, '--json')).json() as CaseReplay;
    expect(then.state.status).toBe('in-force');
    expect(then.events.some(({ type }) => type === 'OrderWithdrawn')).toBe(false);
    const now = (await cli('replay', one.id, '--json')).json() as CaseReplay;
    expect(now.state.status).toBe('closed');
    const { code, out, err } = await cli('replay', one.id);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`Vụ việc ${one.id}`);
    expect(out.split('\n').filter((line) => line.includes('#')).length).toBe(now.events.length);
  });

  it('takes a day of Việt Nam, and says when there was nothing yet', async () => {
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    expect((await cli('replay', one.id, '--at', today)).code).toBe(0);
    const before = await cli('replay', one.id, '--at', '2020-01-01');
    expect([before.code, before.out, before.err]).toEqual([1, '', expect.stringContaining('no event of case')]);
    expect((await cli('replay', '018e0000-0000-7000-8000-0000000000ff')).code).toBe(1);
  });
});

describe('rebuild', () => {
  it('makes every read model again and finds no difference', async () => {
    const { code, json } = await cli('rebuild', '--check', '--json');
    const results = json() as { name: string; rows: number; different: number; swapped: boolean }[];
    expect(code).toBe(0);
    expect(results.length).toBeGreaterThan(10);
    expect(results.filter(({ different, swapped }) => different > 0 || swapped)).toEqual([]);
  }, 60_000);

  it('names the read model and the row with a flipped byte, mends it, and is content then', async () => {
    await tamper(`update dispatch_orders.order_row set unit = overlay(unit placing 'T' from 1)`);
    const checked = await cli('rebuild', 'dispatch.orders', '--check');
    expect(checked.code).toBe(1);
    expect(checked.out).toMatch(/✗ dispatch\.orders: .*1 rows differ/);
    const { id } = await one.order();
    expect(checked.out).toContain(id);
    expect(checked.out).toContain('"columns":["unit"]');
    const mended = await cli('rebuild', 'dispatch.orders', '--json');
    expect([mended.code, mended.json()]).toEqual([
      1,
      [expect.objectContaining({ name: 'dispatch.orders', different: 1, swapped: true })],
    ]);
    expect(await cli('rebuild', 'dispatch.orders')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/✓ dispatch\.orders: .*no difference, swapped/),
    });
    expect((await one.order()).unit).toBe(LAM_DONG.unit);
  });
});

describe('reconcile', () => {
  it('counts every provider of every order, and ends with 1 when one was dropped', async () => {
    const { code, json } = await cli('reconcile', '--json');
    expect([code, json()]).toMatchObject([0, { orders: 1, holes: [], differences: [] }]);
    const { out } = await cli('reconcile');
    expect(out).toContain('1 orders at position');
    await tamper(`create table kept as select * from dispatch_requests.request_row limit 1`);
    await tamper(`delete from dispatch_requests.request_row where request_id in (select request_id from kept)`);
    const dropped = await cli('reconcile');
    await tamper(`insert into dispatch_requests.request_row select * from kept`);
    await tamper('drop table kept');
    expect([dropped.code, dropped.out]).toEqual([1, expect.stringContaining('the read model nothing')]);
    expect((await cli('reconcile')).code).toBe(0);
  });
});

describe('parked', () => {
  it('shows what waits, the doctor finds it, and it is tried again by its id', async () => {
    expect(await cli('parked')).toMatchObject({ code: 0, out: 'Nothing is parked.\n' });
    const [event] = await product.events('ReportReceived');
    await tamper(
      `insert into messaging.failure (subscription, ordering_key, position, event_id, stream, type, attempts, error, first_failed_at, last_failed_at, parked_at)
       values ('triage.nobody', 'x', $1, $2, $3, 'ReportReceived', 8, 'Error: away', now(), now(), now())`,
      [event?.position, event?.id, event?.stream],
    );
    const { items } = (await cli('parked', 'list', '--json')).json() as {
      items: { id: string; subscription: string }[];
    };
    expect(items).toEqual([
      expect.objectContaining({ subscription: 'triage.nobody', attempts: 8, error: 'Error: away' }),
    ]);
    const id = items[0]?.id ?? '';
    expect((await cli('parked')).out).toContain(`${id}  triage.nobody  ReportReceived`);
    const doctor = await cli('doctor');
    expect([doctor.code, doctor.out]).toEqual([1, expect.stringContaining('✗ parked events: 1')]);
    expect(doctor.out).toContain('parked retry ID');
    expect(await cli('parked', 'retry', id)).toMatchObject({ code: 0 });
    expect(await cli('parked', 'retry', id)).toMatchObject({ code: 1, out: '' });
    const unknown = await cli('parked', 'retry', 'nonsense');
    expect([unknown.code, STACK.test(unknown.err)]).toEqual([1, false]);
    await tamper(`delete from messaging.failure where subscription = 'triage.nobody'`);
  });
});

describe('user', () => {
  it('lists people, and makes none', async () => {
    const { items } = (await cli('user', '--json')).json() as { items: { login: string; roles: string[] }[] };
    expect(items.find(({ login }) => login === LAM_DONG.approver)).toMatchObject({ roles: ['approver'] });
    expect((await cli('user', 'list')).out).toContain(LAM_DONG.analyst);
    expect((await cli('user', 'create')).code).toBe(2);
  });

  it('ends the sessions of a person at once', async () => {
    expect((await product.call('giam-sat', '/session')).status).toBe(200);
    expect((await cli('user', 'sign-out', 'giam-sat', '--json')).json()).toEqual({ login: 'giam-sat', ended: 1 });
    expect((await product.call('giam-sat', '/session')).status).toBe(401);
    product.forget('giam-sat');
  });

  it('gives no second set-up link', async () => {
    expect(await cli('user', 'set-up-link')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('already'),
    });
  });
});

describe('key', () => {
  it('is issued and shown once, works, and opens nothing once it is revoked', async () => {
    const issued = (
      await cli(
        'key',
        'issue',
        '--name',
        'Từ dòng lệnh',
        '--role',
        'channel',
        '--unit',
        LAM_DONG.unit,
        '--channel',
        'letter',
        '--json',
      )
    ).json() as { id: string; key: string };
    const report = () =>
      product.call(null, '/reports', {
        body: { urls: [freshLink()] },
        headers: { authorization: `Bearer ${issued.key}` },
      });
    expect((await report()).status).toBe(202);
    const list = await cli('key');
    expect(list.out).toContain(issued.id);
    expect(list.out).not.toContain(issued.key);
    expect((await cli('key', 'revoke', issued.id)).code).toBe(0);
    expect((await report()).status).toBe(401);
    const again = await cli('key', 'revoke', 'lck-nothing');
    expect([again.code, again.out, STACK.test(again.err)]).toEqual([1, '', false]);
  });

  it('is not issued to a unit or a provider that is in no register', async () => {
    const { code, out, err } = await cli('key', 'issue', '--name', 'x', '--role', 'provider', '--provider', 'khong-co');
    expect([code, out, STACK.test(err)]).toEqual([1, '', false]);
    expect(err).not.toBe('');
  });
});

describe('export', () => {
  const lines = (out: string) =>
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { position: number; data: object });

  it('writes the log in order, without what is protected unless it is asked for', async () => {
    const { code, out, err } = await cli('export');
    expect([code, err]).toEqual([0, `${String(lines(out).length)} events\n`]);
    expect(lines(out).map(({ position }) => position)).toEqual(lines(out).map((_, index) => index + 1));
    expect(out).not.toContain('Lời kể của phụ huynh.');
    expect((await cli('export', '--open')).out).toContain('Lời kể của phụ huynh.');
  });

  it('goes on after a position', async () => {
    const head = await product.log.head();
    expect(lines((await cli('export', '--after', String(head - 3))).out).map(({ position }) => position)).toEqual([
      head - 2,
      head - 1,
      head,
    ]);
  });
});

describe('import', () => {
  const key = () => product.credentials.keys.find(({ name }) => name === LAM_DONG.channel)?.key ?? '';
  const at = (): string[] => ['--url', product.url, '--key', key()];
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it('reads a file, says what became of each row, and writes the rejects down', async () => {
    const path = file(
      'bao.csv',
      'Đường dẫn,Ghi chú\nhttps://nhap-mot.example.net/a,x\n,trống\nhttps://nhap-hai.example.net/b,"=cmd()"\n',
    );
    const rejects = join(folder, 'bi-loai.ndjson');
    const { code, out, err, json } = await cli('import', path, '--rejects', rejects, '--json', ...at());
    expect([code, err]).toEqual([0, '']);
    expect(out.startsWith('{')).toBe(true);
    expect(json()).toMatchObject({ status: 'done', rows: 3, accepted: 2, newTargets: 2, knownTargets: 0, rejected: 1 });
    const written = readFileSync(rejects, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(written).toEqual([expect.objectContaining({ line: 3 })]);
    expect(statSync(rejects).mode & 0o777).toBe(0o600);
    expect((await cli('import', path, ...at())).out).toContain('0 mục tiêu mới');
  });

  it('reads standard input, in another form, and names no new target', async () => {
    const { code, out } = await lachan(
      ['import', '-', '--json', ...at()],
      env,
      '0.0.0.0 nhap-ba.example.net\n0.0.0.0 nhap-bon.example.net\n',
    );
    const first = JSON.parse(out) as ImportView;
    expect([code, first.newTargets]).toEqual([0, 2]);
    const again = await lachan(['import', '-', '--json', ...at()], env, 'nhap-ba.example.net\nnhap-bon.example.net\n');
    expect(again.json()).toMatchObject({ newTargets: 0, knownTargets: 2 });
  });

  it('says in a sentence what is missing: a key, the right key, the instance', async () => {
    const path = file('mot.txt', 'https://nhap-nam.example.net/\n');
    const noKey = await cli('import', path, '--url', product.url);
    expect([noKey.code, noKey.err]).toEqual([2, expect.stringContaining('a channel key is needed')]);
    const provider = product.credentials.keys.find(({ role }) => role === 'provider')?.key ?? '';
    const wrongKey = await cli('import', path, '--url', product.url, '--key', provider);
    expect([wrongKey.code, wrongKey.out, wrongKey.err]).toEqual([1, '', expect.stringContaining('not accepted')]);
    const nowhere = await cli('import', path, '--rejects', '/nowhere/at/all', ...at());
    expect([nowhere.code, nowhere.err, STACK.test(nowhere.err)]).toEqual([
      2,
      expect.stringContaining('--rejects'),
      false,
    ]);
    const gone = await cli('import', path, '--url', 'http://127.0.0.1:1', '--key', key());
    expect([gone.code, gone.err, STACK.test(gone.err)]).toEqual([1, expect.stringContaining('does not answer'), false]);
  });

  it('runs an instance for as long as it takes when none is named', async () => {
    const path = file('rieng.txt', 'https://nhap-sau.example.net/\n');
    const { code, json } = await cli('import', path, '--key', key(), '--json');
    expect([code, json()]).toMatchObject([0, { status: 'done', accepted: 1, newTargets: 1 }]);
  }, 60_000);
});

describe('describe', () => {
  it('prints the documents as they are checked in', async () => {
    const openapi = await cli('describe', 'openapi');
    expect([openapi.code, openapi.err]).toEqual([0, '']);
    expect(openapi.json()).toMatchObject({ openapi: '3.1.0' });
    expect((await cli('describe', 'language')).out).toContain('# Ngôn ngữ chung');
  });
});
