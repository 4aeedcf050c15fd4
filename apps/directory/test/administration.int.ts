import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GuardCheck, InvitationList, KeyList, RegisterList } from '#libs/contracts';
import type { TwoAdministrators } from '../src/index.js';
import {
  FROM,
  PASSWORD,
  founders,
  person,
  startDirectory,
  type Client,
  type DirectoryUnderTest,
} from './directory-under-test.js';

let directory: DirectoryUnderTest;
let admins: TwoAdministrators;
let an: Client;
let binh: Client;

const guarded = (name: string, why = '') => ({ validFrom: FROM, validTo: null, name, source: 'danh mục mẫu', why });

beforeAll(async () => {
  directory = await startDirectory();
  admins = await founders(directory);
  for (const [id, name, why] of [
    ['benh-vien-mot', 'benhvien.example', 'Bệnh viện Nhi Đồng'],
    ['benh-vien-hai', 'benhvien2.example', 'Bệnh viện Đa khoa'],
    ['truong-hoc', 'truong.example', 'Trường học'],
  ] as const)
    await directory.bootstrap.putEntry(admins, 'guard', id, guarded(name, why));
  await directory.bootstrap.createPersonWithPassword(
    admins,
    'kiem-tra',
    person('kiem', { roles: ['auditor'] }),
    PASSWORD,
  );
  an = await directory.signedIn('an');
  binh = await directory.signedIn('binh');
});
afterAll(() => directory.close());

describe('a register', () => {
  const search = async (query: string): Promise<RegisterList> =>
    (await an.call('GET', `/registers/guard?${query}`)).body as unknown as RegisterList;

  it('is searched without regard to accents, every word of it', async () => {
    const ids = async (q: string): Promise<string[]> =>
      (await search(`q=${encodeURIComponent(q)}`)).items.map(({ id }) => id);

    expect(await ids('benh vien')).toEqual(['benh-vien-hai', 'benh-vien-mot']);
    expect(await ids('NHI ĐỒNG')).toEqual(['benh-vien-mot']);
    expect(await ids('benhvien2.example')).toEqual(['benh-vien-hai']);
    expect(await ids('bệnh trường')).toEqual([]);
  });

  it('comes in pages when a limit is said, whole otherwise', async () => {
    const first = await search('limit=2');
    const rest = await search(`limit=2&cursor=${first.cursor ?? ''}`);

    expect([...first.items, ...rest.items]).toEqual((await search('')).items);
    expect(rest.cursor).toBeUndefined();
    expect((await an.call('GET', `/registers/unit?cursor=${first.cursor ?? ''}`)).status).toBe(400);
  });
});

describe('a proposed change', () => {
  it('is shown beside what counts now', async () => {
    const value = guarded('truong.example', 'đổi lý do');
    await an.call('POST', '/registers/guard', { id: 'truong-hoc', value });
    await an.call('POST', '/registers/guard', { id: 'moi', value: guarded('moi.example') });

    const { items } = (await binh.call('GET', '/registers/pending')).body as unknown as {
      items: { entry: string; before: { why: string } | null; value: { why: string } }[];
    };

    expect(items.map(({ entry, before, value: after }) => [entry, before?.why ?? null, after.why])).toEqual([
      ['truong-hoc', 'Trường học', 'đổi lý do'],
      ['moi', null, ''],
    ]);
  });
});

describe('the guard, asked for a name', () => {
  const check = async (name: string, by = an): Promise<GuardCheck> =>
    (await by.call('GET', `/registers/guard-check?name=${encodeURIComponent(name)}`)).body as unknown as GuardCheck;
  const stopped = ({ actions }: GuardCheck, wanted: string) => actions.find(({ action }) => action === wanted);

  it('says for each action whether it would be stopped, and by which entry', async () => {
    const verdict = await check('sub.benhvien.example');

    expect(stopped(verdict, 'block-host')).toMatchObject({ stopped: true, entry: { name: 'benhvien.example' } });
    expect(stopped(verdict, 'block-host')?.entry?.source).toContain('Bệnh viện Nhi Đồng');
    const item = await check('https://sub.benhvien.example/bai-viet/1');
    expect(stopped(item, 'remove-content')).toMatchObject({ stopped: false, entry: null });
    expect(stopped(await check('xau.example'), 'block-host')).toMatchObject({ stopped: false });
    expect(stopped(await check('youtube.com'), 'block-domain')).toMatchObject({ stopped: true });
  });

  it('says so when nobody can read it, counts what is approved only, and is not for strangers', async () => {
    expect(await check('http://')).toMatchObject({ host: null, actions: [] });
    expect(stopped(await check('moi.example'), 'block-host')).toMatchObject({ stopped: false });
    expect((await directory.client().call('GET', '/registers/guard-check?name=a.example')).status).toBe(401);
  });
});

describe('invitations and accounts', () => {
  it('show where each stands and who can sign in, and no token', async () => {
    const proposed = await an.call('POST', '/registers/person', { id: 'moi-vao', value: person('moivao') });
    const changeId = proposed.body['changeId'];
    const list = async (): Promise<InvitationList> =>
      (await an.call('GET', '/invitations')).body as unknown as InvitationList;
    const state = async () => (await list()).items.find((one) => one.changeId === changeId)?.state;

    expect(await state()).toBe('awaiting-approval');
    await binh.call('POST', '/registers/person/moi-vao/approve', { changeId });
    expect(await state()).toBe('open');
    const { items, accounts } = await list();
    expect(items.find((one) => one.person === 'kiem-tra')?.state).toBe('used');
    expect(accounts).toContainEqual({ person: 'kiem-tra', password: true, secondFactor: false });
    expect(accounts.map((account) => account.person)).not.toContain('moi-vao');
    expect(JSON.stringify(items)).not.toContain(proposed.body['invitationPart']);
    const auditor = await directory.signedIn('kiem');
    expect((await auditor.call('GET', '/invitations')).status).toBe(200);
  });
});

describe('keys', () => {
  it('are listed by role, holder and whether they open anything', async () => {
    const issue = async (name: string) =>
      (await an.call('POST', '/keys', { name, role: 'channel', unit: 'van-hanh', channel: 'commune' })).body;
    const kept = await issue('giữ');
    const gone = await issue('bỏ');
    await an.call('DELETE', `/keys/${String(gone['id'])}`);
    const ids = async (query: string): Promise<string[]> =>
      ((await an.call('GET', `/keys?${query}`)).body as unknown as KeyList).items.map(({ id }) => id);

    expect(await ids('unit=van-hanh&live=true')).toEqual([kept['id']]);
    expect(await ids('role=channel&live=false')).toEqual([gone['id']]);
    expect(await ids('role=provider')).toEqual([]);
  });
});
