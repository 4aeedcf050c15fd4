import { expect, it } from '@jest/globals';
import type { RequestItem } from '#libs/contracts';
import type { ProviderAdapter } from '../src/adapters/provider-adapter.js';
import type { DispatchUnderTest } from './dispatch-under-test.js';
import type { ProviderName } from './world.js';

/** What a suite needs of the world around an adapter. */
export interface AdapterWorld {
  readonly under: () => DispatchUnderTest;
  readonly provider: ProviderName;
  /** A new adapter on the same provider and the same memory, as after a crash of the provider's program. */
  readonly adapter: () => ProviderAdapter;
}

/** Pulls until an item of this order came; `done` is called for every batch but, when `crash`, the one it came in. */
async function until(adapter: ProviderAdapter, order: string, crash = false): Promise<readonly RequestItem[]> {
  for (;;) {
    const pulled = await adapter.pull();
    const { items } = pulled;
    const came = items.some((item) => item.order === order);
    if (!came || !crash) await pulled.done();
    if (came) return items;
  }
}

/** The rules every adapter keeps, whatever it speaks to its provider. */
export function contractOf({ under, provider, adapter }: AdapterWorld): void {
  const approve = () => under().approve({ providers: [provider] });
  const withdraw = (order: string) =>
    under().call(`/orders/${order}/withdraw`, { cookie: 'nguoi-duyet', body: { reason: 'thu hồi' } });

  it('brings an approved request once, with everything the provider needs', async () => {
    const { order } = await approve();
    const items = await until(adapter(), order);
    const item = items.find((one) => one.order === order);
    expect(item).toMatchObject({ kind: 'block', action: 'block-url', id: under().request(order, provider) });
    const next = await approve();
    expect((await until(adapter(), next.order)).some((one) => one.order === order)).toBe(false);
  });

  it('brings items again that were not applied before a crash', async () => {
    const { order } = await approve();
    await until(adapter(), order, true);
    const again = await until(adapter(), order);
    expect(again.filter((item) => item.order === order)).toHaveLength(1);
  });

  it('carries answers back, once in effect however often they are sent', async () => {
    const { order } = await approve();
    await until(adapter(), order);
    const id = under().request(order, provider);
    const answers = [
      { id, answer: 'acknowledge' as const },
      { id, answer: 'enforced' as const },
    ];
    expect(await adapter().answer(answers)).toEqual([null, null]);
    expect(await adapter().answer(answers)).toEqual([null, null]);
    const enforced = (await under().events('RequestEnforced')).filter(({ data }) => data.requestId === id);
    expect(enforced).toHaveLength(1);
  });

  it('says which answers were refused and carries the others', async () => {
    const { order } = await approve();
    await until(adapter(), order);
    const id = under().request(order, provider);
    const answers = [
      { id, answer: 'lifted' as const },
      { id, answer: 'acknowledge' as const },
    ];
    expect(await adapter().answer(answers)).toEqual(['wrong-kind', null]);
  });

  it('brings the lift of a withdrawn order, before later blocks, and what is in force says the same', async () => {
    const { order } = await approve();
    await until(adapter(), order);
    expect((await adapter().inForce()).some((item) => item.order === order)).toBe(true);
    const later = await approve();
    await under().reached('dispatch.decisions', later.position);
    await withdraw(order);
    await under().reached('dispatch.feed', await under().store('ledger').head());

    const items = await until(adapter(), order);
    const kinds = items.map(({ kind }) => kind);
    expect(kinds.indexOf('lift')).toBe(0);
    expect(items.find((item) => item.order === order)?.kind).toBe('lift');
    const inForce = await adapter().inForce();
    expect(inForce.some((item) => item.order === order)).toBe(false);
    expect(inForce.some((item) => item.order === later.order)).toBe(true);
  });
}
