import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SystemClock } from '#libs/service-kit';
import { HeldIds } from './held-ids.js';
import { HA_NOI, LAM_DONG, OneCase, type Place } from './one-case.js';
import { OUTWARD_FORMS, PROVIDERS, SCHOOL, type Outside } from './outward-forms.js';
import { Product } from './product.js';
import { ProvidersEnds } from './providers-ends.js';

/** What an order says outwards, and so what stays the same: decided alike whatever the case behind it is. */
const DECISIONS = [
  { url: 'https://chan-ten.example.net/x', action: 'block-host', category: 'social-vice' },
  { url: 'https://chan-trang.example.net/bai?so=1', action: 'block-url', category: 'social-vice' },
  { url: 'https://go-bo.example.net/anh/1', action: 'remove-content', category: 'social-vice' },
  { url: 'https://lua-tuoi.example.net/', action: 'restrict-age', category: 'gaming-addiction', ageBands: ['6-10'] },
  { url: 'https://chuyen.example.net/1', action: 'block-url', category: null },
] as const;

/** Everything of a case that is nobody's business outside. */
interface Behind {
  readonly place: Place;
  readonly reviewer: string;
  readonly reports: readonly Readonly<Record<string, unknown>>[];
  readonly note: string;
  readonly first: string;
  /** The category of what may not be named outside. */
  readonly referral: string;
  readonly reasons: string;
  readonly proportionality: string;
  readonly lifted: string;
}

const ONE: Behind = {
  place: LAM_DONG,
  reviewer: HA_NOI.approver,
  reports: [{ note: 'con tôi thấy ở lớp', category: 'bullying', reporter: { contact: '0900000001', childAge: 8 } }],
  note: 'gọi lại cho cô giáo Thu',
  first: 'privacy-leak',
  referral: 'grooming',
  reasons: 'Học sinh trường A kể lại.',
  proportionality: 'Chỉ một trang.',
  lifted: 'Đã gỡ, theo cô Thu.',
};
const OTHER: Behind = {
  place: HA_NOI,
  reviewer: LAM_DONG.approver,
  reports: [
    {
      note: 'ảnh của cháu Bình bị phát tán khắp nơi',
      category: 'privacy-leak',
      occurredAt: '2026-02-03T04:05:06.000Z',
    },
    { note: 'người thứ hai', reporter: { contact: 'me-binh@example.org', childAge: 15 } },
    { note: 'người thứ ba', category: 'self-harm' },
  ],
  note: 'hồ sơ gốc ở tủ số 7, liên hệ công an phường',
  first: 'self-harm',
  referral: 'csam',
  reasons: 'Ba phụ huynh ở quận khác phản ánh, có ảnh chụp.',
  proportionality: 'Đã thử biện pháp nhẹ hơn, không có kết quả; xem biên bản.',
  lifted: 'Toà án yêu cầu.',
};

/** Later than anything that either world writes down before the clock stands still. */
const MOMENT = Date.now() + 5 * 60_000;
const NOT_THE_TIMERS = [
  ...['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'],
  ...['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'],
] as const;

/** One installation of the two, and what it told outside at each moment. */
class World {
  readonly #ids = new HeldIds();
  #step = 0;
  readonly told = new Map<string, string[]>();
  /** The references of its orders. */
  readonly orders: string[] = [];
  private outside!: Outside;

  constructor(private readonly behind: Behind) {}

  /** Walks every decision from the report to its lift, and reads every form while it is in force and afterwards. */
  async live(base: Product): Promise<void> {
    const ends = await ProvidersEnds.open();
    const providers = {
      'luu-tru-ban-mai': { adapter: 'platform-notice', ...ends.reachedAt('/notices') },
      'mang-tay-nguyen': { adapter: 'webhook', ...ends.reachedAt('/doorbell') },
    };
    const product = await Product.copyOf(base, {
      ids: this.#ids,
      // The database's clock goes on, and no agreement is sought with it.
      clock: new SystemClock(),
      delivery: { providers },
    });
    try {
      await product.settled();
      // Times are outward text too: both worlds live in the same instant.
      jest.useFakeTimers({ now: MOMENT, doNotFake: [...NOT_THE_TIMERS] });
      const cases: OneCase[] = [];
      for (const decision of DECISIONS) cases.push(await this.#approved(product, decision));
      this.outside = { product, ends, cases };
      await this.#read('in force');
      await this.#answers();
      await this.#lift();
      await this.#read('lifted');
    } finally {
      jest.useRealTimers();
      await product.close();
      await ends.close();
    }
  }

  /** What is made meanwhile has the ids of this step in either world. */
  async #held<T>(product: Product, work: () => Promise<T>): Promise<T> {
    await product.caughtUp();
    this.#ids.hold((this.#step += 1));
    try {
      const done = await work();
      await product.caughtUp();
      return done;
    } finally {
      this.#ids.release();
    }
  }

  async #approved(product: Product, decision: (typeof DECISIONS)[number]): Promise<OneCase> {
    const { url, action } = decision;
    const { place, note, first, reasons, proportionality, referral } = this.behind;
    const category = decision.category ?? referral;
    const [report = {}, ...more] = this.behind.reports;
    const one = await this.#held(product, () => OneCase.open(product, { urls: [url], ...report }, place));
    for (const another of more) {
      await product.ok(place.channel, '/reports', { body: { urls: [url], province: place.province, ...another } });
    }
    await product.caughtUp();
    await one.claimed();
    await one.command(place.analyst, 'notes', { text: note, visibility: 'internal' });
    await one.command(place.analyst, 'classify', { category: first });
    const bands = 'ageBands' in decision ? { ageBands: decision.ageBands } : {};
    await one.proposed({ action, category, reasons, proportionality, legalBasis: 'nghi-dinh-147-2024', ...bands });
    await this.#held(product, () => one.approve());
    this.orders.push((await one.order()).reference);
    return one;
  }

  async #read(moment: string): Promise<void> {
    await this.outside.product.caughtUp();
    for (const { name, read } of OUTWARD_FORMS) this.told.set(`${name}, ${moment}`, await read(this.outside));
  }

  /** What providers, whoever is affected and schools are told when they say something. */
  async #answers(): Promise<void> {
    const { product, cases } = this.outside;
    const says = async (who: string | null, path: string, body: object): Promise<string> => {
      const { status, text } = await product.call(who, path, { body });
      // A position counts the whole log, whatever is in it.
      return [path, String(status), text.replace(/"position":\d+/, '"position":N')].join('\n');
    };
    const answers: string[] = [];
    for (const provider of PROVIDERS) {
      const { items } = await product.ok<{ items: { id: string }[] }>(provider, '/requests?wait=0&limit=500');
      for (const { id } of items) {
        answers.push(await says(provider, `/requests/${id}/acknowledge`, {}));
        answers.push(await says(provider, `/requests/${id}/enforced`, {}));
      }
    }
    this.told.set('answers to providers', answers);
    await product.caughtUp();
    const appeals: string[] = [];
    for (const one of cases) {
      const { reference } = await one.order();
      appeals.push(await says(null, '/appeals', { reference, reason: 'Đề nghị xem lại.' }));
    }
    appeals.push(await says(null, '/appeals', { reference: 'LC-0000-0000-0000', reason: 'Không có mã này.' }));
    this.told.set('answers to appeals', appeals);
    const entry = new URL(DECISIONS[3].url).hostname;
    this.told.set('answers to a school', [
      await says(SCHOOL, '/appeals/school', { entry, ageBand: '6-10', reason: 'Trang học tập.' }),
      await says(SCHOOL, '/appeals/school', { entry: DECISIONS[3].url, ageBand: '6-10', reason: 'Trang học tập.' }),
    ]);
  }

  /** One is lifted by its review, the others are withdrawn. */
  async #lift(): Promise<void> {
    const { product, cases } = this.outside;
    const { place, reviewer, lifted } = this.behind;
    const [reviewed, ...others] = cases;
    await reviewed?.command(reviewer, 'decide-review', { outcome: 'upheld', reason: lifted });
    await product.caughtUp();
    for (const one of others) {
      const { id } = await one.order();
      await product.ok(place.approver, `/orders/${id}/withdraw`, { body: { reason: lifted } });
    }
    await product.caughtUp();
  }
}

let base: Product;
const worlds = [new World(ONE), new World(OTHER)] as const;

beforeAll(async () => {
  base = await Product.start();
  await base.settled();
  await base.stop();
  for (const world of worlds) await world.live(base);
}, 300_000);
afterAll(() => base.database.drop());

describe('two cases that have nothing in common but their decision', () => {
  it('are told outside in every form there is', () => {
    const [one, other] = worlds.map(({ told }) => [...told.keys()]);
    expect(one).toEqual(other);
    expect(one).toHaveLength(2 * OUTWARD_FORMS.length + 3);
    for (const world of worlds) {
      for (const [form, said] of world.told) expect([form, said.join('').length > 0]).toEqual([form, true]);
      // In force each order is in several of them, so that there is something to compare.
      expect(world.orders).toHaveLength(DECISIONS.length);
      for (const order of world.orders) {
        const forms = [...world.told].filter(
          ([form, said]) => form.endsWith('in force') && said.join('').includes(order),
        );
        expect(forms.length).toBeGreaterThan(2);
      }
    }
  });

  it('are told by the same bytes', () => {
    const [one, other] = worlds;
    for (const [form, said] of one.told) expect([form, other.told.get(form)]).toEqual([form, said]);
  });

  it('are told without a word of what is behind them', () => {
    const words = [ONE, OTHER].flatMap(({ place, reports, ...rest }) => [
      ...[place.unit, place.analyst, place.approver],
      ...reports.flatMap((report) => [report['note'] as string]),
      ...[rest.note, rest.reasons, rest.proportionality, rest.lifted, rest.reviewer],
      ...['0900000001', 'me-binh@example.org', 'csam', 'grooming'],
    ]);
    for (const world of worlds) {
      const all = [...world.told.values()].flat().join('\n');
      expect(words.filter((word) => all.includes(word))).toEqual([]);
    }
  });
});
