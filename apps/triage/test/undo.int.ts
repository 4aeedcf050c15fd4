import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BulkResult, CaseCommandResult } from '#libs/contracts';
import { BOOT, TriageUnderTest } from './triage-under-test.js';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

const claimed = async (options = {}): Promise<string> => {
  const caseId = await under.open(options);
  await under.ok('lan-analyst', caseId, 'claim');
  return caseId;
};

describe('dismissing with a preset reason', () => {
  it('needs nothing typed: the preset says outcome and words, and until when it may be taken back', async () => {
    const caseId = await claimed();
    const before = Date.now();

    const done: CaseCommandResult = await under.ok('lan-analyst', caseId, 'dismiss', { preset: 'gone' });

    expect(done.status).toBe('dismissed');
    expect(Date.parse(done.undoUntil ?? '') - before).toBeGreaterThanOrEqual(30_000);
    expect((await under.case('lan-analyst', caseId)).dismissal).toMatchObject({
      ...{ outcome: 'not-reachable', preset: 'gone', reason: 'Nội dung không còn.', by: 'lan-analyst' },
    });
  });

  it('is refused when preset and outcome say different things, or nothing is said', async () => {
    const caseId = await claimed();
    const wrong = { preset: 'gone', outcome: 'spam' };
    for (const body of [wrong, {}, { outcome: 'spam' }, { preset: 'khong-co' }]) {
      expect((await under.command('lan-analyst', caseId, 'dismiss', body)).status).toBe(400);
    }
  });
});

describe('taking a dismissal back', () => {
  it('is one call without a reason; both events stay, and the claim is there again', async () => {
    const url = 'https://rut-lai.example.test/a';
    const caseId = await claimed({ url });
    await under.ok('lan-analyst', caseId, 'dismiss', { preset: 'gone' });

    const done = await under.ok('lan-analyst', caseId, 'reopen', { undo: true });

    expect([done.status, done.claim?.by]).toEqual(['open', 'lan-analyst']);
    const history = (await under.store('ledger').readStream(`case-${caseId}`)).map(({ type }) => type);
    expect(history.slice(-2)).toEqual(['CaseDismissed', 'CaseReopened']);
    const [reopened] = (await under.events('CaseReopened')).filter(({ data }) => data.caseId === caseId);
    expect(reopened?.data).toMatchObject({ why: 'undo', reason: null, person: 'lan-analyst' });
    // The link is held again: a new report comes to this case.
    expect(await under.caseOf(await under.report({ url }))).toBe(caseId);
    expect((await under.ok('lan-analyst', caseId, 'dismiss', { preset: 'gone' })).status).toBe('dismissed');
  });

  it('takes back the proposal to dismiss a plea as well', async () => {
    const caseId = await claimed({ helpNeeded: true });
    expect((await under.ok('lan-analyst', caseId, 'dismiss', { preset: 'gone' })).status).toBe('awaiting-dismissal');
    expect((await under.ok('lan-analyst', caseId, 'reopen', { undo: true })).status).toBe('open');
  });

  it('is refused to a colleague, and once the dated window has passed', async () => {
    const caseId = await claimed();
    await under.ok('lan-analyst', caseId, 'dismiss', { preset: 'gone' });
    expect((await under.command('minh-analyst', caseId, 'reopen', { undo: true })).status).toBe(403);
    expect((await under.command('lan-analyst', caseId, 'reopen', { undo: true, reason: 'xxx' })).status).toBe(400);

    await under.enter('policy', 'rut-lai', {
      ...{ name: 'undo-dismissal-seconds', unit: null, value: 0, source: 'thử' },
    });
    const late = await under.command('lan-analyst', caseId, 'reopen', { undo: true });

    expect([late.status, late.body.code]).toEqual([409, 'undo-lapsed']);
    expect((await under.ok('minh-analyst', caseId, 'reopen', { reason: 'Xem lại.' })).status).toBe('open');
    await under.enter('policy', 'rut-lai', {
      ...{ name: 'undo-dismissal-seconds', unit: null, value: 30, source: 'thử' },
    });
  });

  it('goes for many at once', async () => {
    const ids = [await claimed(), await claimed()];
    const cases = await Promise.all(
      ids.map(async (id) => ({
        id,
        version: (await under.ok('lan-analyst', id, 'dismiss', { preset: 'gone' })).version,
      })),
    );
    const body = { command: 'undo-dismissal', cases };
    const { body: result } = await under.call<BulkResult>('lan-analyst', '/cases/bulk', { body });
    expect([result.done, result.refused]).toEqual([2, 0]);
  });
});

describe('correcting an unreadable link', () => {
  const broken = { state: 'unparseable', raw: 'sua example test/bai', reason: 'no-host' } as const;

  it('makes it a target like any other; how it was reported stays to be seen', async () => {
    const caseId = await claimed({ target: broken });
    await under.ok('lan-analyst', caseId, 'correct-target', { url: 'https://sua.example.test/bai' });

    expect((await under.case('lan-analyst', caseId)).targets).toMatchObject([
      { state: 'accepted', host: 'sua.example.test', correctedFrom: 'sua example test/bai' },
    ]);
    // It holds the key from now on.
    expect(await under.caseOf(await under.report({ url: 'https://sua.example.test/bai' }))).toBe(caseId);
  });

  it('names the open case that has this target already', async () => {
    const url = 'https://da-co.example.test/x';
    const first = await under.open({ url });
    const caseId = await claimed({ target: broken });
    const taken = await under.command('lan-analyst', caseId, 'correct-target', { url });
    expect([taken.status, taken.body.code, taken.body['case' as never]]).toEqual([
      409,
      'already-open-elsewhere',
      first,
    ]);
  });

  it('is refused for what is no link either, and for a link that was read', async () => {
    const caseId = await claimed({ target: broken });
    const still = await under.command('lan-analyst', caseId, 'correct-target', { url: 'http://' });
    expect([still.status, still.body.code]).toEqual([422, 'target-unreadable']);
    const read = await claimed();
    const other = await under.command('lan-analyst', read, 'correct-target', { url: 'https://khac.example.test/' });
    expect(other.body.code).toBe('target-readable');
  });
});
