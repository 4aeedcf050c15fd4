import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LetterFiles } from '../src/adapters/letter/letter-files.js';
import { AnswerLinks } from '../src/answer-link/answer-links.js';
import { DispatchUnderTest } from './dispatch-under-test.js';
import { Platform } from './platform.js';

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
const answersOf = async (id: string) =>
  (await under.events('RequestAcknowledged', 'RequestEnforced', 'RequestRefused', 'RequestLifted')).filter(
    ({ data }) => data.requestId === id,
  );
const typesOf = async (id: string) => (await answersOf(id)).map(({ type }) => type);
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
    const first = await page(path, { answer: 'acknowledge' });
    const again = await page(path, { answer: 'acknowledge' });
    expect([first.status, again.text]).toEqual([200, first.text]);
    const done = await page(path, { answer: 'enforced' });
    const doneAgain = await page(path, { answer: 'enforced' });
    expect([done.status, doneAgain.text]).toEqual([200, done.text]);
    expect(done.text).toContain('enforced');
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
    expect((await page(path, { answer: 'lifted' })).status).toBe(422);
    expect((await page(path, refusal)).status).toBe(409);
    expect((await page(lift, { answer: 'enforced' })).status).toBe(422);
    const lifted = await page(lift, { answer: 'lifted' });
    expect([lifted.status, (await page(lift, { answer: 'lifted' })).text]).toEqual([200, lifted.text]);
    expect(await typesOf(id)).toEqual(['RequestEnforced', 'RequestLifted']);
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
  it('answers that row, and is the same whenever the file is made again', async () => {
    const { order } = await under.approve({
      providers: ['telecom-a'],
      scope: { url: 'http://cong-van.example.test/1' },
    });
    const id = under.request(order, 'telecom-a');
    const letterOf = async () =>
      (await under.events('LetterIssued')).find(({ data }) => data.items.some(({ requestId }) => requestId === id))
        ?.data;
    await under.until(async () => (await letterOf()) !== undefined);
    const letter = await letterOf();
    if (!letter) throw new Error('no letter');
    const files = under.running.app.get(LetterFiles);
    const csv = (await files.read(letter, 'csv')).toString();
    await under.database.pool.query('delete from dispatch_letters.file where letter_id = $1', [letter.letterId]);
    expect((await files.read(letter, 'csv')).toString()).toBe(csv);
    const path = new URL(/https:\/\/la-chan\.example\.test\/tra-loi\/[\w-]+/.exec(csv)?.[0] ?? '').pathname;
    expect((await page(path, { answer: 'enforced' })).status).toBe(200);
    expect(await typesOf(id)).toEqual(['RequestEnforced']);
  });
});
