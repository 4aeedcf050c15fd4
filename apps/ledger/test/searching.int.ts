import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditOrderList, TraceList } from '#libs/contracts';
import { EVENTS } from '#libs/contracts';
import { trace } from '../src/trace/trace.read-model.js';
import { LedgerUnderTest, event, ids, person } from './ledger-under-test.js';
import { Story, stored } from './story.js';

let under: LedgerUnderTest;
beforeAll(async () => {
  under = await LedgerUnderTest.start();
});
afterAll(() => under.close());

const last = async (): Promise<number> => under.store('ledger').head();

describe('the search', () => {
  const found = async (query: Record<string, string>): Promise<string[]> => {
    const after = String(await last());
    const { items } = await under.read<TraceList>(
      `/audit/search?${new URLSearchParams({ ...query, after }).toString()}`,
    );
    return items.map(({ caseId }) => caseId);
  };

  it('finds a target however it is typed', async () => {
    const story = await new Story(under).opened({ url: 'https://Trang-Tìm.example.net/a/b?utm_source=x#đoạn' });
    await new Story(under).opened({ url: 'https://trang-khac.example.net/a/b' });
    for (const target of [
      'https://Trang-Tìm.example.net/a/b?utm_source=x#đoạn',
      'http://trang-tìm.example.net/a/b',
      '  HTTPS://TRANG-TÌM.EXAMPLE.NET/a/b ',
      'hxxps://trang-tìm[.]example[.]net/a/b',
      `https://${new URL('https://trang-tìm.example.net').hostname}/a/b`,
      'trang-tìm.example.net',
      'TRANG-TÌM.example.net',
    ]) {
      expect({ target, found: await found({ target }) }).toEqual({ target, found: [story.caseId] });
    }
    expect(await found({ target: 'https://trang-tìm.example.net/a/c' })).toEqual([]);
    expect(await found({ target: 'example.net' })).toEqual([]);
  });

  it('finds one item of a platform under its several links', async () => {
    const story = await new Story(under).opened({ url: 'https://www.youtube.com/watch?v=aaaaaaaaaaa&t=3' });
    expect(await found({ target: 'https://youtu.be/aaaaaaaaaaa' })).toEqual([story.caseId]);
    expect(await found({ target: 'https://m.youtube.com/shorts/aaaaaaaaaaa' })).toEqual([story.caseId]);
    expect(await found({ target: 'https://youtu.be/bbbbbbbbbbb' })).toEqual([]);
  });

  it('finds what nobody could read as a link, by its words', async () => {
    const target = stored('xem trong nhóm của lớp');
    expect(target.state).toBe('unparseable');
    const story = await new Story(under).opened({ target });
    expect(await found({ target: ' xem trong nhóm của lớp ' })).toEqual([story.caseId]);
  });

  it('names a case once, also when its host and its page were both asked for, and follows a merge', async () => {
    const story = await new Story(under).opened({ url: 'http://gop.example.net' });
    const into = await new Story(under).opened();
    expect(await found({ target: 'gop.example.net' })).toEqual([story.caseId]);
    const data = {
      ...{ caseId: into.caseId, from: story.caseId, into: into.caseId, person: 'lan', plea: false },
      ...{ possibleReferral: false, reports: [], targets: [stored('http://gop.example.net')] },
    };
    await into.ofCase(event('CaseMerged', data, person('lan')));
    expect(await found({ target: 'gop.example.net' })).toEqual([story.caseId, into.caseId]);
  });

  it('finds an order by its id and by its reference, in any case of letters', async () => {
    const story = await new Story(under).whole();
    for (const order of [story.orderId, story.orderId.toUpperCase(), story.reference, story.reference.toLowerCase()])
      expect(await found({ order })).toEqual([story.caseId]);
    expect(await found({ order: 'LC-0000-0000-0000' })).toEqual([]);
  });

  it('finds every case a person had to do with, oldest first, in pages', async () => {
    const stories: Story[] = [];
    for (let turn = 0; turn < 3; turn += 1) stories.push(await (await new Story(under).opened()).claimed('quang'));
    const wanted = stories.map(({ caseId }) => caseId);
    expect(await found({ person: 'quang' })).toEqual(wanted);
    const first = await under.read<TraceList>('/audit/search?person=quang&limit=2');
    const rest = await under.read<TraceList>(
      `/audit/search?person=quang&limit=2&cursor=${encodeURIComponent(first.cursor ?? '')}`,
    );
    expect([...first.items, ...rest.items].map(({ caseId }) => caseId)).toEqual(wanted);
    expect(rest.cursor).toBeUndefined();
  });

  it('follows people through every event of a case, not through some', () => {
    const ofCase = Object.entries(EVENTS).filter(([, { category }]) =>
      ['claim', 'case', 'order', 'request', 'answerlink', 'referral', 'support'].includes(category),
    );
    expect([...trace.types].sort()).toEqual(ofCase.map(([type]) => type).sort());
  });

  it.each(['', '?target=abc.example&person=x', '?target=ab', '?nobody=1'])('refuses %s', async (query) => {
    expect((await under.call('auditor', `/audit/search${query}`)).status).toBe(400);
  });
});

describe('orders in force', () => {
  const at = async (inForceAt: string): Promise<string[]> => {
    const after = String(await last());
    const { items } = await under.read<AuditOrderList>(
      `/audit/orders?${new URLSearchParams({ inForceAt, limit: '200', after }).toString()}`,
    );
    return items.map(({ orderId }) => orderId);
  };
  const day = (date: string, time = '00:00:00.000Z'): string => `${date}T${time}`;
  const order = async (issuedAt: string, expiresAt: string): Promise<Story> => {
    const story = await (await (await new Story(under).opened()).proposed()).approved();
    return story.ordered({ issuedAt, expiresAt });
  };

  it('are those between issue and end: from the first instant, up to but without the last', async () => {
    const story = await order(day('2031-01-10'), day('2031-01-20'));
    const wanted = (moment: string) => at(moment).then((orders) => orders.includes(story.orderId));
    expect(await wanted(day('2031-01-09', '23:59:59.999Z'))).toBe(false);
    expect(await wanted(day('2031-01-10'))).toBe(true);
    expect(await wanted(day('2031-01-19', '23:59:59.999Z'))).toBe(true);
    expect(await wanted(day('2031-01-20'))).toBe(false);
    expect(await wanted(day('2031-01-20', '06:59:59.999+07:00'))).toBe(true);
  });

  it('count for a day of Việt Nam when they were in force at any time of it', async () => {
    const story = await order(day('2032-01-09', '18:00:00.000Z'), day('2032-01-10', '16:00:00.000Z'));
    expect(await at('2032-01-09')).not.toContain(story.orderId);
    expect(await at('2032-01-10')).toContain(story.orderId);
    expect(await at('2032-01-11')).not.toContain(story.orderId);
  });

  it('count for a month of Việt Nam, and can be asked of single cases, then also of all time', async () => {
    const march = await order(day('2036-02-28', '17:30:00.000Z'), day('2036-03-02'));
    const before = await order(day('2036-02-01'), day('2036-02-29', '16:59:59.999Z'));
    expect(await at('2036-03')).toContain(march.orderId);
    expect(await at('2036-03')).not.toContain(before.orderId);
    expect(await at('2036-02')).toEqual(expect.arrayContaining([march.orderId, before.orderId]));

    const of = async (query: string): Promise<string[]> =>
      (await under.read<AuditOrderList>(`/audit/orders?${query}`)).items.map(({ orderId }) => orderId);
    expect(await of(`case=${march.caseId}`)).toEqual([march.orderId]);
    expect(await of(`case=${march.caseId}&case=${before.caseId}`)).toHaveLength(2);
    expect(await of(`case=${before.caseId}&inForceAt=2036-03`)).toEqual([]);
    expect((await under.call('auditor', '/audit/orders')).status).toBe(400);
  });

  it('go on after a renewal, and end at a withdrawal, an expiry or a successor', async () => {
    const renewed = await order(day('2033-01-01'), day('2033-02-01'));
    const { caseId, orderId } = renewed;
    const until = { caseId, orderId, person: 'hoa', human: 'h-hoa', proposedBy: 'lan', expiresAt: day('2033-03-01') };
    await renewed.ofOrder(event('OrderRenewed', until, person('hoa')));
    expect(await at(day('2033-02-15'))).toContain(orderId);
    expect(await at(day('2033-03-01'))).not.toContain(orderId);

    const started = await under.between();
    const withdrawn = await order(started, '2099-01-01T00:00:00.000Z');
    const superseded = await order(started, '2099-01-01T00:00:00.000Z');
    const expired = await order(started, '2099-01-01T00:00:00.000Z');
    const all = [withdrawn.orderId, superseded.orderId, expired.orderId];
    const then = await under.between();
    await withdrawn.withdrawn();
    await superseded.ofOrder(
      event('OrderSuperseded', { caseId: superseded.caseId, orderId: superseded.orderId, by: ids.v7() }),
    );
    await expired.ofOrder(
      event('OrderExpired', {
        caseId: expired.caseId,
        orderId: expired.orderId,
        expiresAt: '2099-01-01T00:00:00.000Z',
      }),
    );
    const now = await under.between();
    expect(await at(then)).toEqual(expect.arrayContaining(all));
    const left = await at(now);
    expect(all.filter((id) => left.includes(id))).toEqual([]);
    const { items } = await under.read<AuditOrderList>(`/audit/orders?inForceAt=${then}&limit=200`);
    expect(all.map((id) => items.find((item) => item.orderId === id)?.ended)).toEqual([
      'withdrawn',
      'superseded',
      'expired',
    ]);
  });

  it('come in pages, oldest first', async () => {
    const stories: Story[] = [];
    for (const date of ['2034-01-01', '2034-01-02', '2034-01-03'])
      stories.push(await order(day(date), day('2034-02-01')));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const more = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: AuditOrderList = await under.read<AuditOrderList>(
        `/audit/orders?inForceAt=2034-01-15&limit=1&after=${String(await last())}${more}`,
      );
      seen.push(...page.items.map(({ orderId }) => orderId));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen.filter((id) => stories.some(({ orderId }) => orderId === id))).toEqual(
      stories.map(({ orderId }) => orderId),
    );
    expect(new Set(seen).size).toBe(seen.length);
  });

  it.each(['', '?inForceAt=2034', '?inForceAt=2034-02-30', '?inForceAt=2034-01-01T00:00:00'])(
    'refuses %s',
    async (query) => {
      expect((await under.call('auditor', `/audit/orders${query}`)).status).toBe(400);
    },
  );
});
