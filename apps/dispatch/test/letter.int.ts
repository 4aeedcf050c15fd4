import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { EventData, LetterDetail, LetterFormat, LetterList, RequestTarget } from '#libs/contracts';
import { EventStore } from '#libs/event-store';
import { RegistersReader } from '#libs/identity';
import { SystemClock, SystemIds } from '#libs/service-kit';
import { LetterAdapter } from '../src/adapters/letter/letter-adapter.js';
import { LetterBook } from '../src/adapters/letter/letter-book.js';
import { letterDocx } from '../src/adapters/letter/letter-docx.js';
import { LetterFiles } from '../src/adapters/letter/letter-files.js';
import type { LetterPapers } from '../src/adapters/letter/letter-files.js';
import { letterPdf } from '../src/adapters/letter/letter-pdf.js';
import { Breaker } from '../src/couriers/breaker.js';
import { Courier } from '../src/couriers/courier.js';
import { FeedSides } from '../src/feed/feed-side.js';
import { OrderFiles } from '../src/orders/order-file.js';
import { Envelopes } from '../src/streams/envelopes.js';
import { DispatchUnderTest } from './dispatch-under-test.js';
import { deliveryContract } from './push-contract.js';
import { OTHER_UNIT, UNIT, type ProviderName } from './world.js';

const PROVIDER: ProviderName = 'isp-url';
const HEAD = {
  superior: null,
  name: 'Trung tâm xử lý',
  symbol: 'TTXL-BVTE',
  place: 'Hà Nội',
  signer: { authority: null, title: 'Giám đốc' },
  copies: [],
};

let under: DispatchUnderTest;
beforeAll(async () => {
  under = await DispatchUnderTest.start();
});
afterAll(() => under.close());

/** Where only the order of things is looked at, the papers are their words: fonts take long. */
const WORDS: LetterPapers = {
  docx: (text) => Promise.resolve(Buffer.from(JSON.stringify(text))),
  pdf: (text) => Promise.resolve(Buffer.from(JSON.stringify(text))),
};

/** Dies when the number is taken and before anything else is written down. */
class DyingFiles extends LetterFiles {
  override keep(): Promise<void> {
    return Promise.reject(new Error('the power went'));
  }
}

/** A register of letters as a program has it that was started just now. */
const bookOf = (Files = LetterFiles, papers?: LetterPapers): LetterBook => {
  const { app } = under.running;
  return new LetterBook({
    store: app.get(EventStore),
    envelopes: app.get(Envelopes),
    orders: app.get(OrderFiles),
    registers: app.get(RegistersReader),
    linkRound: () => Promise.resolve(0),
    files: new Files(under.host.runtime('dispatch').database, undefined, papers),
    clock: new SystemClock(),
    ids: new SystemIds(),
  });
};
const addressOf = (provider: string) => ({ provider, addressee: 'Công ty Ban Mai', head: HEAD, answersAt: null });

interface CourierOptions {
  readonly perHour?: number;
  readonly dies?: boolean;
  readonly provider?: ProviderName;
  readonly privateRoad?: boolean;
  readonly papers?: LetterPapers | undefined;
}

const courier = ({
  perHour = 1_000,
  dies = false,
  provider = PROVIDER,
  privateRoad = false,
  papers = WORDS,
}: CourierOptions = {}) =>
  new Courier({
    provider,
    adapter: new LetterAdapter({
      book: bookOf(dies ? DyingFiles : LetterFiles, papers),
      address: () => Promise.resolve(addressOf(provider)),
      privateRoad,
    }),
    side: under.running.app.get(FeedSides).real,
    breaker: new Breaker({ perHour }, () => Date.now()),
    now: () => Date.now(),
  });

const issued = async (provider: string = PROVIDER): Promise<EventData<'LetterIssued'>[]> =>
  (await under.events('LetterIssued')).map(({ data }) => data).filter((letter) => letter.provider === provider);

const filesOf = () => new LetterFiles(under.host.runtime('dispatch').database, undefined);
/** The rows of a letter's table as whoever gets it reads them: reference, kind, target. */
const rowsOf = async (
  letter: EventData<'LetterIssued'>,
): Promise<{ reference: string; kind: string; target: string }[]> => {
  const [head = [], ...rows] = parse(await filesOf().read(letter, 'csv'), { bom: true });
  const at = (row: string[], name: string): string => row[head.indexOf(name)] ?? '';
  return rows.map((row) => ({ reference: at(row, 'ma_yeu_cau'), kind: at(row, 'loai'), target: at(row, 'muc_tieu') }));
};

const approve = async (name: string, more: Parameters<DispatchUnderTest['approve']>[0] = {}): Promise<string> => {
  const scope = { url: `https://${name}/bai` };
  const { order, position } = await under.approve({ providers: ['telecom-a'], scope, ...more });
  await under.reached('dispatch.decisions', position);
  await under.reached('dispatch.feed', await under.store('ledger').head());
  return order;
};
const withdraw = async (order: string): Promise<void> => {
  await under.call(`/orders/${order}/withdraw`, { cookie: 'nguoi-duyet', body: { reason: 'x' } });
  await under.reached('dispatch.feed', await under.store('ledger').head());
};
let line: Courier | undefined;
/** Writes what waits for telecom-a, by a program that goes on, and waits until the list of letters knows it. */
const write = async (papers?: LetterPapers): Promise<EventData<'LetterIssued'>[]> => {
  const before = (await issued('telecom-a')).length;
  await (papers ? courier({ provider: 'telecom-a', papers }) : (line ??= courier({ provider: 'telecom-a' }))).carry();
  await under.reached('dispatch.letters', await under.store('ledger').head());
  return (await issued('telecom-a')).slice(before);
};
const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

describe('requests written as official letters', () => {
  deliveryContract({
    under: () => under,
    provider: PROVIDER,
    sayable: (name) => ({ action: 'block-url', scope: { url: `https://${name}/bai` } }),
    unsayable: (name) => ({ action: 'block-url', category: 'csam', scope: { url: `https://${name}/bai` } }),
    carry: async (options) => {
      await courier(options).carry();
    },
    // A target is blocked while a letter asks for it whose request no later letter lifts.
    blocks: async (target: RequestTarget) => {
      const standing = new Map<string, string>();
      for (const letter of await issued()) {
        for (const { reference, kind, target: named } of await rowsOf(letter)) {
          if (kind === 'lift') standing.delete(reference);
          else standing.set(reference, named);
        }
      }
      return [...standing.values()].includes(Object.values(target)[0] as string);
    },
    trace: async () => String((await issued()).length),
    breaks: true,
  });

  it('writes a target of a referral category only where the road is private, and then without the category', async () => {
    const scope = { url: 'https://kin.example.test/bai' };
    const order = await approve('kin', { providers: ['telecom-a'], category: 'csam', scope });
    await courier({ provider: 'telecom-a', privateRoad: true, papers: WORDS }).carry();
    const [letter] = (await issued('telecom-a')).slice(-1);
    if (!letter) throw new Error('nothing was written');
    expect(letter.items.map(({ requestId }) => requestId)).toEqual([under.request(order, 'telecom-a')]);
    for (const format of ['docx', 'pdf', 'csv'] as const) {
      expect((await filesOf().read(letter, format)).toString('utf8')).not.toMatch(/csam|xâm hại|tình dục/);
    }
  });
});

describe('numbers', () => {
  it('have neither gaps nor doubles when several programs write at the same time', async () => {
    const before = (await under.events('LetterIssued')).length;
    await approve('cung-luc-mot.example.test');
    await approve('cung-luc-hai.example.test', { providers: ['isp-dns'], action: 'block-host', scope: { host: 'cung-luc-hai.example.test' } }); // prettier-ignore
    const both = (['telecom-a', 'isp-dns'] as const).map((provider) => courier({ provider }));
    const again = courier({ provider: 'telecom-a' });
    await Promise.all([...both, again].map((one) => one.carry()));
    const all = (await under.events('LetterIssued')).map(({ data }) => data);
    expect(all).toHaveLength(before + 2);
    expect(all.map(({ number }) => number)).toEqual(all.map((_, index) => index + 1));
    expect(new Set(all.map(({ letterId }) => letterId)).size).toBe(all.length);
  });

  it('are taken by a letter for each unit, lifts before blocks', async () => {
    const gone = await approve('da-xong.example.test');
    await write();
    await under.register('competence', 'tham-quyen-khac', {
      validFrom: '2026-01-01T00:00:00.000Z',
      validTo: null,
      unit: OTHER_UNIT,
      actions: ['block-url'],
      legalBases: ['nd-147-2024'],
      categories: ['social-vice'],
    });
    await approve('cua-ha-noi.example.test');
    await approve('cua-lam-dong.example.test', { unit: OTHER_UNIT });
    await withdraw(gone);
    const letters = await write();
    expect(letters.map(({ kind, unit }) => [kind, unit])).toEqual([
      ['lift', UNIT],
      ['block', UNIT],
      ['block', OTHER_UNIT],
    ]);
  });

  it('are taken by lifts before blocks also by a program that starts and finds both waiting', async () => {
    const gone = await approve('da-het.example.test');
    await write();
    await approve('moi-den.example.test');
    await withdraw(gone);
    expect((await write(WORDS)).map(({ kind }) => kind)).toEqual(['lift', 'block']);
  });
});

describe('a letter', () => {
  it('is the same bytes whenever it is asked for, also when its files were lost, and never other bytes', async () => {
    await approve('tung-byte.example.test');
    const [letter] = await write({ docx: letterDocx, pdf: letterPdf });
    if (!letter) throw new Error('nothing was written');
    const kept = await filesOf().read(letter, 'pdf');
    const { database } = under.host.runtime('dispatch');
    await database.query('delete from dispatch_letters.file where letter_id = $1', [letter.letterId]);
    expect((await filesOf().read(letter, 'pdf')).equals(kept)).toBe(true);
    expect(createHash('sha256').update(kept).digest('hex')).toBe(letter.files.pdf);
    const other = { ...letter, addressee: 'Công ty khác' };
    await expect(filesOf().read(other, 'pdf')).rejects.toThrow('letter-changed');
  });

  it('is listed and taken by its unit and by auditors, and by nobody else', async () => {
    await approve('cua-don-vi.example.test');
    const [letter] = await write();
    const id = letter?.letterId ?? '';
    const seen = async (cookie: string) =>
      (await under.call<LetterList>('/letters?limit=200', { cookie })).body.items.some((item) => item.id === id);
    expect([await seen('nguoi-trinh'), await seen('giam-sat'), await seen('nguoi-duyet-khac')]).toEqual([
      true,
      true,
      false,
    ]);
    const file = (format: LetterFormat, cookie: string) => under.call(`/letters/${id}/files/${format}`, { cookie });
    const taken = await file('csv', 'nguoi-trinh');
    expect([taken.status, taken.headers.get('x-lachan-sha256')]).toEqual([200, letter?.files.csv]);
    expect(taken.headers.get('content-disposition')).toMatch(
      /^attachment; filename="cong-van-20\d\d-\d+-TTXL-BVTE\.csv"$/,
    );
    expect(taken.text).toContain('cua-don-vi.example.test');
    expect([(await file('pdf', 'nguoi-duyet-khac')).status, (await file('pdf', 'quan-tri')).status]).toEqual([
      403, 403,
    ]);
    const views = await under.events('CaseViewed');
    expect(
      views.some(({ actor, data }) => actor.id === 'nguoi-trinh' && data.caseId === letter?.items[0]?.caseId),
    ).toBe(true);
  });

  it('waits to be sent, then for its answers, and is answered when the letter that came back was entered', async () => {
    const order = await approve('hoi-am.example.test');
    await approve('tu-choi.example.test');
    const [letter] = await write();
    const id = letter?.letterId ?? '';
    const [first, second] = letter?.items.map(({ requestId }) => requestId) ?? [];
    const detail = async () => (await under.call<LetterDetail>(`/letters/${id}`, { cookie: 'nguoi-trinh' })).body;
    const settled = async () => {
      const head = await under.store('ledger').head();
      await under.reached('dispatch.letters', head);
      await under.reached('dispatch.requests', head);
      return detail();
    };
    expect(first).toBe(under.request(order, 'telecom-a'));
    expect((await settled()).state).toBe('to-send');

    const sent = (body: object, cookie = 'nguoi-trinh') => under.call(`/letters/${id}/sent`, { cookie, body });
    expect((await sent({ sentOn: '2020-01-01' })).status).toBe(400);
    expect((await sent({ sentOn: today }, 'nguoi-duyet-khac')).status).toBe(403);
    const said = await sent({ sentOn: today, way: 'Bưu điện' });
    expect(said.body).toEqual((await sent({ sentOn: today, way: 'Bưu điện' })).body);
    expect(await settled()).toMatchObject({ state: 'waiting', open: 2, sent: { on: today, way: 'Bưu điện' } });

    const incoming = { number: '88/BM-PC', date: today };
    const body = {
      incoming,
      answers: [
        { id: first, answer: 'enforced', enforcedAt: new Date().toISOString() },
        { id: second, answer: 'refused', code: 'legal-doubt', reason: 'Đề nghị làm rõ căn cứ' },
        { id: second, answer: 'lifted' },
        { id: '018e0000-0000-7000-8000-0000000000ff', answer: 'acknowledge' },
      ],
    };
    const answered = () =>
      under.call<{ outcomes: object[] }>(`/letters/${id}/answers`, { cookie: 'nguoi-trinh', body });
    const outcomes = [
      { ok: true, state: 'enforced' },
      { ok: true, state: 'refused' },
      { ok: false, problem: 'wrong-kind' },
      { ok: false, problem: 'not-found' },
    ];
    expect((await answered()).body.outcomes).toMatchObject(outcomes);
    expect((await answered()).body.outcomes).toMatchObject(outcomes);
    expect(await settled()).toMatchObject({
      state: 'answered',
      open: 0,
      items: [
        { request: first, state: 'enforced', answers: [{ answer: 'enforced', incoming }] },
        { request: second, state: 'refused', answers: [{ answer: 'refused', incoming }] },
      ],
    });
    const events = (await under.events('RequestEnforced', 'LetterAnswered', 'LetterSent')).filter(({ data }) =>
      'letterId' in data ? data.letterId === id : data.requestId === first,
    );
    expect(events.map(({ type, actor }) => [type, actor.id])).toEqual([
      ['LetterSent', 'nguoi-trinh'],
      ['RequestEnforced', 'nguoi-trinh'],
      ['LetterAnswered', 'nguoi-trinh'],
      ['LetterAnswered', 'nguoi-trinh'],
    ]);
  });

  it('says that it is overdue while a request on it is', async () => {
    await approve('cham-tra-loi.example.test');
    const [letter] = await write();
    await under.reached('dispatch.requests', await under.store('ledger').head());
    const overdue = async (): Promise<number | undefined> => {
      const { body } = await under.call<LetterList>('/letters?limit=1', { cookie: 'nguoi-trinh' });
      expect(body.items[0]?.id).toBe(letter?.letterId);
      return body.items[0]?.overdue;
    };
    expect(await overdue()).toBe(0);
    const pool = under.database.pool;
    await pool.query(
      `update dispatch_requests.request_row set overdue_at = now() - interval '1 minute' where request_id = $1`,
      [letter?.items[0]?.requestId],
    );
    expect(await overdue()).toBe(1);
  });
});

describe('an installation whose settings name a provider that wants letters', () => {
  it('numbers them by itself under the installation’s one name', async () => {
    const own = await DispatchUnderTest.start({
      letterhead: { name: 'Trung tâm xử lý', symbol: 'TTXL', place: 'Hà Nội', signer: { title: 'Giám đốc' } },
      providers: { 'isp-url': { adapter: 'letter' } },
    });
    try {
      await own.approve({ providers: ['isp-url'] });
      const letters = async () => (await own.call<LetterList>('/letters', { cookie: 'nguoi-duyet' })).body.items;
      await own.until(async () => (await letters()).length === 1);
      expect(await letters()).toMatchObject([
        { number: '01/TTXL', provider: 'isp-url', addressee: 'isp-url', state: 'to-send' },
      ]);
    } finally {
      await own.close();
    }
  });
});
