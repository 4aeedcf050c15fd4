import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FEED_FORMATS, keysOf, type RequestItem, type RequestSnapshot } from '#libs/contracts';
import { LetterFiles } from '../src/adapters/letter/letter-files.js';
import type { LetterDraft } from '../src/adapters/letter/letter-files.js';
import { AnswerLinks } from '../src/answer-link/answer-links.js';
import { OrderFiles, wasIssued } from '../src/orders/order-file.js';
import { DispatchUnderTest } from './dispatch-under-test.js';
import { UNIT } from './world.js';

let under: DispatchUnderTest;
beforeAll(async () => {
  under = await DispatchUnderTest.start();
});
afterAll(() => under.close());

/** Everything a provider can read of dispatch, as one text. */
const everythingFor = async (provider: string): Promise<string> => {
  const { items } = await under.poll(provider, undefined, { wait: 0, limit: 500 });
  const views = await Promise.all(items.map(({ id }) => under.call(`/requests/${id}`, { key: provider })));
  const lists = await Promise.all(keysOf(FEED_FORMATS).map((f) => under.call(`/feeds/${f}`, { key: provider })));
  const snapshot = await under.call('/requests/snapshot', { key: provider });
  return [JSON.stringify(items), ...[...views, ...lists, snapshot].map(({ text }) => text)].join('\n');
};

const list = (format: string, key = 'isp-url', headers: Record<string, string> = {}, query = '') =>
  under.call(`/feeds/${format}${query}`, { key, headers: { 'accept-encoding': 'identity', ...headers } });
/** The lines of a list but for its watermark. */
const lines = (text: string): string[] => text.trim().split('\n').slice(1);

describe('what leaves the house', () => {
  it('is the same whoever reported, which unit decided and whatever the note said', async () => {
    await under.register('competence', 'tham-quyen-hai', {
      validFrom: '2026-01-01T00:00:00.000Z',
      validTo: null,
      unit: 'so-tttt-ha-noi',
      actions: ['block-url'],
      legalBases: ['nd-147-2024'],
      categories: ['social-vice'],
    });
    const scope = { url: 'http://nhu-nhau.example.test/1' };
    const one = await under.approve({ scope, providers: ['isp-url'], unit: UNIT, reasons: 'chị A ở Hà Nội phản ánh' });
    const two = await under.approve({ scope, providers: ['isp-url'], unit: 'so-tttt-ha-noi', reasons: 'khác hẳn' });
    await under.receive('isp-url', one.order);
    await under.receive('isp-url', two.order);
    const { items } = await under.poll('isp-url', undefined, { wait: 0 });
    const [a, b] = [one, two].map(({ order }) => items.find((item) => item.order === order));

    // Identity and the moment are the order's own; nothing else may differ.
    const own = ['id', 'sequence', 'order', 'reference', 'issuedAt', 'dueAt', 'expiresAt'] as const;
    const rest = (item: object | undefined) =>
      Object.fromEntries(
        Object.entries(item ?? {}).filter(([key]) => !own.includes(key as 'id') && key !== 'statement'),
      );
    expect(rest(a)).toEqual(rest(b));
    expect(a?.statement.replace(a.reference, '')).toEqual(b?.statement.replace(b.reference, ''));
    const all = await everythingFor('isp-url');
    expect(all).not.toMatch(/chị A|khác hẳn|to-theo-doi|so-tttt|nguoi-trinh|nguoi-duyet|ly do|lý do/);
  });

  it('is the same letter, byte for byte, whoever reported, which unit decided and whatever the note and the category said', async () => {
    const scope = { url: 'http://cung-cong-van.example.test/1' };
    const one = await under.approve({ scope, providers: ['telecom-a'], reasons: 'anh B phản ánh, trường C' });
    const two = await under.approve({ scope, providers: ['telecom-a'], unit: 'so-tttt-ha-noi', reasons: 'x', category: 'social-vice' }); // prettier-ignore
    const three = await under.approve({ scope, providers: ['telecom-a'], category: 'csam' });
    await under.receive('telecom-a', three.order);
    const { items } = await under.poll('telecom-a', undefined, { wait: 0, limit: 500 });
    const { app } = under.running;
    const issuedAt = '2026-03-01T00:00:00.000Z';
    const head = { superior: null, name: 'Trung tâm', symbol: 'TT', place: 'Hà Nội', signer: { authority: null, title: 'Giám đốc' }, copies: [] }; // prettier-ignore
    const draftOf = async (order: string): Promise<[LetterDraft, RequestItem]> => {
      const item = items.find((found) => found.order === order);
      const { state } = await app.get(OrderFiles).load(order);
      if (!item || !wasIssued(state)) throw new Error(`nothing of ${order} was handed out`);
      const { unit, caseId } = state.terms;
      const row = { requestId: item.id, caseId, sequence: item.sequence, citation: 'Nghị định 147/2024/NĐ-CP' };
      const letter = { letterId: item.id, year: 2026, number: 1, provider: 'telecom-a', unit, kind: item.kind, issuedAt, dueAt: item.dueAt, head, addressee: 'Công ty A', answersAt: 'https://la-chan.example.test/tra-loi', items: [row] }; // prettier-ignore
      return [letter, item];
    };
    const links = new AnswerLinks(Buffer.alloc(32, 7));
    const files = new LetterFiles(under.host.runtime('dispatch').database, (base, request) => links.url(base, request));
    const drafts = await Promise.all([one, two, three].map(({ order }) => draftOf(order)));
    const [first] = drafts;
    if (!first) throw new Error('no draft');
    // Identity, reference and dates are the order's own; whatever else an order, its case and its item hold is theirs too.
    const { id, reference, dueAt, expiresAt } = first[1];
    const digests: object[] = [];
    for (const [letter, item] of drafts) {
      digests.push((await files.make(letter, [{ ...item, id, reference, dueAt, expiresAt }])).digests);
    }
    expect(new Set(drafts.map(([{ unit }]) => unit)).size).toBe(2);
    expect(digests[1]).toEqual(digests[0]);
    expect(digests[2]).toEqual(digests[0]);
    const other = await files.make(first[0], [{ ...first[1], reference: 'LC-0000-0000-0000' }]);
    expect(Object.values(other.digests).some((digest) => Object.values(digests[0] ?? {}).includes(digest))).toBe(false);
  });

  it('never names a referral category, and its targets reach only those that act at that granularity', async () => {
    const secret = await under.approve({ category: 'csam', scope: { url: 'http://bi-mat.example.test/1' } });
    await under.receive('isp-url', secret.order);
    const { body: snapshot } = await under.call<RequestSnapshot>('/requests/snapshot', { key: 'isp-url' });
    expect(snapshot.items.some(({ order }) => order === secret.order)).toBe(true);

    for (const provider of ['isp-url', 'telecom-a', 'isp-dns', 'nen-tang']) {
      expect(await everythingFor(provider)).not.toMatch(/csam|grooming|xâm hại/);
    }
    expect(await everythingFor('isp-dns')).not.toContain('bi-mat');
    expect((await list('json')).text).toContain('bi-mat');
    for (const format of ['urls', 'domains', 'hosts']) expect((await list(format)).text).not.toContain('bi-mat');
    for (const format of ['json', 'urls', 'domains', 'hosts']) {
      expect((await list(format, 'truong-hoc')).text).not.toContain('bi-mat');
    }
    const reasons = (await under.events('RequestNotExpressible')).filter(({ data }) => data.orderId === secret.order);
    expect(reasons.map(({ data }) => [data.provider, data.reason])).toEqual([['isp-dns', 'granularity-needed']]);
  });
});

describe('a list', () => {
  it('says what is in force in each format', async () => {
    const url = await under.approve({ providers: ['telecom-a'], scope: { url: 'http://a.muc.example/trang?x=1' } });
    const host = await under.approve({
      providers: ['telecom-a'],
      action: 'block-host',
      scope: { host: 'b.muc.example' },
    });
    const domain = await under.approve({
      providers: ['telecom-a'],
      action: 'block-domain',
      scope: { domain: 'muc.example' },
    });
    for (const { order } of [url, host, domain]) await under.receive('telecom-a', order);

    expect(lines((await list('urls', 'telecom-a')).text)).toContain('http://a.muc.example/trang?x=1');
    expect(lines((await list('domains', 'telecom-a')).text)).toEqual(['*.muc.example', 'b.muc.example', 'muc.example']);
    expect((await list('hosts', 'telecom-a')).text).toMatch(/^0\.0\.0\.0 b\.muc\.example # until 20/m);
    const leftOut = (await list('squid-domains', 'telecom-a')).headers.get('x-lachan-left-out');
    expect(Number(leftOut)).toBeGreaterThan(0);
    const json = JSON.parse((await list('json', 'telecom-a')).text) as { items: { order: string }[] };
    expect(json.items.map(({ order }) => order)).toEqual(expect.arrayContaining([url.order, host.order, domain.order]));
  });

  it('has stable bytes, a strong tag, 304 and gzip', async () => {
    const first = await list('urls');
    const second = await list('urls');
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[0-9a-f]{64}"$/);
    expect([second.text, second.headers.get('etag')]).toEqual([first.text, tag]);
    expect(first.headers.get('x-lachan-sha256')).toBe(tag.slice(1, -1));
    expect(Number(first.headers.get('x-lachan-sequence'))).toBeGreaterThan(0);

    const same = await list('urls', 'isp-url', { 'if-none-match': tag });
    expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', tag]);
    const zipped = await fetch(`${under.url}/api/v1/feeds/urls`, {
      headers: { authorization: `Bearer ${under.keys.get('isp-url') ?? ''}`, 'accept-encoding': 'gzip' },
    });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(zipped.headers.get('etag')).toBe(`"${tag.slice(1, -1)}-gzip"`);
    expect(await zipped.text()).toBe(first.text);
    expect(() => gunzipSync(Buffer.from(first.text))).toThrow();

    const { order } = await under.approve({ providers: ['isp-url'] });
    await under.receive('isp-url', order);
    const changed = await list('urls', 'isp-url', { 'if-none-match': tag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(tag);
  });

  it('counts as delivery: what stood on it is lifted, not recalled', async () => {
    const { order, position } = await under.approve({
      providers: ['telecom-a'],
      scope: { url: 'http://l.example.test/1' },
    });
    await under.reached('dispatch.decisions', position);
    await under.until(async () => (await list('urls', 'telecom-a')).text.includes('l.example.test'));
    await under.call(`/orders/${order}/withdraw`, { cookie: 'nguoi-duyet', body: { reason: 'x' } });

    const lifts = (await under.events('LiftQueued', 'RequestLifted')).filter(({ data }) => data.orderId === order);
    expect(lifts.map(({ type }) => type)).toEqual(['LiftQueued']);
    await under.until(async () => !(await list('urls', 'telecom-a')).text.includes('l.example.test'));
  });

  it('drops what the provider refused', async () => {
    const { order } = await under.approve({ providers: ['telecom-a'], scope: { url: 'http://r.example.test/1' } });
    await under.receive('telecom-a', order);
    const id = under.request(order, 'telecom-a');
    expect((await list('urls', 'telecom-a')).text).toContain('r.example.test');
    await under.call(`/requests/${id}/refused`, { key: 'telecom-a', body: { code: 'technical', reason: 'x' } });
    await under.until(async () => !(await list('urls', 'telecom-a')).text.includes('r.example.test'));
  });

  it('for schools holds age restrictions of their age band and nothing else', async () => {
    const small = await under.approve({ category: 'age-inappropriate', action: 'restrict-age', ageBands: ['0-5', '6-10'], scope: { url: 'http://nho.example.test/1' } }); // prettier-ignore
    const all = await under.approve({ category: 'age-inappropriate', action: 'restrict-age', scope: { host: 'moi-tuoi.example.test' } }); // prettier-ignore
    await under.reached('dispatch.decisions', all.position);
    await under.until(async () => (await list('json', 'truong-hoc')).text.includes('moi-tuoi'));

    const band = (ageBand: string) => list('json', 'truong-hoc', {}, `?ageBand=${ageBand}`);
    expect((await band('6-10')).text).toContain('nho.example.test');
    expect((await band('15-17')).text).not.toContain('nho.example.test');
    expect((await band('15-17')).text).toContain('moi-tuoi.example.test');
    expect((await list('domains', 'truong-hoc')).text.split('\n')).toContain('moi-tuoi.example.test');
    expect((await list('urls', 'truong-hoc')).text).not.toContain('muc.example');
    expect((await list('urls', 'isp-url')).text).not.toContain('nho.example.test');
    expect((await list('urls', 'isp-url', {}, '?ageBand=6-10')).status).toBe(400);
    expect((await list('exe', 'truong-hoc')).status).toBe(400);
    expect(small.order).not.toBe(all.order);
  });
});
