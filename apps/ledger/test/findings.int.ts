import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AttemptList, FindingList } from '#libs/contracts';
import { DAK_NONG, HA_NOI, LAM_DONG, LedgerUnderTest, event, ids, person } from './ledger-under-test.js';
import { Story } from './story.js';

const LATER = '2099-01-01T00:00:00.000Z';
const raise = (more: Record<string, unknown> = {}) => ({
  unit: LAM_DONG,
  text: 'Vì sao vụ việc này quá hạn hai lần?',
  answerBy: LATER,
  ...more,
});

let under: LedgerUnderTest;
beforeAll(async () => {
  under = await LedgerUnderTest.start();
});
afterAll(() => under.close());

const raised = async (more: Record<string, unknown> = {}): Promise<{ findingId: string; position: number }> => {
  const answer = await under.call<{ findingId: string; position: number }>('auditor', '/findings', raise(more));
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
};

/** The list as somebody sees it, once it has seen everything. */
const list = async (who: string, query = ''): Promise<FindingList> => {
  const after = await under.store('ledger').head();
  return (await under.call<FindingList>(who, `/findings?after=${String(after)}${query}`)).body;
};

describe('a finding', () => {
  it('is raised by the auditor, answered by the unit it concerns, and closed by the auditor', async () => {
    const story = await new Story(under).opened();
    const { findingId } = await raised({ case: story.caseId });
    const see = async (who: string) => (await list(who)).items.find((item) => item.findingId === findingId);
    expect(await see('lan')).toMatchObject({ status: 'raised', caseId: story.caseId, answer: null, overdue: false });

    const answer = { text: 'Nhà trường chưa gửi đủ đường dẫn.' };
    expect((await under.call('lan', `/findings/${findingId}/answer`, answer)).status).toBe(200);
    expect(await see('auditor')).toMatchObject({ status: 'answered', answer: answer.text });
    expect((await under.call('auditor', `/findings/${findingId}/close`, {})).status).toBe(200);
    expect(await see('lan')).toMatchObject({ status: 'closed', answer: answer.text });
    const events = await under.log('?types=FindingRaised,FindingAnswered,FindingClosed');
    expect(events.filter(({ stream }) => stream === `finding-${findingId}`).map(({ actor }) => actor.id)).toEqual([
      ...['auditor', 'lan', 'auditor'],
    ]);
  });

  it('stays quiet when the same is said twice', async () => {
    const { findingId } = await raised();
    const path = `/findings/${findingId}`;
    const first = await under.call('lan', `${path}/answer`, { text: 'Đã sửa.' });
    const again = await under.call('lan', `${path}/answer`, { text: 'Đã sửa.' });
    expect([again.status, again.body['position']]).toEqual([200, first.body['position']]);
    const closed = await under.call('auditor', `${path}/close`, {});
    expect((await under.call('auditor', `${path}/close`, {})).body['position']).toBe(closed.body['position']);
  });

  it('is not answered by another unit; the attempt is on record', async () => {
    const { findingId } = await raised();
    const answer = await under.call('trang', `/findings/${findingId}/answer`, { text: 'Thay đơn vị bạn.' });
    expect([answer.status, answer.body.code]).toEqual([403, 'foreign-unit']);
    const after = await under.store('ledger').head();
    const { items } = await under.read<AttemptList>(`/audit/attempts?person=trang&after=${String(after)}`);
    expect(items[0]).toMatchObject({ attempt: 'finding.answer', refusal: 'foreign-unit', subject: findingId });
  });

  it('is answered by the unit that took over the one it was raised against', async () => {
    const findingId = ids.v7();
    const data = { findingId, caseId: null, unit: DAK_NONG, answerBy: LATER, text: 'Trước khi sáp nhập.' };
    await under.append('ledger', `finding-${findingId}`, [event('FindingRaised', data, person('auditor'))]);
    expect((await list('lan')).items.map((item) => item.findingId)).toContain(findingId);
    expect((await list('trang')).items.map((item) => item.findingId)).not.toContain(findingId);
    expect((await under.call('trang', `/findings/${findingId}/answer`, { text: 'Không phải.' })).status).toBe(403);
    expect((await under.call('lan', `/findings/${findingId}/answer`, { text: 'Đã nhận bàn giao.' })).status).toBe(200);
  });

  it('is not closed before it was answered, nor answered once it was closed', async () => {
    const { findingId } = await raised();
    const early = await under.call('auditor', `/findings/${findingId}/close`, {});
    expect([early.status, early.body.code]).toEqual([409, 'not-answered']);
    await under.call('lan', `/findings/${findingId}/answer`, { text: 'Đã rõ.' });
    await under.call('auditor', `/findings/${findingId}/close`, {});
    const late = await under.call('hoa', `/findings/${findingId}/answer`, { text: 'Còn một điều.' });
    expect([late.status, late.body.code]).toEqual([409, 'already-recorded']);
  });

  it.each([
    ['a unit that is in no register', { unit: 'khong-co' }, 422, '/unit'],
    ['a unit that is no more', { unit: DAK_NONG }, 422, '/unit'],
    ['a case that is not there', { case: '018e0000-0000-7000-8000-0000000000ff' }, 400, '/case'],
    ['a time to answer that has passed', { answerBy: '2020-01-01T00:00:00Z' }, 400, '/answerBy'],
    ['no words', { text: '' }, 400, '/text'],
    ['fields nobody knows', { severity: 'high' }, 400, '/severity'],
  ])('is refused with %s', async (_, more, status, pointer) => {
    const head = await under.store('ledger').head();
    const answer = await under.call('auditor', '/findings', raise(more));
    expect([answer.status, answer.body.errors?.map((error) => error.pointer)]).toEqual([status, [pointer]]);
    expect(await under.store('ledger').head()).toBe(head);
  });

  it('is refused with blanks for words, by the rules', async () => {
    const answer = await under.call('auditor', '/findings', raise({ text: '   ' }));
    expect([answer.status, answer.body.code]).toEqual([422, 'reasons-required']);
  });

  it('is raised and closed by nobody else, and not answered by the auditor', async () => {
    const { findingId } = await raised();
    expect((await under.call('hoa', '/findings', raise())).status).toBe(403);
    expect((await under.call('hoa', `/findings/${findingId}/close`, {})).status).toBe(403);
    expect((await under.call('auditor', `/findings/${findingId}/answer`, { text: 'Tự trả lời.' })).status).toBe(403);
    expect((await under.call('lan', `/findings/${ids.v7()}/answer`, { text: 'Không có.' })).status).toBe(404);
  });

  it('is seen by its unit and by the auditor, newest first, page by page', async () => {
    const mine: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) mine.unshift((await raised({ unit: HA_NOI })).findingId);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(
        'trang',
        `&limit=2${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...page.items.map((item) => item.findingId));
      expect(page.items.every(({ unit }) => unit === HA_NOI)).toBe(true);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(mine);
    const { cursor: foreign = '' } = await list('auditor', '&limit=1');
    expect((await under.call('trang', `/findings?cursor=${encodeURIComponent(foreign)}`)).status).toBe(400);
  });

  it('is overdue when its time has passed without an answer', async () => {
    const findingId = ids.v7();
    const data = { findingId, caseId: null, unit: HA_NOI, answerBy: '2026-01-01T00:00:00.000Z', text: 'Đã lâu.' };
    await under.append('ledger', `finding-${findingId}`, [event('FindingRaised', data, person('auditor'))]);
    const overdue = async () => (await list('trang')).items.find((item) => item.findingId === findingId)?.overdue;
    expect(await overdue()).toBe(true);
    await under.call('trang', `/findings/${findingId}/answer`, { text: 'Xin lỗi vì chậm.' });
    expect(await overdue()).toBe(false);
  });
});
