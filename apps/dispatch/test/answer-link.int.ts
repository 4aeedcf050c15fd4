import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { AnswerLinkEvent, IssuedAnswerLink, OrderDetail } from '#libs/contracts';
import { LetterFiles } from '../src/adapters/letter/letter-files.js';
import { AnswerLinks } from '../src/answer-link/answer-links.js';
import { LinkStreams } from '../src/answer-link/link-streams.js';
import { DispatchUnderTest } from './dispatch-under-test.js';
import { Platform } from './platform.js';
import { PROVIDERS } from './world.js';

const PLATFORM = 'nen-tang';
const DAY = 24 * 60 * 60 * 1_000;
const SECRET = Buffer.alloc(32, 7);
const links = new AnswerLinks(SECRET);

let under: DispatchUnderTest;
let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
  under = await DispatchUnderTest.start(
    {
      answersAt: 'https://la-chan.example.test/',
      letterhead: { name: 'Trung tâm', symbol: 'TT', place: 'Hà Nội', signer: { title: 'Giám đốc' } },
      providers: {
        [PLATFORM]: { adapter: 'platform-notice', url: platform.url, secrets: [platform.secret], privateHost: '127.0.0.1' }, // prettier-ignore
        'telecom-a': { adapter: 'letter' },
      },
    },
    { LACHAN_PUBLIC_RATE: '1000' },
  );
});
afterAll(async () => {
  await under.close();
  await platform.close();
});

interface Sent {
  readonly order: string;
  readonly id: string;
  readonly path: string;
}

/** The path of the link in the notice that came for a request. */
const linkOf = async (id: string, kind: 'block' | 'lift'): Promise<string> => {
  const notice = () => [...platform.notices.values()].find((one) => one.request_id === id && one.kind === kind);
  await under.until(() => Promise.resolve(notice() !== undefined));
  const url = new URL(notice()?.answer_url ?? '');
  expect(url.origin).toBe('https://la-chan.example.test');
  return url.pathname;
};
const send = async (name: string, category = 'csam' as const): Promise<Sent> => {
  const { order } = await under.approve({
    providers: [PLATFORM],
    action: 'remove-content',
    platform: 'youtube',
    scope: { url: `https://${name}/bai` },
    category,
  });
  const id = under.request(order, PLATFORM);
  return { order, id, path: await linkOf(id, 'block') };
};
const page = async (path: string, form?: Record<string, string>, language = 'en') => {
  const response = await fetch(`${under.url}${path}`, {
    headers: { 'accept-language': language },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
/** The answers that a page offers. */
const offered = (text: string) => Array.from(text.matchAll(/name="answer" value="(\w+)"/g), ([, answer]) => answer);
const answersOf = async (id: string) =>
  (await under.events('RequestAcknowledged', 'RequestEnforced', 'RequestRefused', 'RequestLifted')).filter(
    ({ data }) => data.requestId === id,
  );
const typesOf = async (id: string) => (await answersOf(id)).map(({ type }) => type);
const revocation = (orderId: string, requestId: string): AnswerLinkEvent => ({
  type: 'AnswerLinkRevoked',
  data: {
    caseId: orderId,
    orderId,
    requestId,
    provider: PLATFORM,
    kind: 'block',
    round: 0,
    person: 'nguoi-duyet',
    reason: 'x',
  },
});
const refusal = { answer: 'refused', code: 'already-gone', reason: 'the post is gone' };

describe('the link in a platform’s notice', () => {
  it('shows what the notice says in both languages, never the category, and changes nothing by being opened', async () => {
    const { id, path } = await send('chi-xem.example.test');
    const before = await under.store('ledger').head();
    const english = await page(path);
    const vietnamese = await page(`${path}?lang=vi`);
    expect([english.status, vietnamese.status]).toEqual([200, 200]);
    expect([english.text, vietnamese.text].map((text) => /<html lang="(..)"/.exec(text)?.[1])).toEqual(['en', 'vi']);
    const notice = [...platform.notices.values()].find((one) => one.request_id === id);
    const said = notice?.statement_of_reasons.illegal_content_explanation;
    for (const { text } of [english, vietnamese]) {
      expect(text).toContain(said?.vi);
      expect(text).toContain(notice?.reference);
      expect(text).toContain('hxxps://chi-xem[.]example[.]test/bai');
      expect(text).not.toMatch(/csam|xâm hại|chi-xem\.example|<script/);
      // Forms go to the page's own address: the token stands nowhere in it.
      expect(text).not.toContain(path.split('/').at(-1));
    }
    const { headers } = english;
    expect(['cache-control', 'x-robots-tag', 'referrer-policy'].map((name) => headers.get(name))).toEqual([
      'no-store',
      'noindex, nofollow',
      'no-referrer',
    ]);
    await fetch(`${under.url}${path}`, { method: 'HEAD' });
    expect(await under.store('ledger').head()).toBe(before);
  });

  it('takes received and carried out, each again without a change, and says when an answer contradicts', async () => {
    const { id, path } = await send('lam-xong.example.test');
    expect(offered((await page(path)).text)).toEqual(['acknowledge', 'enforced', 'refused']);
    const first = await page(path, { answer: 'acknowledge' });
    expect(offered(first.text)).toEqual(['enforced', 'refused']);
    const again = await page(path, { answer: 'acknowledge' });
    expect([first.status, again.text]).toEqual([200, first.text]);
    const done = await page(path, { answer: 'enforced' });
    const doneAgain = await page(path, { answer: 'enforced' });
    expect([done.status, doneAgain.text]).toEqual([200, done.text]);
    expect(done.text).toContain('enforced');
    expect([offered(done.text), done.text.includes('nothing more is needed')]).toEqual([[], true]);
    const otherwise = await page(path, refusal);
    expect([otherwise.status, otherwise.text.includes('contradicts what is on record')]).toEqual([409, true]);
    expect(otherwise.text).toContain('enforced');
    const recorded = await answersOf(id);
    expect(recorded.map(({ type, actor }) => [type, actor.kind, actor.id])).toEqual([
      ['RequestAcknowledged', 'public', 'answer-link'],
      ['RequestEnforced', 'public', 'answer-link'],
    ]);
  });

  it('takes a refusal with a code and a reason, and nothing less', async () => {
    const { id, path } = await send('tu-choi.example.test');
    for (const form of [
      {},
      { answer: 'refused' },
      { ...refusal, reason: ' ' },
      { ...refusal, code: 'x' },
      { answer: 'lifted' },
    ])
      // prettier-ignore
      expect((await page(path, form)).status).toBe(422);
    // Whose answer it is, the link says and no field.
    expect((await page(path, { ...refusal, id: under.request(id, PLATFORM) })).status).toBe(200);
    expect((await page(path, refusal)).text).toContain('refused: already gone');
    expect((await page(path, { answer: 'enforced' })).status).toBe(409);
    const [refused, ...more] = await answersOf(id);
    expect(more).toEqual([]);
    expect(refused?.data).toMatchObject({ code: 'already-gone', reason: 'the post is gone' });
  });

  it('of a lift takes lifted; the block’s own then only shows what stands', async () => {
    const { order, id, path } = await send('go-chan.example.test');
    await page(path, { answer: 'enforced' });
    await under.call(`/orders/${order}/withdraw`, { cookie: 'nguoi-duyet', body: { reason: 'x' } });
    const lift = await linkOf(id, 'lift');
    const old = await page(path);
    expect([old.status, old.text.includes('<form')]).toEqual([200, false]);
    expect(old.text).toContain('The request itself has ended');
    expect(offered((await page(lift)).text)).toEqual(['lifted']);
    expect((await page(lift, { answer: 'acknowledge' })).status).toBe(422);
    expect((await page(path, { answer: 'lifted' })).status).toBe(422);
    expect((await page(path, refusal)).status).toBe(409);
    expect((await page(lift, { answer: 'enforced' })).status).toBe(422);
    const lifted = await page(lift, { answer: 'lifted' });
    expect([lifted.status, (await page(lift, { answer: 'lifted' })).text]).toEqual([200, lifted.text]);
    expect(await typesOf(id)).toEqual(['RequestEnforced', 'RequestLifted']);
  });
});

describe('one link', () => {
  const revoke = (order: string, cookie: string, body: object = {}) =>
    under.call(`/orders/${order}/answer-links/revoke`, {
      cookie,
      body: { provider: PLATFORM, kind: 'block', reason: 'chuyển nhầm người', ...body },
    });
  const issue = (order: string, cookie: string) =>
    under.call<IssuedAnswerLink>(`/orders/${order}/answer-links/issue`, {
      cookie,
      body: { provider: PLATFORM, kind: 'block' },
    });
  const linksOf = async (order: string) => {
    const { body } = await under.call<OrderDetail>(`/orders/${order}`, { cookie: 'nguoi-duyet' });
    return body.requests.map(({ answerLinks }) => answerLinks);
  };

  it('is revoked with a reason by the unit’s approver or an administrator, at once, alone, and stands so on the order', async () => {
    const { order, id, path } = await send('thu-hoi.example.test');
    const other = await send('de-yen.example.test');
    expect(await linksOf(order)).toEqual([[expect.objectContaining({ kind: 'block', state: 'open' })]]);
    for (const [cookie, status] of [
      ['nguoi-trinh', 403],
      ['nguoi-duyet-khac', 403],
      ['giam-sat', 403],
    ] as const)
      expect((await revoke(order, cookie)).status).toBe(status);
    expect((await revoke(order, 'nguoi-duyet', { reason: ' ' })).status).toBe(400);
    expect((await revoke(order, 'nguoi-duyet', { kind: 'lift' })).status).toBe(404);
    expect((await revoke(order, 'nguoi-duyet', { provider: 'telecom-a' })).status).toBe(404);
    expect((await page(path)).status).toBe(200);

    expect((await revoke(order, 'nguoi-duyet')).body).toMatchObject({ id, kind: 'block', state: 'revoked' });
    const nothing = await page('/tra-loi/x');
    for (const form of [undefined, { answer: 'enforced' }]) {
      const { status, text } = await page(path, form);
      expect([status, text]).toEqual([404, nothing.text]);
    }
    expect(await answersOf(id)).toEqual([]);
    expect((await page(other.path, { answer: 'enforced' })).status).toBe(200);
    expect(await linksOf(order)).toEqual([
      [
        expect.objectContaining({
          state: 'revoked',
          revoked: { by: 'nguoi-duyet', at: expect.stringMatching(/^20/) as unknown, reason: 'chuyển nhầm người' },
        }),
      ],
    ]);
    expect((await revoke(order, 'quan-tri', { reason: 'lần nữa' })).status).toBe(200);
    const events = (await under.events('AnswerLinkRevoked')).filter(({ data }) => data.orderId === order);
    expect(events.map(({ actor, data }) => [actor.id, data.reason, data.round])).toEqual([
      ['nguoi-duyet', 'chuyển nhầm người', 0],
    ]);
    // Why it was revoked is sealed in the log.
    const { rows } = await under.database.pool.query<{ data: string }>(
      `select data::text from es.log where type = 'AnswerLinkRevoked'`,
    );
    expect(rows.map(({ data }) => data).join()).not.toContain('chuyển nhầm người');
    // Whoever writes that a link went astray knows the reference, typed as people type.
    const { body: known } = await under.call<OrderDetail>(`/orders/${other.order}`, { cookie: 'nguoi-duyet' });
    expect((await revoke('LC-0000-0000-0000', 'quan-tri')).status).toBe(404);
    expect((await revoke(known.reference.toLowerCase().replaceAll('-', ' '), 'quan-tri')).status).toBe(200);
    expect((await page(other.path)).status).toBe(404);
  });

  it('is followed by a fresh one that answers, given to the unit’s approver alone', async () => {
    const { order, id, path } = await send('cap-moi.example.test');
    expect((await issue(order, 'nguoi-duyet')).body).toMatchObject({ code: 'link-not-revoked' });
    await revoke(order, 'nguoi-duyet');
    for (const cookie of ['quan-tri', 'nguoi-trinh', 'nguoi-duyet-khac'])
      expect((await issue(order, cookie)).status).toBe(403);
    const fresh = await issue(order, 'nguoi-duyet');
    expect([fresh.status, fresh.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const { pathname } = new URL(fresh.body.url);
    expect(pathname).not.toBe(path);
    // Asked for again, because the answer was lost, it is the same; the log holds one.
    expect((await issue(order, 'nguoi-duyet-hai')).body).toEqual(fresh.body);
    expect((await page(path)).status).toBe(404);
    expect((await page(pathname, { answer: 'acknowledge' })).status).toBe(200);
    expect(await typesOf(id)).toEqual(['RequestAcknowledged']);
    expect(await linksOf(order)).toEqual([[expect.objectContaining({ state: 'open', until: fresh.body.until })]]);
    await revoke(order, 'nguoi-duyet');
    expect((await page(pathname, { answer: 'enforced' })).status).toBe(404);
    const second = await issue(order, 'nguoi-duyet');
    expect(new URL(second.body.url).pathname).not.toBe(pathname);
    const log = await under.events('AnswerLinkRevoked', 'AnswerLinkIssued');
    expect(log.filter(({ data }) => data.orderId === order).map(({ type, data }) => [type, data.round])).toEqual([
      ['AnswerLinkRevoked', 0],
      ['AnswerLinkIssued', 1],
      ['AnswerLinkRevoked', 1],
      ['AnswerLinkIssued', 2],
    ]);
    // The token is in no event: whoever reads the log cannot answer.
    const { rows } = await under.database.pool.query<{ said: string }>(
      `select data::text as said from es.log where category = 'answerlink'`,
    );
    expect(rows.map(({ said }) => said).join()).not.toContain(pathname.split('/').at(-1));
  });

  it('that was revoked between the look and the answer records nothing, however close they come', async () => {
    const { order, id, path } = await send('cung-luc.example.test');
    const streams = under.running.app.get(LinkStreams);
    const load = streams.load.bind(streams);
    let looks = 0;
    // The second look is the one that the answer rests on: the revocation comes right after it, before the append.
    const spy = jest.spyOn(streams, 'load').mockImplementation(async (of) => {
      const found = await load(of);
      looks += 1;
      if (looks === 2) await streams.append(found, order, [revocation(order, id)], { kind: 'system', id: 'test' });
      return found;
    });
    try {
      expect((await page(path, { answer: 'enforced' })).status).toBe(404);
    } finally {
      spy.mockRestore();
    }
    expect(looks).toBe(3);
    expect(await answersOf(id)).toEqual([]);
  });

  it('is not given to a provider whose entry in the register says so, and those it has do not open', async () => {
    const { order, id, path } = await send('tat.example.test');
    const { kind, expresses, platforms } = PROVIDERS[PLATFORM];
    const entry = {
      validFrom: '2026-01-01T00:00:00.000Z',
      validTo: null,
      name: PLATFORM,
      kind,
      expresses: [...expresses],
      platforms: [...platforms],
      provinces: null,
      sandbox: false,
      contact: '',
    };
    await under.reached(
      'dispatch.registers',
      await under.register('provider', PLATFORM, { ...entry, answersByLink: false }),
    );
    expect((await page(path, { answer: 'enforced' })).status).toBe(404);
    expect(await linksOf(order)).toEqual([[expect.objectContaining({ state: 'off' })]]);
    await revoke(order, 'nguoi-duyet');
    expect((await issue(order, 'nguoi-duyet')).body).toMatchObject({ code: 'links-off' });
    const { order: later } = await under.approve({
      providers: [PLATFORM],
      action: 'remove-content',
      platform: 'youtube',
      scope: { url: 'https://khong-duong-dan.example.test/bai' },
      category: 'csam',
    });
    const without = under.request(later, PLATFORM);
    const notice = () => [...platform.notices.values()].find((one) => one.request_id === without);
    await under.until(() => Promise.resolve(notice() !== undefined));
    expect(notice()).not.toHaveProperty('answer_url');
    await under.reached('dispatch.registers', await under.register('provider', PLATFORM, entry));
    expect((await page(new URL((await issue(order, 'nguoi-duyet')).body.url).pathname)).status).toBe(200);
    expect(await answersOf(id)).toEqual([]);
  });
});

describe('a link that is none', () => {
  it('has one and the same page, whether it is over, another installation’s, of no request or made up, and takes no answer', async () => {
    const { id, path } = await send('khong-phai.example.test');
    const dueAt = new Date(Date.now() - 31 * DAY).toISOString();
    const soon = new Date(Date.now() + DAY).toISOString();
    const tokens = [
      links.token({ id, kind: 'block', dueAt }),
      new AnswerLinks(Buffer.alloc(32, 8)).token({ id, kind: 'block', dueAt: soon }),
      links.token({ id: under.request(id, 'nobody'), kind: 'block', dueAt: soon }),
      'x',
    ];
    for (const language of ['vi', 'en']) {
      const seen = new Set<string>();
      for (const token of tokens) {
        for (const form of [undefined, { answer: 'enforced' }]) {
          const { status, text } = await page(`/tra-loi/${token}`, form, language);
          expect(status).toBe(404);
          seen.add(text);
        }
      }
      expect(seen.size).toBe(1);
    }
    expect(await answersOf(id)).toEqual([]);
    // The same question with what a notice carries is one.
    expect((await page(path)).status).toBe(200);
  });

  it('is every link where the settings name no public address, and few may be tried in a minute', async () => {
    const closed = await DispatchUnderTest.start(undefined, { LACHAN_PUBLIC_RATE: '2' });
    try {
      const { order } = await closed.approve({ providers: ['isp-url'] });
      await closed.receive('isp-url', order);
      const dueAt = new Date().toISOString();
      const url = `${closed.url}/tra-loi/${links.token({ id: closed.request(order, 'isp-url'), kind: 'block', dueAt })}`;
      const statuses: number[] = [];
      for (let time = 0; time < 3; time++) statuses.push((await fetch(url)).status);
      expect(statuses).toEqual([404, 404, 429]);
    } finally {
      await closed.close();
    }
  });
});

describe('the link in a letter’s table', () => {
  const lettersOf = async (id: string) =>
    (await under.events('LetterIssued')).flatMap(({ data }) =>
      data.items.some(({ requestId }) => requestId === id) ? [data] : [],
    );
  /** The CSV of the letter that is numbered as the given one for a request. */
  const csvOf = async (id: string, nth: number): Promise<string> => {
    await under.until(async () => (await lettersOf(id)).length >= nth);
    const letter = (await lettersOf(id))[nth - 1];
    if (!letter) throw new Error('no letter');
    return (await under.running.app.get(LetterFiles).read(letter, 'csv')).toString();
  };
  const pathIn = (csv: string): string | undefined => {
    const url = /https:\/\/la-chan\.example\.test\/tra-loi\/[\w-]+/.exec(csv)?.[0];
    return url && new URL(url).pathname;
  };
  const written = (url: string) => under.approve({ providers: ['telecom-a'], scope: { url } });

  it('answers that row, and is the same whenever the file is made again', async () => {
    const { order } = await written('http://cong-van.example.test/1');
    const id = under.request(order, 'telecom-a');
    const csv = await csvOf(id, 1);
    await under.database.pool.query('delete from dispatch_letters.file');
    expect(await csvOf(id, 1)).toBe(csv);
    expect((await page(pathIn(csv) ?? '', { answer: 'enforced' })).status).toBe(200);
    expect(await typesOf(id)).toEqual(['RequestEnforced']);
  });

  it('is left out of what is written after it was revoked, and is the fresh one afterwards; older letters stay as they were', async () => {
    const { order } = await written('http://cong-van.example.test/2');
    const id = under.request(order, 'telecom-a');
    const link = { provider: 'telecom-a', kind: 'block' };
    const first = await csvOf(id, 1);
    const renew = async (days: number): Promise<void> => {
      const body = { expiresAt: new Date(Date.now() + days * DAY).toISOString(), reason: 'vẫn còn' };
      for (const cookie of ['nguoi-trinh', 'nguoi-duyet'])
        expect((await under.call(`/orders/${order}/renew`, { cookie, body })).status).toBe(200);
    };
    const post = (what: string, body: object) =>
      under.call<IssuedAnswerLink>(`/orders/${order}/answer-links/${what}`, { cookie: 'nguoi-duyet', body });
    await post('revoke', { ...link, reason: 'mất công văn' });
    await renew(20);
    const second = await csvOf(id, 2);
    const { body: fresh } = await post('issue', link);
    await renew(25);
    const third = await csvOf(id, 3);
    await under.database.pool.query('delete from dispatch_letters.file');
    expect([await csvOf(id, 1), await csvOf(id, 2), await csvOf(id, 3)]).toEqual([first, second, third]);
    expect([pathIn(second), pathIn(third)]).toEqual([undefined, new URL(fresh.url).pathname]);
    expect((await page(pathIn(first) ?? '', { answer: 'enforced' })).status).toBe(404);
    expect((await page(pathIn(third) ?? '', { answer: 'enforced' })).status).toBe(200);
    expect((await lettersOf(id)).map(({ items }) => items[0]?.linkRound)).toEqual([undefined, null, 1]);
  });
});
