import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ActionVerdictView, CaseNeighbours, CaseVerdicts } from '#libs/contracts';
import { BOOT, TriageUnderTest } from './triage-under-test.js';
import { BASIS, HA_NOI, MINISTRY } from './world.js';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

const verdicts = async (caseId: string, query: string, who = 'lan-analyst') =>
  under.call<CaseVerdicts>(who, `/cases/${caseId}/verdicts?${query}`);
const of = ({ actions }: CaseVerdicts, action: string): ActionVerdictView => {
  const found = actions.find((one) => one.action === action);
  if (found === undefined) throw new Error(action);
  return found;
};

describe('the verdicts before proposing', () => {
  it('say for all six actions what guard, mandate and competence answer, and which providers can', async () => {
    const caseId = await under.open();
    const { body } = await verdicts(caseId, 'category=social-vice');

    expect(body.actions.map(({ action }) => action)).toHaveLength(6);
    expect(of(body, 'block-host')).toMatchObject({
      proposable: true,
      walls: [],
      competence: { verdict: 'competent', legalBasis: BASIS },
      reach: { extent: 'host', otherCases: 0 },
      providers: { able: [{ id: 'nha-mang' }], unable: [] },
    });
    expect(of(body, 'block-url').providers.unable).toMatchObject([{ id: 'nha-mang', reason: 'names-only' }]);
    expect(of(body, 'restrict-age').walls).toMatchObject([{ code: 'out-of-mandate' }]);
    expect(of(body, 'block-domain').mandate).toMatchObject({ maxDays: 180, conditions: ['proportionality'] });
  });

  it('are what proposing then says: the guarded name, the letter to the authority', async () => {
    const guarded = await under.open({ url: 'https://www.thiet-yeu.example/trang' });
    const host = of((await verdicts(guarded, 'category=social-vice')).body, 'block-host');
    expect([host.proposable, host.guard?.name]).toEqual([false, 'thiet-yeu.example']);
    await under.ok('lan-analyst', guarded, 'claim');
    await under.ok('lan-analyst', guarded, 'classify', { category: 'social-vice' });
    const refused = await under.command('lan-analyst', guarded, 'propose', {
      ...{ action: 'block-host', category: 'social-vice', legalBasis: BASIS, reasons: 'lý do', expiresInDays: 30 },
    });
    expect(refused.body.code).toBe(host.walls[0]?.code);

    const grave = await under.open();
    const letter = of((await verdicts(grave, `category=csam&legalBasis=${BASIS}`)).body, 'block-host');
    expect(letter).toMatchObject({ proposable: true, competence: { verdict: 'authority', authority: MINISTRY } });
  });

  it('count what else would go dark, whichever unit knows it', async () => {
    const caseId = await under.open({ url: 'https://a.rong.example.com/1' });
    await under.open({ url: 'https://a.rong.example.com/2' });
    await under.open({ url: 'https://b.rong.example.com/3', unit: HA_NOI, province: 'ha-noi' });
    await under.settled('triage.queue');

    const { body } = await verdicts(caseId, 'category=social-vice');

    expect(of(body, 'block-url').reach).toMatchObject({ extent: 'item', otherCases: 0 });
    expect(of(body, 'block-host').reach).toMatchObject({ otherCases: 1, otherTargets: 1, name: 'a.rong.example.com' });
    expect(of(body, 'block-domain').reach).toMatchObject({ extent: 'domain', otherCases: 2, otherTargets: 2 });
  });

  it('need a category and a link, and are for whoever may read the case', async () => {
    const caseId = await under.open();
    const broken = await under.open({ target: { state: 'unparseable', raw: 'http://', reason: 'no-host' } });
    expect((await verdicts(caseId, '')).body.code).toBe('not-classified');
    expect((await verdicts(broken, 'category=social-vice')).body.code).toBe('no-target');
    expect((await verdicts(caseId, 'category=social-vice', 'hn-analyst')).status).toBe(403);
    expect((await verdicts(caseId, 'category=social-vice', 'kien-auditor')).status).toBe(200);
  });
});

describe('the neighbours of a case', () => {
  it('are those on its host and domain that the reader may read, and how many there are at all', async () => {
    const caseId = await under.open({ url: 'https://x.lang.example.org/dien-dan/chu-de-1?p=1' });
    const same = await under.open({ url: 'https://x.lang.example.org/dien-dan/chu-de-1?p=2' });
    const sister = await under.open({ url: 'https://y.lang.example.org/khac' });
    await under.open({ url: 'https://x.lang.example.org/nua', unit: HA_NOI, province: 'ha-noi' });
    const mirror = await under.open({ url: 'https://guong.example.net/dien-dan/chu-de-1' });
    await under.settled('triage.queue');

    const { body } = await under.call<CaseNeighbours>('lan-analyst', `/cases/${caseId}/neighbours`);

    expect(body.host).toMatchObject({ name: 'x.lang.example.org', total: 2, items: [{ id: same, status: 'open' }] });
    expect(body.domain).toMatchObject({ items: [{ id: sister }], total: 1 });
    expect(body.nearDuplicates.map(({ case: { id }, why }) => [id, why]).sort()).toEqual(
      [
        [same, 'same-page-other-query'],
        [mirror, 'same-path-other-host'],
      ].sort(),
    );
    expect((await under.call('hn-analyst', `/cases/${caseId}/neighbours`)).status).toBe(403);
  });

  it('of a plea without a link are none', async () => {
    const caseId = await under.open({ target: { state: 'none' }, helpNeeded: true });
    const { body } = await under.call<CaseNeighbours>('lan-analyst', `/cases/${caseId}/neighbours`);
    expect([body.host, body.domain, body.nearDuplicates]).toEqual([null, null, []]);
  });
});
