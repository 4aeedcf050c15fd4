import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  AuditRegisterChangeList,
  CaseReadList,
  CaseReplay,
  DismissalList,
  Sample,
  SampleList,
} from '#libs/contracts';
import { LAM_DONG, LedgerUnderTest, event, ids, person } from './ledger-under-test.js';
import { Story } from './story.js';

let under: LedgerUnderTest;
beforeAll(async () => {
  under = await LedgerUnderTest.start();
});
afterAll(() => under.close());

const head = (): Promise<number> => under.store('ledger').head();
const FROM = '2020-01-01T00:00:00.000Z';
const TO = '2099-01-01T00:00:00.000Z';

const dismissed = async (story: Story, outcome: 'spam' | 'not-harmful' = 'not-harmful'): Promise<void> => {
  const data = { caseId: story.caseId, outcome, person: 'lan', human: 'h-lan', proposedBy: null, proposerHuman: null };
  await under.append(
    'triage',
    `case-${story.caseId}`,
    [event('CaseDismissed', { ...data, reason: 'không có căn cứ' }, person('lan'))],
    story.caseId,
  );
};
const draw = async (body: object): Promise<Sample> => {
  const { status, body: sample, text } = await under.call<Sample>('auditor', '/audit/samples', body);
  if (status !== 200) throw new Error(text);
  return sample;
};

describe('a random sample', () => {
  it('is drawn by a seed that nobody chose, and anybody with the log draws the same', async () => {
    const stories: Story[] = [];
    for (let n = 0; n < 12; n += 1) stories.push(await new Story(under).opened());

    const sample = await draw({ from: FROM, to: TO, size: 4 });

    expect(sample.items).toHaveLength(4);
    const { rows } = await under.database.pool.query<{ leaf: Buffer; type: string }>(
      'select leaf, type from es.log where position = $1',
      [sample.position],
    );
    expect(rows[0]?.type).toBe('SampleDrawn');
    expect(sample.seed).toBe(rows[0]?.leaf.toString('hex'));
    const rank = (id: string): string =>
      createHash('sha256').update(Buffer.from(sample.seed, 'hex')).update(id).digest('hex');
    const opened = (await under.log('?types=CaseOpened'))
      .filter(({ position }) => position < sample.position)
      .map(({ data }) => data['caseId'] as string);
    const wanted = opened.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, 4);
    expect(sample.items.map(({ caseId }) => caseId)).toEqual(wanted);
    expect(sample.population).toBe(opened.length);
  });

  it('stays the same when it is asked for again, whatever was opened or done since', async () => {
    const sample = await draw({ from: FROM, to: TO, size: 5 });
    for (let n = 0; n < 6; n += 1) await dismissed(await new Story(under).opened());

    const again = await under.read<Sample>(`/audit/samples/${sample.sampleId}`);

    expect({ ...again, items: again.items.map(({ caseId }) => caseId) }).toEqual({
      ...sample,
      items: sample.items.map(({ caseId }) => caseId),
    });
  });

  it('is another one each time, and every one that was ordered stays to be seen', async () => {
    const first = await draw({ from: FROM, to: TO, size: 3 });
    const second = await draw({ from: FROM, to: TO, size: 3 });

    expect(second.seed).not.toBe(first.seed);
    const { items } = await under.read<SampleList>('/audit/samples?limit=2');
    expect(items.map(({ sampleId }) => sampleId)).toEqual([second.sampleId, first.sampleId]);
    const { items: former, cursor } = await under.read<SampleList>('/audit/samples?limit=1');
    expect(former).toHaveLength(1);
    const next = await under.read<SampleList>(`/audit/samples?limit=1&cursor=${cursor ?? ''}`);
    expect(next.items[0]?.sampleId).toBe(first.sampleId);
  });

  it('can be narrowed to dismissed cases, and to a period', async () => {
    const one = await new Story(under).opened();
    await dismissed(one);
    const other = await new Story(under).opened();

    const sample = await draw({ from: FROM, to: TO, size: 500, kinds: ['dismissed'] });
    const cases = sample.items.map(({ caseId }) => caseId);

    expect(cases).toContain(one.caseId);
    expect(cases).not.toContain(other.caseId);
    expect(await draw({ from: FROM, to: '2020-02-01T00:00:00.000Z', size: 5 })).toMatchObject({
      population: 0,
      items: [],
    });
  });

  it.each([
    { from: TO, to: FROM, size: 3 },
    { from: FROM, to: TO, size: 0 },
    { from: FROM, to: TO, size: 3, kinds: ['opinion'] },
  ])('is refused for %j', async (body) => {
    expect((await under.call('auditor', '/audit/samples', body)).status).toBe(400);
  });

  it.each(['lan', 'hoa'])('is not ordered by %s, who decides', async (login) => {
    expect((await under.call(login, '/audit/samples', { from: FROM, to: TO, size: 1 })).status).toBe(403);
  });
});

describe('a replayed case', () => {
  it('is masked, and says what is; with a purpose it is clear and the purpose is written down', async () => {
    const story = await new Story(under).whole();

    const masked = await under.read<CaseReplay>(`/audit/cases/${story.caseId}/replay`);
    const before = await head();
    const purpose = 'Kiểm tra theo kế hoạch quý I';
    const clear = await under.read<CaseReplay>(
      `/audit/cases/${story.caseId}/replay?purpose=${encodeURIComponent(purpose)}`,
    );

    expect(masked.redacted).toBe(true);
    expect(JSON.stringify(masked)).not.toContain(`${story.caseId}.example.net`);
    expect(masked.state.status).toBe(clear.state.status);
    expect(masked.events.find(({ type }) => type === 'CaseOpened')?.redacted).toEqual(['target']);
    expect(clear.redacted).toBe(false);
    expect(JSON.stringify(clear)).toContain(`${story.caseId}.example.net`);
    const [exported] = await under.log(`?from=${String(before + 1)}&types=EvidenceExported`);
    expect(exported).toMatchObject({ actor: { id: 'auditor' }, data: { caseId: story.caseId, purpose } });
  });

  it('tells the deadlines that counted then, not those of today', async () => {
    const deadline = async (minutes: number): Promise<number> => {
      const value = { validFrom: FROM, validTo: null, step: 'claim', priority: null, minutes, source: 'x' };
      const change = { kind: 'deadline' as const, entry: 'claim', changeId: ids.v7(), unit: 'van-hanh', value };
      const [done] = await under.append('directory', 'register-deadline.claim', [
        event('EntryApproved', { ...change, personal: null, proposedBy: 'qt-1', approvedBy: 'qt-2', human: 'h' }),
      ]);
      return done?.position ?? 0;
    };
    await deadline(60);
    const story = await new Story(under).opened();
    const changed = await deadline(30);
    await story.claimed();

    const { policies, events } = await under.read<CaseReplay>(
      `/audit/cases/${story.caseId}/replay?after=${String(await head())}`,
    );

    expect(policies.map(({ fromPosition }) => fromPosition)).toEqual(events.map(({ position }) => position));
    expect(policies.map(({ entries }) => entries[0]?.value['minutes'])).toEqual([60, 30]);
    expect(policies[1]?.entries[0]?.version).toBe(changed);
  });
});

describe('who read what', () => {
  it('is listed by case and by person, newest first', async () => {
    const story = await new Story(under).opened();
    await under.read(`/audit/cases/${story.caseId}/replay`);
    await under.read(`/audit/cases/${story.caseId}/replay?purpose=${encodeURIComponent('Kiểm tra')}`);
    await under.append('triage', 'access-triage-lan-20260301', [
      event('CaseViewed', { caseId: story.caseId }, person('lan')),
    ]);
    const after = String(await head());

    const { items } = await under.read<CaseReadList>(`/audit/reads?case=${story.caseId}&after=${after}`);

    expect(items.map(({ app, actor, what, detail }) => [app, actor.id, what, detail])).toEqual([
      ['triage', 'lan', 'viewed', null],
      ['ledger', 'auditor', 'exported', 'Kiểm tra'],
      ['ledger', 'auditor', 'viewed', null],
    ]);
    const byLan = await under.read<CaseReadList>('/audit/reads?person=lan');
    expect(byLan.items.map(({ case: caseId }) => caseId)).toEqual([story.caseId]);
    const page = await under.read<CaseReadList>(`/audit/reads?case=${story.caseId}&limit=2`);
    const rest = await under.read<CaseReadList>(
      `/audit/reads?case=${story.caseId}&limit=2&cursor=${page.cursor ?? ''}`,
    );
    expect([...page.items, ...rest.items]).toEqual(items);
  });
});

describe('changed registers', () => {
  it('are listed with what counted before, by kind and period', async () => {
    const value = { validFrom: FROM, validTo: null, name: 'thiet-yeu.example', source: 'x', why: 'một' };
    const change = { kind: 'guard' as const, entry: 'thiet-yeu', unit: 'van-hanh', personal: null };
    const approve = (why: string) =>
      event('EntryApproved', {
        ...change,
        changeId: ids.v7(),
        value: { ...value, why },
        proposedBy: 'qt-1',
        approvedBy: 'qt-2',
        human: 'h',
      });
    await under.append('directory', 'register-guard.thiet-yeu', [approve('một'), approve('hai')]);
    const rejected = event('EntryRejected', {
      kind: 'guard',
      entry: 'thiet-yeu',
      changeId: ids.v7(),
      rejectedBy: 'qt-2',
      reason: 'chưa đủ căn cứ',
    });
    await under.append('directory', 'register-guard.thiet-yeu', [rejected]);

    const { items } = await under.read<AuditRegisterChangeList>(
      `/audit/registers?kind=guard&after=${String(await head())}`,
    );

    expect(
      items.map(({ step, by, before, after, reason }) => [step, by, before?.['why'], after?.['why'], reason]),
    ).toEqual([
      ['rejected', 'qt-2', 'hai', undefined, 'chưa đủ căn cứ'],
      ['approved', 'qt-2', 'một', 'hai', null],
      ['approved', 'qt-2', undefined, 'một', null],
    ]);
    const early = await under.read<AuditRegisterChangeList>('/audit/registers?to=2020-01-01T00:00:00Z');
    expect(early.items).toEqual([]);
  });
});

describe('dismissed cases', () => {
  it('are all listed, reopened ones too, by outcome, unit and person', async () => {
    const story = await new Story(under).opened();
    await dismissed(story, 'spam');
    const reopened = event('CaseReopened', { caseId: story.caseId, person: 'hoa', reason: 'xem lại' }, person('hoa'));
    await under.append('triage', `case-${story.caseId}`, [reopened], story.caseId);

    const { items } = await under.read<DismissalList>(
      `/audit/dismissals?outcome=spam&unit=${LAM_DONG}&person=lan&after=${String(await head())}`,
    );

    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ caseId: story.caseId, outcome: 'spam', person: 'lan', proposedBy: null });
    expect(items[0]?.reopenedAt).not.toBeNull();
    expect((await under.call('lan', '/audit/dismissals')).status).toBe(403);
  });
});
