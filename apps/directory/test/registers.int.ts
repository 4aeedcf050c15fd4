import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
/** An: operations. Bình: department of Lâm Đồng. Dung: a colleague of An's. */
let an: Client;
let binh: Client;
let dung: Client;

beforeAll(async () => {
  directory = await startDirectory();
  admins = await founders(directory);
  const administrator = { roles: ['administrator' as const] };
  await directory.bootstrap.createPersonWithPassword(
    admins,
    'qt-dung',
    person('dung', { ...administrator, unit: 'van-hanh' }),
    PASSWORD,
  );
  // The same human being as An, with an account at another unit.
  await directory.bootstrap.createPersonWithPassword(
    admins,
    'qt-an-2',
    person('an2', { ...administrator, human: 'qt-an' }),
    PASSWORD,
  );
  [an, binh, dung] = [
    await directory.signedIn('an'),
    await directory.signedIn('binh'),
    await directory.signedIn('dung'),
  ];
});
afterAll(() => directory.close());

const guardEntry = (name: string) => ({ validFrom: FROM, validTo: null, name, source: 'đề nghị của đơn vị', why: '' });
let count = 0;
const freshId = (): string => `muc-${(++count).toString()}`;

async function proposed(
  by: Client,
  kind = 'guard',
  value: unknown = guardEntry('benh-vien.example'),
): Promise<{ id: string; changeId: string }> {
  const id = freshId();
  const { status, body } = await by.call('POST', `/registers/${kind}`, { id, value });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return { id, changeId: body['changeId'] as string };
}
const approve = (by: Client, { id, changeId }: { id: string; changeId: string }, kind = 'guard') =>
  by.call('POST', `/registers/${kind}/${id}/approve`, { changeId });
const codeOf = async (answer: Promise<{ status: number; body: Record<string, unknown> }>) =>
  (await answer).body['code'];

describe('a change of a register', () => {
  it('counts once an administrator of another unit has approved it', async () => {
    const change = await proposed(an);
    expect((await an.call('GET', '/registers/guard')).body['items']).not.toContainEqual(
      expect.objectContaining({ id: change.id }),
    );
    expect((await an.call('GET', '/registers/pending')).body['items']).toContainEqual(
      expect.objectContaining({ entry: change.id, changeId: change.changeId, proposedBy: 'qt-an', unit: 'van-hanh' }),
    );
    const { status, body } = await approve(binh, change);
    expect([status, body['changeId']]).toEqual([200, change.changeId]);
    expect((await an.call('GET', '/registers/guard')).body['items']).toContainEqual({
      kind: 'guard',
      id: change.id,
      valid: true,
      value: guardEntry('benh-vien.example'),
    });
    const { body: entry } = await an.call('GET', `/registers/guard/${change.id}`);
    expect(entry).toMatchObject({
      pending: null,
      versions: [{ proposedBy: 'qt-an', approvedBy: 'qt-binh', retired: false }],
    });
  });

  it('is not approved by whoever proposed it', async () => {
    expect(await codeOf(approve(an, await proposed(an)))).toBe('second-person-needed');
  });

  it('is not approved by the same human being with another account', async () => {
    const second = await directory.signedIn('an2');
    expect(await codeOf(approve(second, await proposed(an)))).toBe('second-person-needed');
  });

  it('is not approved by a colleague of the same unit', async () => {
    expect(await codeOf(approve(dung, await proposed(an)))).toBe('same-unit');
  });

  it('that the rules stopped is seen by the auditor', async () => {
    const change = await proposed(an);
    await approve(dung, change);
    const events = await directory.store.readAll({ after: 0, limit: 10_000, types: ['AttemptRefused'] });
    expect(events.at(-1)).toMatchObject({
      stream: 'access-directory-qt-dung-20260302',
      data: { attempt: 'approve', refusal: 'same-unit', subject: `guard.${change.id}`, caseId: null },
    });
  });

  it('is approved as it was proposed, and only once', async () => {
    const change = await proposed(an);
    expect(await codeOf(approve(binh, { ...change, changeId: '0190aaaa-0000-7000-8000-000000000000' }))).toBe(
      'no-change-proposed',
    );
    expect((await approve(binh, change)).status).toBe(200);
    expect((await approve(binh, change)).status).toBe(200);
    const events = await directory.store.readStream(`register-guard.${change.id}`);
    expect(events.map(({ type }) => type)).toEqual(['EntryProposed', 'EntryApproved']);
  });

  it('waits alone: a second one on the same entry is refused until it is decided', async () => {
    const { id, changeId } = await proposed(an);
    const again = () => binh.call('POST', '/registers/guard', { id, value: guardEntry('truong-hoc.example') });
    expect(await codeOf(again())).toBe('change-pending');
    expect((await an.call('POST', `/registers/guard/${id}/reject`, { changeId, reason: 'nhầm tên' })).status).toBe(200);
    expect((await again()).status).toBe(200);
  });

  it('may end an entry, again with two people', async () => {
    const change = await proposed(an);
    await approve(binh, change);
    const { body } = await binh.call('POST', `/registers/guard/${change.id}/retire`);
    const end = { id: change.id, changeId: body['changeId'] as string };
    expect(await codeOf(approve(binh, end))).toBe('second-person-needed');
    expect((await approve(an, end)).status).toBe(200);
    expect((await an.call('GET', `/registers/guard/${change.id}`)).body).toMatchObject({ valid: false, value: null });
  });

  it('is decided once when two administrators approve at the same time', async () => {
    const change = await proposed(dung);
    const answers = await Promise.all([approve(binh, change), approve(binh, change), approve(binh, change)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await directory.store.readStream(`register-guard.${change.id}`)).toHaveLength(2);
  });
});

describe('many changes at once', () => {
  it('are all taken, one after the other, without holding each other up', async () => {
    const changes = await Promise.all(Array.from({ length: 30 }, () => proposed(an)));
    const answers = await Promise.all(changes.map((change) => approve(binh, change)));
    expect(answers.map(({ status }) => status)).toEqual(changes.map(() => 200));
  });
});

describe('a value', () => {
  const propose = (kind: string, value: unknown) => an.call('POST', `/registers/${kind}`, { id: freshId(), value });

  it('must be of its kind; every error is named', async () => {
    const { status, body } = await propose('guard', { name: '', validFrom: 'today', extra: 1 });
    expect([status, body['code']]).toEqual([400, 'invalid-request']);
    const pointers = (body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers).toEqual(
      expect.arrayContaining(['/value/validFrom', '/value/name', '/value/source', '/value/extra']),
    );
  });

  it('must not end before it begins', async () => {
    const value = { ...guardEntry('x.example'), validTo: '2025-01-01T00:00:00.000Z' };
    expect((await propose('guard', value)).body).toMatchObject({
      code: 'invalid-value',
      errors: [{ pointer: '/value/validTo' }],
    });
  });

  it.each([
    ['person', () => person('la', { unit: 'khong-co' }), '/value/unit'],
    [
      'competence',
      () => ({
        validFrom: FROM,
        validTo: null,
        unit: 'van-hanh',
        actions: ['block-url'],
        legalBases: ['khong-co'],
        categories: ['csam'],
      }),
      '/value/legalBases',
    ],
    [
      'unit',
      () => ({
        validFrom: FROM,
        validTo: null,
        name: 'x',
        kind: 'police',
        province: null,
        superior: 'khong-co',
        compiler: null,
        successors: [],
      }),
      '/value/superior',
    ],
  ])('of kind %s refers only to what exists', async (kind, value, pointer) => {
    expect((await propose(kind, value())).body).toMatchObject({ code: 'unknown-entry', errors: [{ pointer }] });
  });

  it('is checked again when it is approved: the rest may have changed', async () => {
    const unit = await proposed(an, 'unit', {
      validFrom: FROM,
      validTo: null,
      name: 'Tổ tạm',
      kind: 'monitoring-team',
      province: null,
      superior: null,
      compiler: null,
      successors: [],
    });
    await approve(binh, unit, 'unit');
    const member = await proposed(an, 'person', person('tam', { unit: unit.id }));
    const { body } = await binh.call('POST', `/registers/unit/${unit.id}/retire`);
    await approve(an, { id: unit.id, changeId: body['changeId'] as string }, 'unit');
    expect(await codeOf(approve(binh, member, 'person'))).toBe('unknown-entry');
  });

  it.each(['nothing', '%00', '../person', 'Guard'])('of a kind that does not exist (%s) is refused', async (kind) => {
    expect((await an.call('GET', `/registers/${encodeURIComponent(kind)}`)).status).toBe(400);
  });
});

describe('a person', () => {
  it('never combines deciding with administering or auditing, not even with two accounts', async () => {
    const propose = (value: unknown) => an.call('POST', '/registers/person', { id: freshId(), value });
    expect((await propose(person('hai-vai', { roles: ['approver', 'auditor'] }))).body['code']).toBe('roles-conflict');
    expect((await propose(person('an-duyet', { roles: ['approver'], human: 'qt-an' }))).body['code']).toBe(
      'roles-conflict',
    );
  });

  it('has a login nobody else had', async () => {
    const { body } = await an.call('POST', '/registers/person', { id: freshId(), value: person('binh') });
    expect(body).toMatchObject({ code: 'login-taken', errors: [{ pointer: '/value/login' }] });
  });

  it('gets in with both administrators’ parts of the invitation, once, and with neither alone', async () => {
    const id = freshId();
    const first = await an.call('POST', '/registers/person', { id, value: person('lan') });
    const second = await approve(binh, { id, changeId: first.body['changeId'] as string }, 'person');
    const [a, b] = [first.body['invitationPart'] as string, second.body['invitationPart'] as string];
    const accept = (token: string) => directory.client().call('POST', `/invitations/${token}`, { password: PASSWORD });
    for (const token of [a, b, `${a}.${a}`, `${b}.${a}`, `${a}.`, `.${b}`]) {
      expect(await codeOf(accept(token))).toBe('link-invalid');
    }
    expect((await accept(`${a}.${b}`)).body).toEqual({ login: 'lan' });
    expect(await codeOf(accept(`${a}.${b}`))).toBe('link-invalid');
    const lan = await directory.signedIn('lan');
    expect((await lan.call('GET', '/session')).body).toMatchObject({
      user: { roles: ['analyst'], unit: 'stttt-lam-dong' },
    });
  });

  it('has a lost password replaced by two administrators, and old sessions end', async () => {
    await directory.bootstrap.createPersonWithPassword(admins, 'p-mai', person('mai'), PASSWORD);
    const before = await directory.signedIn('mai');
    const again = await an.call('POST', '/registers/person', { id: 'p-mai', value: person('mai'), invite: true });
    const done = await approve(binh, { id: 'p-mai', changeId: again.body['changeId'] as string }, 'person');
    const token = `${again.body['invitationPart'] as string}.${done.body['invitationPart'] as string}`;
    await directory.client().call('POST', `/invitations/${token}`, { password: 'mật khẩu mới tinh' });
    expect((await before.call('GET', '/session')).status).toBe(401);
    expect((await directory.client().call('POST', '/session', { login: 'mai', password: PASSWORD })).status).toBe(401);
    expect(
      (await directory.client().call('POST', '/session', { login: 'mai', password: 'mật khẩu mới tinh' })).status,
    ).toBe(200);
  });

  it('is not invited anew by an ordinary change', async () => {
    await directory.bootstrap.createPersonWithPassword(admins, 'p-nam', person('nam'), PASSWORD);
    const { body } = await an.call('POST', '/registers/person', {
      id: 'p-nam',
      value: person('nam', { roles: ['analyst', 'approver'] }),
    });
    expect(body['invitationPart']).toBeUndefined();
    const done = await approve(binh, { id: 'p-nam', changeId: body['changeId'] as string }, 'person');
    expect(done.body['invitationPart']).toBeUndefined();
  });

  it('does not give themselves anything: somebody else approves changes to their entry', async () => {
    const { body } = await an.call('POST', '/registers/person', {
      id: 'qt-binh',
      value: person('binh', { roles: ['administrator'], human: 'qt-binh', name: 'Khác' }),
    });
    const change = { id: 'qt-binh', changeId: body['changeId'] as string };
    expect(await codeOf(approve(binh, change, 'person'))).toBe('second-person-needed');
    await an.call('POST', '/registers/person/qt-binh/reject', { changeId: change.changeId, reason: 'thử' });
  });

  it('who is retired is out at once', async () => {
    await directory.bootstrap.createPersonWithPassword(admins, 'p-oanh', person('oanh'), PASSWORD);
    const oanh = await directory.signedIn('oanh');
    const { body } = await an.call('POST', '/registers/person/p-oanh/retire');
    await approve(binh, { id: 'p-oanh', changeId: body['changeId'] as string }, 'person');
    expect((await oanh.call('GET', '/session')).status).toBe(401);
    expect((await directory.client().call('POST', '/session', { login: 'oanh', password: PASSWORD })).status).toBe(401);
  });

  it('stands in the log only encrypted', async () => {
    await directory.bootstrap.createPersonWithPassword(
      admins,
      'p-phuong',
      person('phuong-bi-mat', { name: 'Tên Bí Mật' }),
      PASSWORD,
    );
    const { rows } = await directory.database.pool.query<{ all: string }>(
      `select string_agg(l::text, ' ') as all from es.log l where stream = 'register-person.p-phuong'`,
    );
    expect(rows[0]?.all).toContain('p-phuong');
    expect(rows[0]?.all).not.toMatch(/phuong-bi-mat|Tên Bí Mật|mật khẩu/);
  });

  it('is called by name where an id stands, also after leaving', async () => {
    await directory.bootstrap.createPersonWithPassword(admins, 'p-quy', person('quy', { name: 'Quý' }), PASSWORD);
    const { body } = await an.call('POST', '/registers/person/p-quy/retire');
    await approve(binh, { id: 'p-quy', changeId: body['changeId'] as string }, 'person');
    const lan = await directory.signedIn('lan');
    const names = await lan.call('GET', '/names?person=p-quy&person=nobody&unit=van-hanh');
    const { unit } = person('quy');
    expect(names.body['items']).toEqual([
      { kind: 'person', id: 'p-quy', name: 'Quý', unit },
      { kind: 'unit', id: 'van-hanh', name: expect.any(String) },
    ]);
    expect((await directory.client().call('GET', '/names?person=p-quy')).status).toBe(401);
  });

  it('is seen only by those who administer or inspect', async () => {
    const lan = await directory.signedIn('lan');
    expect((await lan.call('GET', '/registers/person')).status).toBe(403);
    expect((await lan.call('GET', '/registers/unit')).status).toBe(200);
    expect((await lan.call('GET', '/registers/pending')).status).toBe(403);
    expect((await lan.call('POST', '/registers/guard', { id: 'x', value: guardEntry('x.example') })).status).toBe(403);
  });
});
