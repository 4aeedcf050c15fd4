import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LiveChange, LivePresence } from '#libs/contracts';
import { HA_NOI } from './world.js';
import { BOOT, TriageUnderTest } from './triage-under-test.js';

let under: TriageUnderTest;
beforeAll(async () => {
  under = await TriageUnderTest.start();
}, BOOT);
afterAll(() => under.close(), BOOT);

/** A page that listens: changes as they come in. */
class Page {
  readonly changes: LiveChange[] = [];
  readonly presence: LivePresence[] = [];
  readonly #stop = new AbortController();

  static async open(who: string, lastEventId?: number): Promise<Page> {
    const page = new Page();
    const response = await under.stream(who, '/events/live', page.#stop.signal, lastEventId);
    void page.#read(response).catch(() => undefined);
    return page;
  }

  close(): void {
    this.#stop.abort();
  }

  /** Waits until a change of this case of this type was heard. */
  heard(caseId: string, type: string): Promise<LiveChange> {
    return under.until(() =>
      Promise.resolve(this.changes.find((change) => change.caseId === caseId && change.type === type)),
    );
  }

  /** Waits until exactly these people are said to look at the case. */
  sees(caseId: string, ...people: string[]): Promise<LivePresence> {
    return under.until(() => {
      const last = this.presence.findLast((one) => one.caseId === caseId);
      return Promise.resolve(last?.people.map(({ person }) => person).join() === people.join() ? last : undefined);
    });
  }

  async #read(response: Response): Promise<void> {
    let text = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString('utf8');
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.+)$/m.exec(block)?.[1];
        if (data === undefined) continue;
        if (block.startsWith('event: presence')) this.presence.push(JSON.parse(data) as LivePresence);
        else this.changes.push(JSON.parse(data) as LiveChange);
      }
    }
  }
}

describe('the live stream', () => {
  it('tells what changed on the cases one may read, and nothing of the others', async () => {
    const [mine, theirs] = [await Page.open('lan-analyst'), await Page.open('hn-analyst')];
    const caseId = await under.open();
    const foreign = await under.open({ unit: HA_NOI, province: 'ha-noi' });

    await mine.heard(caseId, 'CaseOpened');
    await theirs.heard(foreign, 'CaseOpened');
    await under.ok('lan-analyst', caseId, 'claim');
    const claimed = await mine.heard(caseId, 'CaseClaimed');

    expect(claimed).toMatchObject({ status: 'open', claim: { by: 'lan-analyst' } });
    expect(Object.keys(claimed).sort()).toEqual(['caseId', 'claim', 'position', 'status', 'type', 'unit']);
    expect(mine.changes.filter((change) => change.caseId === foreign)).toEqual([]);
    expect(theirs.changes.filter((change) => change.caseId === caseId)).toEqual([]);
    mine.close();
    theirs.close();
  });

  it('is told once the queue has it: asking again shows the change', async () => {
    const page = await Page.open('lan-analyst');
    const caseId = await under.open({ url: 'https://song.example.test/a' });
    await page.heard(caseId, 'CaseOpened');

    const { body } = await under.call<{ items: { id: string }[] }>('lan-analyst', '/cases?q=song.example.test');

    expect(body.items.map(({ id }) => id)).toEqual([caseId]);
    page.close();
  });

  it('goes on after the last event a page had', async () => {
    const caseId = await under.open();
    const claimed = await under.ok('lan-analyst', caseId, 'claim');
    const released = await under.ok('lan-analyst', caseId, 'release');
    await under.settled('triage.queue');

    const page = await Page.open('lan-analyst', claimed.position);

    const change = await page.heard(caseId, 'ClaimReleased');
    expect(change.position).toBe(released.position);
    expect(page.changes.map(({ position }) => position)).not.toContain(claimed.position);
    page.close();
  });

  it('is for staff only', async () => {
    expect((await under.call(null, '/events/live')).status).toBe(401);
    expect((await under.call('police-key', '/events/live')).status).toBe(403);
  });
});

describe('who looks at a case', () => {
  const looks = (who: string, caseId: string, body = {}, at?: string) =>
    under.call(who, `/cases/${caseId}/looking`, { body, ...(at === undefined ? {} : { at }) });

  it('is told to those who may read it, over several processes, and when they leave', async () => {
    const other = await under.second();
    const caseId = await under.open();
    await under.settled('triage.queue');
    const [mine, theirs] = [await Page.open('lan-analyst'), await Page.open('hn-analyst')];

    expect((await looks('lan-analyst', caseId)).status).toBe(204);
    expect((await looks('minh-analyst', caseId, {}, other.url)).status).toBe(204);
    await mine.sees(caseId, 'lan-analyst', 'minh-analyst');
    const late = await Page.open('hoa-approver');
    await late.sees(caseId, 'lan-analyst', 'minh-analyst');
    await looks('minh-analyst', caseId, { leaving: true }, other.url);
    await mine.sees(caseId, 'lan-analyst');

    expect(theirs.presence).toEqual([]);
    for (const page of [mine, theirs, late]) page.close();
    await other.close();
  });

  it('ends by itself when nobody says so again, and begins anew', async () => {
    const caseId = await under.open();
    await under.settled('triage.queue');
    const page = await Page.open('lan-analyst');
    await looks('minh-analyst', caseId);
    await page.sees(caseId, 'minh-analyst');

    await under.database.pool.query(
      `update triage.looking set until = now() - interval '1 second' where case_id = $1`,
      [caseId],
    );

    await page.sees(caseId);
    page.close();
  });

  it('is no event, and refused to other units', async () => {
    const caseId = await under.open();
    const head = await under.store('ledger').head();
    expect((await looks('lan-analyst', caseId)).status).toBe(204);
    expect(await under.store('ledger').head()).toBe(head);
    expect((await looks('hn-analyst', caseId)).status).toBe(403);
    expect((await looks('kien-auditor', caseId)).status).toBe(403);
  });
});
