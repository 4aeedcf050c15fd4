import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PASSWORD, startDirectory, type Client, type DirectoryUnderTest } from './directory-under-test.js';

let directory: DirectoryUnderTest;
let stranger: Client;
beforeEach(async () => {
  directory = await startDirectory();
  stranger = directory.client();
});
afterEach(() => directory.close());

const first = {
  id: 'qt-an',
  login: 'an',
  name: 'Nguyễn Thị An',
  password: PASSWORD,
  unit: { id: 'van-hanh', name: 'Trung tâm vận hành', kind: 'operations' },
};
const second = {
  id: 'qt-binh',
  login: 'binh',
  name: 'Trần Văn Bình',
  unit: { id: 'giam-sat', name: 'Cơ quan giám sát', kind: 'department' },
};
const setUp = (token: unknown, administrators: unknown = [first, second]) =>
  stranger.call('POST', '/setup', { token, administrators });

async function installed(): Promise<{ an: Client; binh: Client }> {
  const { body } = await setUp(await directory.bootstrap.setUpToken());
  const { token } = body['invitation'] as { token: string };
  await stranger.call('POST', `/invitations/${token}`, { password: PASSWORD });
  return { an: await directory.signedIn('an'), binh: await directory.signedIn('binh') };
}

describe('a new installation', () => {
  it('gets two administrators of two units: one with a password, one with an invitation', async () => {
    const { status, body } = await setUp(await directory.bootstrap.setUpToken());
    expect(status).toBe(201);
    expect(body).toMatchObject({
      administrators: [
        { id: 'qt-an', login: 'an' },
        { id: 'qt-binh', login: 'binh' },
      ],
    });
    await directory.signedIn('an');
    const { token } = body['invitation'] as { token: string };
    expect((await stranger.call('POST', `/invitations/${token}`, { password: PASSWORD })).body).toEqual({
      login: 'binh',
    });
    await directory.signedIn('binh');
  });

  it('says in its log that nobody approved the first two', async () => {
    await setUp(await directory.bootstrap.setUpToken());
    const events = await directory.store.readAll({ after: 0, limit: 100, categories: ['register'] });
    expect(events.map(({ stream, type, actor }) => [stream, type, actor.kind, actor.id])).toEqual([
      ['register-unit.van-hanh', 'EntryApproved', 'system', 'set-up'],
      ['register-person.qt-an', 'EntryApproved', 'system', 'set-up'],
      ['register-unit.giam-sat', 'EntryApproved', 'system', 'set-up'],
      ['register-person.qt-binh', 'EntryApproved', 'system', 'set-up'],
    ]);
  });

  it('is set up once, also by two at the same time', async () => {
    const token = await directory.bootstrap.setUpToken();
    const other = [
      { ...first, id: 'ke-la', login: 'la', unit: { ...first.unit, id: 'don-vi-la' } },
      { ...second, id: 'ke-la-2', login: 'la2', unit: { ...second.unit, id: 'don-vi-la-2' } },
    ];
    const answers = await Promise.all([setUp(token), setUp(token, other)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await setUp(token)).body['code']).toBe('already-set-up');
    expect(await directory.bootstrap.setUpToken()).toBeNull();
  });

  it.each([
    ['a wrong link', 'x'.repeat(43), [first, second], 'link-invalid'],
    ['two administrators of one unit', null, [first, { ...second, unit: first.unit }], 'same-unit'],
    ['one person twice', null, [first, { ...second, login: first.login }], 'second-person-needed'],
    ['one administrator', null, [first], 'invalid-request'],
    ['a short password', null, [{ ...first, password: 'ngắn' }, second], 'invalid-request'],
  ])('refuses %s and stays as it was', async (_, wrong, administrators, code) => {
    const token = await directory.bootstrap.setUpToken();
    expect((await setUp(wrong ?? token, administrators)).body['code']).toBe(code);
    expect(await directory.store.head()).toBe(0);
    expect((await setUp(token)).status).toBe(201);
  });

  it('has one link at a time, for a day', async () => {
    const older = await directory.bootstrap.setUpToken();
    const token = await directory.bootstrap.setUpToken();
    expect((await setUp(older)).body['code']).toBe('link-invalid');
    directory.clock.advance(24 * 60 * 60 * 1000 + 1);
    expect((await setUp(token)).body['code']).toBe('link-invalid');
  });

  it('keeps at least two administrators of two units', async () => {
    const { an, binh } = await installed();
    expect((await binh.call('POST', '/registers/person/qt-an/retire')).body['code']).toBe('last-administrators');
    const entry = await an.call('GET', '/registers/person/qt-binh');
    const moved = { ...(entry.body['value'] as object), unit: 'van-hanh' };
    expect((await an.call('POST', '/registers/person', { id: 'qt-binh', value: moved })).body['code']).toBe(
      'last-administrators',
    );
  });
});
