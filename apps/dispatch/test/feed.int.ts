import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestItem, RequestPage, RequestSnapshot } from '#libs/contracts';
import { canonicalJson } from '#libs/event-store';
import { createHash } from 'node:crypto';
import { DispatchUnderTest } from './dispatch-under-test.js';

let under: DispatchUnderTest;
beforeAll(async () => {
  under = await DispatchUnderTest.start();
});
afterAll(() => under.close());

/** A provider's filter: it applies items, and stores the cursor only afterwards. */
class Filter {
  readonly blocked = new Set<string>();
  readonly sequences = new Set<number>();
  cursor: string | undefined;

  apply(items: readonly RequestItem[]): void {
    for (const item of items) {
      this.sequences.add(item.sequence);
      if (item.kind === 'block') this.blocked.add(item.id);
      else this.blocked.delete(item.id);
    }
  }
}

/** A small generator with a seed, so that a failing run can be repeated. */
const dice = (seed: number) => {
  let state = seed;
  return (sides: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
};

const withdraw = (order: string) =>
  under.call(`/orders/${order}/withdraw`, { cookie: 'nguoi-duyet', body: { reason: 'thu hồi' } });

describe('the cursor', () => {
  it.each([1, 2, 3])(
    'skips nothing, whatever is lost on the way (seed %i)',
    async (seed) => {
      const roll = dice(seed);
      const filter = new Filter();
      const orders: string[] = [];
      const withdrawn = new Set<string>();
      let last = 0;
      const work = async (): Promise<void> => {
        for (let i = 0; i < 12; i += 1) {
          const made = await Promise.all(
            Array.from({ length: 1 + roll(3) }, () =>
              under.approve({ providers: ['isp-url'], unit: 'to-theo-doi-ha-noi' }),
            ),
          );
          for (const { order, position } of made) {
            orders.push(order);
            last = Math.max(last, position);
          }
          const candidate = orders[roll(orders.length)];
          if (candidate !== undefined && !withdrawn.has(candidate)) {
            const { status } = await withdraw(candidate);
            if (status === 200) withdrawn.add(candidate);
          }
        }
      };
      const pull = async (): Promise<void> => {
        const page = await under.poll('isp-url', filter.cursor, { wait: roll(2), limit: 1 + roll(5) });
        const fate = roll(4);
        if (fate === 0) return; // the answer was lost
        filter.apply(page.items);
        if (fate === 1) return; // the filter went down before it stored the cursor
        filter.cursor = page.cursor;
      };
      const working = work();
      const worker = { busy: true };
      void working.finally(() => (worker.busy = false));
      while (worker.busy) await pull();
      await working;
      await under.reached('dispatch.decisions', last);
      const head = await under.store('ledger').head();
      await under.reached('dispatch.feed', head);
      for (let quiet = 0; quiet < 2;) {
        const page = await under.poll('isp-url', filter.cursor, { wait: 0 });
        filter.apply(page.items);
        filter.cursor = page.cursor;
        quiet = page.items.length === 0 ? quiet + 1 : 0;
      }

      const inForce = orders.filter((order) => !withdrawn.has(order)).map((order) => under.request(order, 'isp-url'));
      expect(inForce.filter((id) => !filter.blocked.has(id))).toEqual([]);
      const lifted = [...withdrawn].map((order) => under.request(order, 'isp-url'));
      expect(lifted.filter((id) => filter.blocked.has(id))).toEqual([]);
    },
    120_000,
  );

  it('leaves nobody with a block that nobody lifts, when a withdrawal meets a poll', async () => {
    const start = (await under.poll('telecom-a', undefined, { wait: 0, limit: 500 })).cursor;
    const orders = await Promise.all(Array.from({ length: 12 }, () => under.approve({ providers: ['telecom-a'] })));
    await under.reached('dispatch.decisions', Math.max(...orders.map(({ position }) => position)));
    const [pages] = await Promise.all([
      Promise.all(Array.from({ length: 12 }, (_, n) => under.poll('telecom-a', start, { wait: 1, limit: 1 + n }))),
      Promise.all(orders.map(({ order }) => withdraw(order))),
    ]);

    const handedOut = new Set(pages.flatMap(({ items }) => items.filter((i) => i.kind === 'block').map((i) => i.id)));
    const recalled = new Set(
      (await under.events('RequestLifted')).filter(({ data }) => data.recalled).map(({ data }) => data.requestId),
    );
    const ended = orders.map(({ order }) => under.request(order, 'telecom-a'));
    expect(ended.filter((id) => handedOut.has(id) && recalled.has(id))).toEqual([]);
    const lifts = new Set((await under.events('LiftQueued')).map(({ data }) => data.requestId));
    expect(ended.filter((id) => !lifts.has(id))).toEqual([]);
  });

  it('says on a lift when another request keeps the same target blocked', async () => {
    const scope = { url: 'http://hai-lan.example.test/1' };
    const one = await under.approve({ providers: ['isp-url'], scope });
    const two = await under.approve({ providers: ['isp-url'], scope });
    await under.receive('isp-url', one.order);
    const { cursor } = await under.receive('isp-url', two.order);
    await withdraw(one.order);
    const first = await under.receive('isp-url', one.order, cursor);
    await withdraw(two.order);
    const second = await under.receive('isp-url', two.order, first.cursor);

    expect(first.items.map(({ kind, stillBlocked }) => [kind, stillBlocked])).toEqual([['lift', true]]);
    expect(second.items.map(({ kind, stillBlocked }) => [kind, stillBlocked])).toEqual([['lift', undefined]]);
  });

  it('hands out lifts before any block, and never a block that was taken back', async () => {
    const gone = await under.approve({ providers: ['telecom-a'] });
    const first = await under.receive('telecom-a', gone.order);
    const later = [
      await under.approve({ providers: ['telecom-a'] }),
      await under.approve({ providers: ['telecom-a'] }),
    ];
    await under.reached('dispatch.decisions', later[1]?.position ?? 0);
    const { body } = await withdraw(gone.order);
    await under.reached('dispatch.feed', (body as { position: number }).position);

    const page = await under.poll('telecom-a', first.cursor, { limit: 1 });
    expect(page.items.map(({ kind, order }) => [kind, order])).toEqual([['lift', gone.order]]);
    const rest = await under.poll('telecom-a', page.cursor);
    expect(rest.items.map(({ kind, order }) => [kind, order]).sort()).toEqual(
      later.map(({ order }) => ['block', order]).sort(),
    );
    const fresh = await under.poll('telecom-a');
    expect(fresh.items.some(({ kind, order }) => kind === 'block' && order === gone.order)).toBe(false);
  });

  it('numbers every item of a provider without gaps, in the order of the log', async () => {
    const { rows } = await under.database.pool.query<{ provider: string; dense: boolean }>(
      `select provider, count(*) = max(sequence) and min(sequence) = 1 as dense from dispatch_feed.item group by provider`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ dense }) => dense)).toBe(true);
  });

  it.each([
    ['of another provider', async () => (await under.poll('telecom-a', undefined, { wait: 0 })).cursor],
    ['that was made up', () => Promise.resolve('AAAAAAAAAAAAAAAAAAAAAAAAAAAA')],
    ['that was changed', async () => `${(await under.poll('isp-url', undefined, { wait: 0 })).cursor.slice(0, -2)}zz`],
    ['with NUL in it', () => Promise.resolve('%00')],
  ])('%s is refused', async (_name, cursor) => {
    const answer = await under.call(`/requests?cursor=${await cursor()}`, { key: 'isp-url' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('waits for something new and is woken by it', async () => {
    const { cursor } = await under.poll('nen-tang', undefined, { wait: 0 });
    const waiting = under.poll('nen-tang', cursor, { wait: 30 });
    const { order } = await under.approve({
      action: 'remove-content',
      scope: { url: 'https://www.youtube.com/watch?v=aaaaaaaaaaa' },
      platform: 'youtube',
    });

    expect((await waiting).items.map((item) => item.order)).toEqual([order]);
  });

  it('says when too many of one provider wait', async () => {
    const { cursor } = await under.poll('isp-dns', undefined, { wait: 0 });
    const waiting = Array.from({ length: 20 }, () =>
      under.call<RequestPage>(`/requests?wait=30&cursor=${cursor}`, { key: 'isp-dns' }),
    );
    const refused = await Promise.race(waiting);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await under.approve({ action: 'block-host', scope: { host: 'z.example.test' }, providers: ['isp-dns'] });
    const statuses = (await Promise.all(waiting)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(16);
  });
});

describe('the snapshot', () => {
  it('is everything in force, with a checksum and the cursor that goes on from it', async () => {
    const { body } = await under.call<RequestSnapshot>('/requests/snapshot', { key: 'telecom-a' });
    expect(body.checksum).toBe(createHash('sha256').update(canonicalJson(body.items)).digest('hex'));
    expect(body.items.every(({ kind }) => kind === 'block')).toBe(true);
    const { order } = await under.approve({ providers: ['telecom-a'] });

    const { items } = await under.receive('telecom-a', order, body.cursor);
    expect(items.filter(({ kind }) => kind === 'block').map((item) => item.order)).toEqual([order]);
  });

  it('does not let a lift be forgotten that was not answered', async () => {
    const { order } = await under.approve({ providers: ['nen-tang'], action: 'remove-content', platform: 'youtube',
      scope: { url: 'https://www.youtube.com/watch?v=bbbbbbbbbbb' } }); // prettier-ignore
    await under.receive('nen-tang', order);
    const { body: end } = await withdraw(order);
    await under.reached('dispatch.feed', (end as { position: number }).position);

    const { body } = await under.call<RequestSnapshot>('/requests/snapshot', { key: 'nen-tang' });
    expect(body.items.some((item) => item.order === order)).toBe(false);
    const page = await under.poll('nen-tang', body.cursor, { wait: 0 });
    expect(page.items.map((item) => [item.kind, item.order])).toContainEqual(['lift', order]);
  });
});

describe('a process that stops', () => {
  it('lets waiting polls go with an empty page and their cursor', async () => {
    const { cursor } = await under.poll('telecom-a', undefined, { wait: 0, limit: 500 });
    const waiting = under.poll('telecom-a', cursor, { wait: 60 });
    await under.until(async () => (await metric('lachan_feed_waiters')) >= 1);
    await under.restart();

    const page = await waiting;
    expect(page).toEqual({ items: [], cursor });
    expect(await under.poll('telecom-a', page.cursor, { wait: 0 })).toEqual({ items: [], cursor });
  });
});

/** A figure as Prometheus reads it. */
const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${under.url}/metrics`)).text();
  return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)`, 'm').exec(text)?.[1] ?? -1);
};
