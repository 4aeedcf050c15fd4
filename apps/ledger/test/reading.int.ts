import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AttemptList, AuditLog, CaseReplay } from '#libs/contracts';
import { LAM_DONG, LedgerUnderTest, event, ids, person } from './ledger-under-test.js';
import { Story, attached } from './story.js';

let under: LedgerUnderTest;
beforeAll(async () => {
  under = await LedgerUnderTest.start();
});
afterAll(() => under.close());

const last = async (): Promise<number> => under.store('ledger').head();

describe('the log as a stream', () => {
  it('comes a line an event, in position order, without a gap, up to the head as it was', async () => {
    await new Story(under).whole();
    const head = await last();
    const events = await under.log();
    expect(events.map(({ position }) => position)).toEqual(Array.from({ length: head }, (_, index) => index + 1));
    expect(Object.keys(events[0] ?? {}).sort()).toEqual(
      [
        ...['id', 'position', 'stream', 'version', 'type', 'schemaVersion', 'occurredAt', 'recordedAt', 'actor'],
        ...['correlationId', 'causationId', 'data'],
      ].sort(),
    );
  });

  it('pages through more events than it holds at once', async () => {
    const caseId = ids.v7();
    const notes = Array.from({ length: 2_100 }, () =>
      event('NoteAdded', { caseId, noteId: ids.v7(), visibility: 'internal', text: 'ghi chú' }),
    );
    for (let from = 0; from < notes.length; from += 300)
      await under.append('triage', `case-${caseId}`, notes.slice(from, from + 300), caseId);
    const events = await under.log('?types=NoteAdded');
    expect(events).toHaveLength(2_100);
    expect(events.map(({ id }) => id)).toEqual(notes.map(({ id }) => id));
  });

  it('keeps to from, to and types', async () => {
    const story = await new Story(under).opened();
    await story.claimed();
    const from = (await last()) + 1;
    await story.proposed();
    await story.approved();
    const to = await last();
    await story.ordered();
    const types = (await under.log(`?from=${String(from)}&to=${String(to)}`)).map(({ type }) => type);
    expect(types).toEqual(['CaseClassified', 'TakedownProposed', 'ProposalApproved']);
    const two = await under.log(`?from=${String(from)}&types=ProposalApproved,%20OrderIssued`);
    expect(two.map(({ type }) => type)).toEqual(['ProposalApproved', 'OrderIssued']);
    expect(await under.log(`?from=${String((await last()) + 1_000)}`)).toEqual([]);
  });

  it('can be looked through from its end, masked, by type and in pages', async () => {
    const caseId = ids.v7();
    const note = (text: string) => event('NoteAdded', { caseId, noteId: ids.v7(), visibility: 'internal', text });
    const notes = [note('điều riêng tư'), note('điều riêng tư'), note('điều riêng tư')];
    await under.append('triage', `case-${caseId}`, notes, caseId);

    const first = await under.read<AuditLog>('/audit/log?types=NoteAdded&limit=2');
    expect(first.items.map(({ id }) => id)).toEqual([notes[2]?.id, notes[1]?.id]);
    expect(first.items[0]?.redacted).toEqual(['text']);
    expect(JSON.stringify(first)).not.toContain('riêng tư');
    const second = await under.read<AuditLog>(
      `/audit/log?types=NoteAdded&limit=2&cursor=${encodeURIComponent(first.cursor ?? '')}`,
    );
    expect(second.items[0]?.id).toBe(notes[0]?.id);
    expect((await under.call('hoa', '/audit/log')).status).toBe(403);
  });

  it('gives one case with everything that belongs to it, whichever service wrote it', async () => {
    const story = await new Story(under).whole();
    await new Story(under).opened();
    const events = await under.log(`?case=${story.caseId}`);
    expect(new Set(events.map(({ stream }) => stream))).toEqual(
      new Set([
        ...[`case-${story.caseId}`, `claim-${story.caseId}`],
        ...[`order-${story.orderId}`, `request-${story.requestId}`],
      ]),
    );
    const positions = events.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect((await under.log(`?case=${story.caseId}&types=RequestLifted`)).map(({ type }) => type)).toEqual([
      'RequestLifted',
    ]);
  });

  it.each(['NoSuchEvent', 'toString', 'CaseOpened,', '__proto__'])(
    'refuses the type %s, which is none',
    async (type) => {
      const answer = await under.call('auditor', `/audit/events?types=${type}`);
      expect([answer.status, answer.body.errors?.[0]]).toMatchObject([
        400,
        { pointer: '/types', code: 'unknown-type' },
      ]);
    },
  );

  it.each(['from=0', 'from=x', 'to=-1', 'case=1', 'unknown=1', 'from=99999999999999999999'])(
    'refuses ?%s',
    async (query) => {
      expect((await under.call('auditor', `/audit/events?${query}`)).status).toBe(400);
    },
  );

  it('writes down who read it: clear text left the house', async () => {
    const before = await last();
    await under.log('?types=CaseOpened');
    const [read] = await under.log(`?from=${String(before + 1)}&types=TextRevealed`);
    expect(read).toMatchObject({ actor: { id: 'auditor' }, data: { what: 'audit-events', caseId: null } });
  });

  it.each(['lan', 'hoa'])('is not for %s, who decides', async (login) => {
    expect((await under.call(login, '/audit/events')).status).toBe(403);
  });
});

describe('a case at a moment', () => {
  it('is as it was then, not as it is now; nothing that came later shows', async () => {
    const story = await new Story(under).opened();
    await story.claimed();
    await story.proposed();
    const then = await under.between();
    await story.approved();
    await story.ordered();
    await story.queued();
    await story.enforced();

    const before = await under.read<CaseReplay>(`/audit/cases/${story.caseId}/replay?at=${then}`);
    expect(before.state.status).toBe('awaiting-approval');
    expect(before.orders).toEqual([]);
    expect(before.requests).toEqual([]);
    expect(before.claim).toMatchObject({ status: 'held' });
    expect(before.events.map(({ type }) => type)).toEqual([
      ...['CaseOpened', 'CaseClaimed', 'CaseClassified', 'TakedownProposed'],
    ]);
    expect(before.events.every(({ recordedAt }) => recordedAt <= then)).toBe(true);

    const now = await under.read<CaseReplay>(`/audit/cases/${story.caseId}/replay`);
    expect(now.state.status).toBe('approved');
    expect(now.requests).toEqual([
      { requestId: story.requestId, orderId: story.orderId, provider: 'nha-mang', status: 'enforced' },
    ]);
    expect(now.orders).toMatchObject([{ orderId: story.orderId }]);
  });

  it('is seen at once after its events, and takes times with an offset', async () => {
    const story = await new Story(under).whole();
    const { recordedAt } = (await under.log(`?case=${story.caseId}`)).at(-1) ?? { recordedAt: '' };
    const inHanoi = new Date(new Date(recordedAt).getTime() + 7 * 3_600_000).toISOString().replace('Z', '+07:00');
    const replay = await under.read<CaseReplay>(
      `/audit/cases/${story.caseId}/replay?at=${encodeURIComponent(inHanoi)}`,
    );
    expect([replay.at, replay.requests[0]?.status]).toEqual([recordedAt, 'lifted']);
  });

  it('is not there before it was opened, nor ever when there was none', async () => {
    const before = await under.between();
    const story = await new Story(under).opened();
    for (const path of [`${story.caseId}/replay?at=${before}`, `${ids.v7()}/replay`]) {
      expect((await under.call('auditor', `/audit/cases/${path}`)).status).toBe(404);
    }
    expect((await under.call('auditor', '/audit/cases/x/replay')).status).toBe(400);
    expect((await under.call('auditor', `/audit/cases/${story.caseId}/replay?at=yesterday`)).status).toBe(400);
  });

  it('shows providers that cannot express the order too: nobody is left out', async () => {
    const story = await (await (await (await new Story(under).opened()).proposed()).approved()).ordered();
    const other = ids.v7();
    const { caseId, orderId } = story;
    await under.append(
      'dispatch',
      `request-${other}`,
      [
        event('RequestNotExpressible', {
          ...{ caseId, orderId, requestId: other, provider: 'truong-hoc' },
          ...{ action: 'remove-content', reason: 'not-supported' },
        }),
      ],
      caseId,
    );
    const replay = await under.read<CaseReplay>(`/audit/cases/${caseId}/replay`);
    expect(replay.requests).toEqual([{ requestId: other, orderId, provider: 'truong-hoc', status: 'not-expressible' }]);
  });

  it('has null where a key was destroyed, and everything else as it was', async () => {
    const story = await new Story(under).opened();
    const { caseId } = story;
    await story.ofCase(event('NoteAdded', { caseId, noteId: ids.v7(), visibility: 'internal', text: 'lời kể' }));
    const before = await under.read<CaseReplay>(`/audit/cases/${caseId}/replay?purpose=phép%20thử`);
    expect(before.events[1]?.data).toMatchObject({ text: 'lời kể' });
    await under.database.poolFor('triage').query('select keys.destroy($1)', [`case/case-${caseId}`]);
    const after = await under.until(async () => {
      const replay = await under.read<CaseReplay>(`/audit/cases/${caseId}/replay?purpose=phép%20thử`);
      return replay.events[1]?.data['text'] === null ? replay : undefined;
    });
    expect(after.events[0]?.data).toMatchObject({ caseId, unit: LAM_DONG, target: null });
    expect(after.events[1]?.data).toMatchObject({ visibility: 'internal', text: null });
  });

  it('counts as viewed by the auditor, once a day', async () => {
    const story = await new Story(under).opened();
    for (let turn = 0; turn < 2; turn += 1) await under.read(`/audit/cases/${story.caseId}/replay`);
    const viewed = (await under.log('?types=CaseViewed')).filter(({ data }) => data['caseId'] === story.caseId);
    expect(viewed.map(({ actor }) => actor.id)).toEqual(['auditor']);
  });
});

describe('refused attempts', () => {
  const refused = (login: string, attempt: string, caseId: string | null) =>
    under.append('triage', `access-triage-${login}-20260301`, [
      event('AttemptRefused', { attempt, refusal: 'self-approval', caseId, subject: null }, person(login)),
    ]);

  it('are listed newest first, by case and by person, in pages', async () => {
    const [caseId, other] = [ids.v7(), ids.v7()];
    for (const attempt of ['approve', 'approve-again', 'approve-a-third-time']) await refused('minh', attempt, caseId);
    await refused('minh', 'elsewhere', other);
    const [{ position } = { position: 0 }] = await refused('binh', 'approve', caseId);
    const ofCase = await under.read<AttemptList>(`/audit/attempts?case=${caseId}&after=${String(position)}`);
    expect(ofCase.items.map(({ actor, attempt }) => `${actor.id} ${attempt}`)).toEqual([
      ...['binh approve', 'minh approve-a-third-time', 'minh approve-again', 'minh approve'],
    ]);
    expect(ofCase.items[0]).toMatchObject({ app: 'triage', refusal: 'self-approval', case: caseId });
    const ofPerson = await under.read<AttemptList>('/audit/attempts?person=minh');
    expect(ofPerson.items.map(({ attempt }) => attempt)[0]).toBe('elsewhere');

    const pages: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: AttemptList = await under.read<AttemptList>(`/audit/attempts?case=${caseId}&limit=1${query}`);
      pages.push(...page.items.map(({ attempt }) => attempt));
      cursor = page.cursor;
    }
    expect(pages).toEqual(ofCase.items.map(({ attempt }) => attempt));
  });

  it('take no cursor of another list', async () => {
    const { cursor = '' } = await under.read<AttemptList>('/audit/attempts?limit=1');
    expect(cursor).not.toBe('');
    const answer = await under.call('auditor', `/findings?cursor=${encodeURIComponent(cursor)}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-cursor']);
  });
});

describe('what was recorded of a report', () => {
  it('is on the case by its id only; who reported stays on the report', async () => {
    const story = await new Story(under).opened();
    await story.ofCase(event('ReportAttached', attached(story.caseId)));
    const { text } = await under.call('auditor', `/audit/cases/${story.caseId}/replay`);
    expect(text).toContain('"reportId"');
    expect(text).not.toContain('contact');
  });
});
