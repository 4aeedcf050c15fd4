import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TwoAdministrators } from '../src/index.js';
import {
  FROM,
  PASSWORD,
  founders,
  person,
  startDirectory,
  type Answer,
  type Client,
  type DirectoryUnderTest,
} from './directory-under-test.js';

let directory: DirectoryUnderTest;
let admins: TwoAdministrators;
let an: Client;

const provider = (name: string, sandbox = false) => ({
  validFrom: FROM,
  validTo: null,
  name,
  kind: 'telecom' as const,
  expresses: ['block-host' as const, 'block-domain' as const],
  platforms: [],
  provinces: null,
  sandbox,
  contact: '',
});

beforeAll(async () => {
  directory = await startDirectory();
  admins = await founders(directory);
  await directory.bootstrap.putEntry(admins, 'provider', 'nha-mang-a', provider('Nhà mạng A'));
  await directory.bootstrap.putEntry(admins, 'provider', 'nha-mang-b', {
    ...provider('Nhà mạng B'),
    expresses: ['block-url'],
  });
  await directory.bootstrap.putEntry(admins, 'provider', 'thu-nghiem', provider('Thử nghiệm', true));
  an = await directory.signedIn('an');
});
afterAll(() => directory.close());

const issue = (by: Client, body: object): Promise<Answer> => by.call('POST', '/keys', body);
const opens = async (key: unknown): Promise<boolean> =>
  (await directory.client(key as string).call('GET', '/session')).status === 200;
let names = 0;
const providerKey = async (holder = 'nha-mang-a') =>
  (await issue(an, { name: `khoá ${(++names).toString()}`, role: 'provider', provider: holder })).body as {
    id: string;
    key: string;
    name: string;
  };

describe('issuing a key', () => {
  it('shows it once, keeps its hash, and writes who issued it', async () => {
    const { status, body } = await issue(an, {
      name: 'tổng đài',
      role: 'channel',
      unit: 'stttt-lam-dong',
      channel: 'hotline-111',
    });
    expect(status).toBe(201);
    expect(body['key']).toMatch(/^lck_[0-9a-f]{16}_[\w-]{43}$/);
    expect(await opens(body['key'])).toBe(true);
    const secret = (body['key'] as string).slice(21);
    const { rows } = await directory.database.pool.query<{ all: string }>(
      `select string_agg(k::text, '') as all from identity.api_key k`,
    );
    expect(rows[0]?.all).not.toContain(secret);
    expect(JSON.stringify((await an.call('GET', '/keys')).body)).not.toContain(secret);
    const events = await directory.store.readAll({ after: 0, limit: 10_000, types: ['KeyIssued'] });
    expect(events.at(-1)).toMatchObject({
      position: body['position'],
      actor: { id: 'qt-an' },
      data: { keyId: body['id'], keyRole: 'channel', holder: 'stttt-lam-dong', name: 'tổng đài' },
    });
  });

  it.each([
    ['a channel key without its channel', { role: 'channel', unit: 'van-hanh' }, 'invalid-request'],
    ['a channel key of a provider', { role: 'channel', channel: 'scan', provider: 'nha-mang-a' }, 'invalid-request'],
    ['a provider key of a unit', { role: 'provider', unit: 'van-hanh' }, 'invalid-request'],
    ['a key without a role', { unit: 'van-hanh' }, 'invalid-request'],
    ['a key of a unit that does not exist', { role: 'school', unit: 'khong-co' }, 'unknown-entry'],
    ['a sandbox key of a real provider', { role: 'sandbox', provider: 'nha-mang-a' }, 'unknown-entry'],
    ['a key that ends before it begins', { role: 'school', unit: 'van-hanh', notAfter: FROM }, 'invalid-request'],
  ])('refuses %s', async (_, body, code) => {
    expect((await issue(an, { name: 'sai', ...body })).body['code']).toBe(code);
  });

  it('is not for analysts, and not without signing in', async () => {
    await directory.bootstrap.createPersonWithPassword(admins, 'p-lan', person('lan'), PASSWORD);
    const body = { name: 'x', role: 'school', unit: 'van-hanh' };
    expect((await issue(await directory.signedIn('lan'), body)).status).toBe(403);
    expect((await issue(directory.client(), body)).status).toBe(401);
  });
});

describe('a provider that renews its key', () => {
  it('has two live keys of one name, and no third', async () => {
    const old = await providerKey();
    const client = directory.client(old.key);
    const fresh = await issue(client, { name: old.name });
    expect(fresh.status).toBe(201);
    expect([await opens(old.key), await opens(fresh.body['key'])]).toEqual([true, true]);
    const third = await issue(client, { name: old.name });
    expect([third.status, third.body['code']]).toEqual([409, 'two-live-keys']);
    const revoked = await directory.client(fresh.body['key'] as string).call('DELETE', `/keys/${old.id}`);
    expect(revoked.status).toBe(200);
    expect([await opens(old.key), await opens(fresh.body['key'])]).toEqual([false, true]);
    expect((await issue(directory.client(fresh.body['key'] as string), { name: old.name })).status).toBe(201);
  });

  it('does not get a third key by asking twice at the same time', async () => {
    const old = await providerKey();
    const answers = await Promise.all([1, 2, 3].map(() => issue(directory.client(old.key), { name: old.name })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('sees and revokes its own keys only', async () => {
    const [mine, other] = [await providerKey(), await providerKey('nha-mang-b')];
    const client = directory.client(mine.key);
    const items = (await client.call('GET', '/keys')).body['items'] as { id: string; provider: string }[];
    expect(new Set(items.map((item) => item.provider))).toEqual(new Set(['nha-mang-a']));
    expect((await client.call('DELETE', `/keys/${other.id}`)).status).toBe(404);
    expect(await opens(other.key)).toBe(true);
  });

  it.each([{ provider: 'nha-mang-b' }, { role: 'channel', channel: 'scan', unit: 'van-hanh' }, { role: 'sandbox' }])(
    'cannot make one of somebody else: %p',
    async (more) => {
      const mine = await providerKey();
      expect((await issue(directory.client(mine.key), { name: 'x', ...more })).body['code']).toBe('forbidden');
    },
  );
});

describe('revoking a key', () => {
  it('counts from the next request on, may be repeated, and is written', async () => {
    const { id, key } = await providerKey();
    expect(await opens(key)).toBe(true);
    expect((await an.call('DELETE', `/keys/${id}`)).status).toBe(200);
    expect(await opens(key)).toBe(false);
    expect((await an.call('DELETE', `/keys/${id}`)).status).toBe(200);
    const events = await directory.store.readAll({ after: 0, limit: 10_000, types: ['KeyRevoked'] });
    expect(events.at(-1)).toMatchObject({ actor: { id: 'qt-an' }, data: { keyId: id, holder: 'nha-mang-a' } });
  });

  it('of an unknown key answers 404', async () => {
    expect((await an.call('DELETE', '/keys/khong-co')).status).toBe(404);
  });
});

describe('what staff choose from', () => {
  beforeAll(async () => {
    const basis = { validFrom: FROM, validTo: null, title: 't' };
    await directory.bootstrap.putEntry(admins, 'legal-basis', 'nd-147', {
      ...basis,
      citation: 'Nghị định 147/2024/NĐ-CP',
      categories: ['csam', 'social-vice'],
      actions: ['block-url', 'block-host'],
    });
    await directory.bootstrap.putEntry(admins, 'legal-basis', 'luat-te', {
      ...basis,
      citation: 'Luật Trẻ em',
      categories: ['csam'],
      actions: ['remove-content'],
    });
    await directory.bootstrap.putEntry(admins, 'competence', 'tq-lam-dong', {
      validFrom: FROM,
      validTo: null,
      unit: 'stttt-lam-dong',
      actions: ['block-url'],
      legalBases: ['nd-147'],
      categories: ['csam'],
    });
  });

  const ids = (answer: Answer): string[] => (answer.body['items'] as { id: string }[]).map(({ id }) => id);

  it('lists all legal bases, and with a filter those of the caller’s unit today', async () => {
    const lan = await directory.signedIn('lan');
    expect(ids(await lan.call('GET', '/legal-bases'))).toEqual(['luat-te', 'nd-147']);
    expect(ids(await lan.call('GET', '/legal-bases?action=block-url&category=csam'))).toEqual(['nd-147']);
    expect(ids(await lan.call('GET', '/legal-bases?category=csam'))).toEqual(['nd-147']);
    expect(ids(await lan.call('GET', '/legal-bases?action=block-host'))).toEqual([]);
    expect(ids(await an.call('GET', '/legal-bases?action=block-url&category=csam'))).toEqual([]);
    const [basis] = (await lan.call('GET', '/legal-bases?action=block-url')).body['items'] as object[];
    expect(basis).toEqual({
      id: 'nd-147',
      citation: 'Nghị định 147/2024/NĐ-CP',
      title: 't',
      validFrom: FROM,
      categories: ['csam', 'social-vice'],
      actions: ['block-url', 'block-host'],
    });
  });

  it('lists providers, with an action those that can express it', async () => {
    const lan = await directory.signedIn('lan');
    expect(ids(await lan.call('GET', '/providers'))).toEqual(['nha-mang-a', 'nha-mang-b', 'thu-nghiem']);
    expect(ids(await lan.call('GET', '/providers?action=block-url'))).toEqual(['nha-mang-b']);
  });

  it.each(['action=cut-off', 'category=criticism', 'unit=x'])('refuses the filter %s', async (filter) => {
    expect((await an.call('GET', `/legal-bases?${filter}`)).status).toBe(400);
  });
});
