import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeAt, stepOf } from '../src/sessions/totp.js';
import { NOW, PASSWORD, founders, startDirectory, type DirectoryUnderTest } from './directory-under-test.js';

let directory: DirectoryUnderTest;
beforeAll(async () => {
  directory = await startDirectory();
  await founders(directory);
});
afterAll(() => directory.close());

const attempt = (login: string, password: string) => directory.client().call('POST', '/session', { login, password });

describe('signing in', () => {
  it('answers who one is and sets a cookie that scripts and other sites cannot reach', async () => {
    const answer = await attempt('an', PASSWORD);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      user: { id: 'qt-an', login: 'an', unit: 'van-hanh', unitName: 'Trung tâm vận hành', roles: ['administrator'] },
    });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^lachan_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('keeps neither password nor token: an argon2id hash, a SHA-256', async () => {
    const { cookie } = await directory.signedIn('an');
    const { rows } = await directory.database.pool.query<{ all: string }>(
      `select (select string_agg(c::text, '') from identity.credential c) || (select string_agg(s::text, '') from identity.session s) as all`,
    );
    expect(rows[0]?.all).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(rows[0]?.all).not.toContain(PASSWORD);
    expect(rows[0]?.all).not.toContain(cookie?.split('=')[1]);
  });

  it('takes the same password typed in decomposed letters', async () => {
    expect((await attempt('an', PASSWORD.normalize('NFD'))).status).toBe(200);
  });

  it('answers an unknown login and a wrong password alike', async () => {
    const wrong = await attempt('an', 'không phải mật khẩu');
    const unknown = await attempt('khong-ai', 'không phải mật khẩu');
    const bare = ({ instance: _, ...rest }: Record<string, unknown>) => rest;
    expect(wrong.status).toBe(401);
    expect(bare(unknown.body)).toEqual(bare(wrong.body));
    expect(unknown.headers.get('set-cookie')).toBeNull();
  });

  it('does the same work for an unknown login as for a wrong password', async () => {
    const once = async (login: string): Promise<number> => {
      await directory.database.pool.query('delete from identity.sign_in_failure');
      const begun = performance.now();
      await attempt(login, 'không phải mật khẩu');
      return performance.now() - begun;
    };
    // Turn and turn about, and the shortest of each: whatever else the machine does lengthens both alike or not at all.
    let [wrong, unknown] = [Infinity, Infinity];
    for (let round = 0; round < 12; round++) {
      wrong = Math.min(wrong, await once('binh'));
      unknown = Math.min(unknown, await once('khong-ai-ca'));
    }
    // An argon2id check takes tens of milliseconds; leaving it out would make the answer several times faster.
    expect(unknown).toBeGreaterThan(wrong / 2);
    expect(wrong).toBeGreaterThan(unknown / 2);
  });

  it('writes who came, and what failed under nobody’s name', async () => {
    await attempt('an', PASSWORD);
    await attempt('ten-la', 'không phải mật khẩu');
    const day = NOW.slice(0, 10).replaceAll('-', '');
    const came = await directory.store.readStream(`access-directory-qt-an-${day}`);
    expect(came.at(-1)).toMatchObject({
      type: 'SignedIn',
      data: { person: 'qt-an' },
      actor: { kind: 'person', id: 'qt-an' },
    });
    const failed = await directory.store.readStream(`access-directory-public-${day}`);
    expect(failed.at(-1)).toMatchObject({ type: 'SignInFailed', data: { login: 'ten-la' }, actor: { kind: 'public' } });
  });

  it.each([
    ['nothing', {}],
    ['a number for a login', { login: 1, password: 'x' }],
    ['an unknown field', { login: 'an', password: PASSWORD, admin: true }],
  ])('refuses %s as a problem', async (_, body) => {
    const { status, body: problem } = await directory.client().call('POST', '/session', body);
    expect([status, problem['code']]).toEqual([400, 'invalid-request']);
  });
});

describe('guessing', () => {
  it.each(['an', 'ten-khong-co'])('slows down for %s, and a hundred at once count as a hundred', async (login) => {
    await directory.database.pool.query('delete from identity.sign_in_failure');
    const answers = await Promise.all(Array.from({ length: 12 }, () => attempt(login, 'không phải mật khẩu')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6);
    expect(refused.length).toBeGreaterThanOrEqual(6);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    // Even the right password has to wait now.
    expect((await attempt(login, PASSWORD)).status).toBe(429);
    directory.clock.advance(6_000);
    expect((await attempt(login, PASSWORD)).status).toBe(login === 'an' ? 200 : 401);
  });

  it('keeps logins only under a keyed hash', async () => {
    await attempt('mat-khau-go-nham', 'x');
    const { rows } = await directory.database.pool.query<{ all: string }>(
      'select string_agg(f::text, $1) as all from identity.sign_in_failure f',
      [' '],
    );
    expect(rows[0]?.all).not.toContain('mat-khau-go-nham');
  });
});

describe('a session', () => {
  it('says who one is', async () => {
    const browser = await directory.signedIn('binh');
    expect((await browser.call('GET', '/session')).body).toMatchObject({
      user: { login: 'binh', unit: 'stttt-lam-dong' },
    });
  });

  it('ends when one signs out, also for a copied cookie', async () => {
    const browser = await directory.signedIn('binh');
    const copy = directory.client();
    copy.cookie = browser.cookie;
    expect((await browser.call('DELETE', '/session')).status).toBe(204);
    expect(browser.cookie).toBeUndefined();
    expect((await copy.call('GET', '/session')).status).toBe(401);
  });

  it('ends when the same browser signs in again', async () => {
    const browser = await directory.signedIn('binh');
    const copy = directory.client();
    copy.cookie = browser.cookie;
    await browser.call('POST', '/session', { login: 'binh', password: PASSWORD });
    expect((await copy.call('GET', '/session')).status).toBe(401);
    expect((await browser.call('GET', '/session')).status).toBe(200);
  });

  it('cannot be begun or used from another site', async () => {
    const browser = await directory.signedIn('binh');
    const elsewhere = { 'sec-fetch-site': 'cross-site', origin: 'https://other.example' };
    expect((await browser.call('DELETE', '/session', undefined, elsewhere)).body['code']).toBe('cross-site');
    const login = { login: 'binh', password: PASSWORD };
    expect((await directory.client().call('POST', '/session', login, elsewhere)).body['code']).toBe('cross-site');
  });
});

describe('changing one’s password', () => {
  it('needs the present one, ends the other sessions and keeps this one', async () => {
    const [here, elsewhere] = [await directory.signedIn('binh'), await directory.signedIn('binh')];
    const change = (current: string) =>
      here.call('POST', '/session/password', { current, password: 'một mật khẩu khác hẳn' });
    expect((await change('không đúng')).body['code']).toBe('sign-in-failed');
    expect((await change(PASSWORD)).status).toBe(204);
    expect((await here.call('GET', '/session')).status).toBe(200);
    expect((await elsewhere.call('GET', '/session')).status).toBe(401);
    expect((await attempt('binh', PASSWORD)).status).toBe(401);
    expect((await attempt('binh', 'một mật khẩu khác hẳn')).status).toBe(200);
  });
});

describe('a second factor', () => {
  const LOGIN = { login: 'an', password: PASSWORD };
  const secretOf = (text: unknown): Buffer => {
    const bits = Array.from(text as string)
      .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
      .join('');
    return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  };

  it('is asked for once it was confirmed; each code works once; removing it takes password and code', async () => {
    const browser = await directory.signedIn('an');
    const begun = await browser.call('POST', '/session/second-factor');
    const secret = secretOf(begun.body['secret']);
    const code = () => codeAt(secret, stepOf(directory.clock.now()));
    // Not confirmed yet: the password alone is enough.
    expect((await directory.client().call('POST', '/session', LOGIN)).status).toBe(200);
    expect((await browser.call('POST', '/session/second-factor/confirm', { code: '000000' })).body['code']).toBe(
      'sign-in-failed',
    );
    const used = code();
    expect((await browser.call('POST', '/session/second-factor/confirm', { code: used })).status).toBe(204);

    const signIn = (more: object) => directory.client().call('POST', '/session', { ...LOGIN, ...more });
    expect((await signIn({})).body['code']).toBe('sign-in-failed');
    expect((await signIn({ code: used })).status).toBe(401);
    directory.clock.advance(30_000);
    const answers = await Promise.all([signIn({ code: code() }), signIn({ code: code() })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await browser.call('POST', '/session/second-factor')).body['code']).toBe('already-recorded');

    directory.clock.advance(30_000);
    const remove = (password: string) =>
      browser.call('POST', '/session/second-factor/remove', { password, code: code() });
    expect((await remove('không đúng')).status).toBe(401);
    expect((await remove(PASSWORD)).status).toBe(204);
    expect((await signIn({})).status).toBe(200);
  });

  it('is kept wrapped, not in clear', async () => {
    const browser = await directory.signedIn('an');
    const { body } = await browser.call('POST', '/session/second-factor');
    const { rows } = await directory.database.pool.query<{ wrapped: Buffer }>(
      'select wrapped_secret as wrapped from identity.second_factor',
    );
    expect(rows[0]?.wrapped.includes(secretOf(body['secret']))).toBe(false);
  });
});
