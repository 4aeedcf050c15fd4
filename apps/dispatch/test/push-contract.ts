import { expect, it } from '@jest/globals';
import type { RequestTarget } from '#libs/contracts';
import type { ApprovalOptions } from './approval.js';
import type { DispatchUnderTest } from './dispatch-under-test.js';
import type { ProviderName } from './world.js';

/** One provider's end and everything between it and the feed, as a suite sees it. */
export interface DeliveryWorld {
  readonly under: () => DispatchUnderTest;
  readonly provider: ProviderName;
  /** What the form can express, on a name of its own each time. */
  readonly sayable: (name: string) => Pick<ApprovalOptions, 'action' | 'scope' | 'platform'>;
  /** What an order may ask of the provider and this form cannot express; absent where there is no such order. */
  readonly unsayable?: (name: string) => Pick<ApprovalOptions, 'action' | 'scope' | 'category'>;
  /**
   * Carries everything that waits, by a program that was started just now and remembers nothing of its own. With `perHour`
   * its circuit breaker takes no more changes than that for normal; with `dies` it ends after the provider's end has
   * changed and before it could do anything else.
   */
  readonly carry: (options?: { readonly perHour?: number; readonly dies?: boolean }) => Promise<void>;
  /** Whether the provider's end blocks a target. */
  readonly blocks: (target: RequestTarget) => Promise<boolean>;
  /** Something that differs after every change at the provider's end. */
  readonly trace: () => Promise<string>;
  /** Whether a breaker on our side stands before the provider's end; a provider that polls keeps its own. */
  readonly breaks: boolean;
  /** Destroys what the provider's end holds; absent where nobody but the provider can see that it did. */
  readonly lose?: () => Promise<void>;
}

let count = 0;
const newName = (): string => `n${String(++count)}-${String(process.pid)}.example.com`;

/** What every way of carrying keeps, whatever it speaks: the contract of `PushAdapter`. */
export function deliveryContract(world: DeliveryWorld): void {
  const { provider, carry, blocks, sayable, unsayable, trace } = world;

  const approve = async (how: ApprovalOptions) => {
    const under = world.under();
    const approved = await under.approve({ providers: [provider], ...how });
    await under.reached('dispatch.decisions', approved.position);
    await under.reached('dispatch.feed', await under.store('ledger').head());
    return approved;
  };
  const withdraw = async (order: string) => {
    const under = world.under();
    const body = { reason: 'thu hồi' };
    const { status } = await under.call(`/orders/${order}/withdraw`, { cookie: 'nguoi-duyet', body });
    expect(status).toBe(200);
    await under.reached('dispatch.feed', await under.store('ledger').head());
  };
  const scopeOf = ({ scope }: Pick<ApprovalOptions, 'scope'>): RequestTarget => {
    if (!scope) throw new Error('a contract names its targets');
    return scope;
  };
  const states = async (order: string, ...types: Parameters<DispatchUnderTest['events']>) =>
    (await world.under().events(...types)).filter(({ data }) => 'orderId' in data && data.orderId === order);

  it('brings what was approved, and says that it left before it did', async () => {
    const what = sayable(newName());
    const { order } = await approve(what);
    expect(await blocks(scopeOf(what))).toBe(false);
    await carry();
    expect(await blocks(scopeOf(what))).toBe(true);
    expect(await states(order, 'RequestDelivered')).toHaveLength(1);
  });

  it('changes nothing when there is nothing new, however often it is started', async () => {
    await carry();
    const before = await trace();
    await carry();
    await carry();
    expect(await trace()).toBe(before);
  });

  it('finds its place again when it died in the middle, and repeats nothing', async () => {
    const [one, two] = [sayable(newName()), sayable(newName())];
    const { order } = await approve(one);
    await expect(carry({ dies: true })).rejects.toThrow();
    await approve(two);
    await carry();
    for (const what of [one, two]) expect(await blocks(scopeOf(what))).toBe(true);
    expect(await states(order, 'RequestDelivered')).toHaveLength(1);
  });

  it('lifts what ended, and keeps what another order still blocks', async () => {
    const what = sayable(newName());
    const first = await approve(what);
    const second = await approve(what);
    await carry();
    await withdraw(first.order);
    await carry();
    expect(await blocks(scopeOf(what))).toBe(true);
    expect(await states(first.order, 'LiftDelivered')).toHaveLength(1);
    await withdraw(second.order);
    await carry();
    expect(await blocks(scopeOf(what))).toBe(false);
  });

  it('never brings what was withdrawn before it left', async () => {
    const what = sayable(newName());
    const { order } = await approve(what);
    await withdraw(order);
    await carry();
    expect(await blocks(scopeOf(what))).toBe(false);
    expect(await states(order, 'RequestDelivered', 'LiftDelivered')).toEqual([]);
  });

  if (unsayable) {
    it('says what its form cannot express, and does not widen it', async () => {
      const name = newName();
      const { order } = await approve(unsayable(name));
      await carry();
      expect(await blocks({ host: name })).toBe(false);
      expect(await states(order, 'RequestNotExpressible')).toHaveLength(1);
      expect(await states(order, 'RequestDelivered')).toEqual([]);
    });
  }

  if (world.breaks) {
    it('stops at an abnormal number of changes, with nothing handed out, and goes on when a person has looked', async () => {
      await carry();
      const many = [...Array<undefined>(4)].map(() => sayable(newName()));
      const orders = [];
      for (const what of many) orders.push((await approve(what)).order);
      const before = await trace();
      await expect(carry({ perHour: 3 })).rejects.toThrow(/3 are normal/);
      expect(await trace()).toBe(before);
      for (const order of orders) expect(await states(order, 'RequestDelivered')).toEqual([]);
      await carry();
      for (const what of many) expect(await blocks(scopeOf(what))).toBe(true);
    });
  }

  const { lose } = world;
  if (lose) {
    it('fills a provider’s end again that lost everything', async () => {
      const what = sayable(newName());
      await approve(what);
      await carry();
      await lose();
      expect(await blocks(scopeOf(what))).toBe(false);
      await carry();
      expect(await blocks(scopeOf(what))).toBe(true);
    });
  }
}
