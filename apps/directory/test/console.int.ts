import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TwoAdministrators } from '../src/index.js';
import { FROM, founders, startDirectory, type Client, type DirectoryUnderTest } from './directory-under-test.js';

let directory: DirectoryUnderTest;
let admins: TwoAdministrators;
let an: Client;
let binh: Client;
let made = 0;

const entry = (name: string) => ({
  validFrom: FROM,
  validTo: null,
  name,
  kind: 'telecom' as const,
  expresses: ['block-host' as const],
  platforms: [],
  provinces: null,
  sandbox: false,
  contact: 'trực cũ 0900 000 000',
});

beforeAll(async () => {
  directory = await startDirectory();
  admins = await founders(directory);
  await directory.bootstrap.putEntry(admins, 'provider', 'nha-mang-a', entry('Nhà mạng A'));
  await directory.bootstrap.putEntry(admins, 'provider', 'nha-mang-b', entry('Nhà mạng B'));
  an = await directory.signedIn('an');
  binh = await directory.signedIn('binh');
});
afterAll(() => directory.close());

const keyOf = async (role: string, holder: object): Promise<{ id: string; key: string }> => {
  made += 1;
  const { body } = await an.call('POST', '/keys', { name: `khoá ${String(made)}`, role, ...holder });
  return body as { id: string; key: string };
};
const atConsole = async (key: string): Promise<Client> => {
  const browser = directory.client();
  const { status } = await browser.call('POST', '/session/key', { key });
  expect(status).toBe(200);
  return browser;
};

describe('the staff of a provider', () => {
  it('sign in with its key and hold a cookie that no script reads, and that opens what the key opens', async () => {
    const { id, key } = await keyOf('provider', { provider: 'nha-mang-a' });
    const browser = directory.client();

    const { status, body, headers } = await browser.call('POST', '/session/key', { key: ` ${key}\n` });

    expect(status).toBe(200);
    expect(body).toMatchObject({ key: { id, role: 'provider', provider: 'nha-mang-a' } });
    expect(headers.get('set-cookie')).toMatch(/^lachan_session=.*HttpOnly; SameSite=Strict/);
    expect((await browser.call('GET', '/session')).body).toMatchObject({ key: { id } });
    expect((await browser.call('GET', '/keys')).status).toBe(200);
    expect((await browser.call('GET', '/registers/unit')).status).toBe(403);
    const events = await directory.store.readAll({ after: 0, limit: 10_000, types: ['SignedIn'] });
    expect(events.at(-1)).toMatchObject({ actor: { kind: 'key', id }, data: { person: id } });
  });

  it('are signed out by signing out, and at once when the key is revoked', async () => {
    const { id, key } = await keyOf('provider', { provider: 'nha-mang-a' });
    const first = await atConsole(key);
    const second = await atConsole(key);
    const cookie = first.cookie ?? '';

    expect((await first.call('DELETE', '/session')).status).toBe(204);
    first.cookie = cookie;
    expect((await first.call('GET', '/session')).status).toBe(401);
    expect((await second.call('GET', '/session')).status).toBe(200);
    await an.call('DELETE', `/keys/${id}`);
    expect((await second.call('GET', '/session')).status).toBe(401);
  });

  it('renew their key from the console: the new one works beside the old', async () => {
    const { key } = await keyOf('provider', { provider: 'nha-mang-a' });
    const browser = await atConsole(key);

    const renewed = await browser.call('POST', '/keys', { name: 'khoá mới' });

    expect(renewed.status).toBe(201);
    expect(renewed.body).toMatchObject({ provider: 'nha-mang-a', role: 'provider' });
    expect((await (await atConsole(renewed.body['key'] as string)).call('GET', '/session')).status).toBe(200);
    expect((await browser.call('GET', '/session')).status).toBe(200);
  });

  it('act with the cookie from our own pages only', async () => {
    const { key } = await keyOf('provider', { provider: 'nha-mang-a' });
    const browser = await atConsole(key);
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://other.example' };

    expect((await browser.call('POST', '/keys', { name: 'x' }, foreign)).body).toMatchObject({ code: 'cross-site' });
    expect((await directory.client().call('POST', '/session/key', { key }, foreign)).body).toMatchObject({
      code: 'cross-site',
    });
  });

  it.each([
    ['a key of a school', () => keyOf('school', { unit: 'van-hanh' }).then(({ key }) => key)],
    ['a key that is none', () => Promise.resolve(`lck_${'0'.repeat(16)}_${'a'.repeat(43)}`)],
    ['a password', () => Promise.resolve('mật khẩu của tôi')],
  ])('do not sign in with %s, and no secret is written down', async (_, given) => {
    const key = await given();

    const { status, body } = await directory.client().call('POST', '/session/key', { key });

    expect([status, body['code']]).toEqual([401, 'sign-in-failed']);
    const events = await directory.store.readAll({ after: 0, limit: 10_000, types: ['SignInFailed'] });
    expect(events.length).toBeGreaterThan(0);
    expect(JSON.stringify(events)).not.toContain(key.slice(-20));
  });

  it('propose whom to reach, which counts once an administrator agrees, and change nothing else', async () => {
    const { key } = await keyOf('provider', { provider: 'nha-mang-b' });
    const browser = await atConsole(key);
    const contact = 'Trực 24/7: 0911 111 111';

    const proposed = await browser.call('POST', '/providers/own/contact', { contact });

    expect(proposed.status).toBe(200);
    const changeId = proposed.body['changeId'];
    expect((await browser.call('GET', '/providers/own')).body).toMatchObject({
      contact: entry('').contact,
      pendingContact: { contact, changeId },
    });
    expect((await browser.call('POST', '/providers/own/contact', { contact: 'khác hẳn' })).body).toMatchObject({
      code: 'change-pending',
    });
    expect((await binh.call('POST', '/registers/provider/nha-mang-b/approve', { changeId })).status).toBe(200);
    const { body } = await browser.call('GET', '/providers/own');
    expect(body).toMatchObject({ contact, pendingContact: null, name: 'Nhà mạng B', expresses: ['block-host'] });
  });
});
