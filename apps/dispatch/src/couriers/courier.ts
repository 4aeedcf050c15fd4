import type { RequestEvent, RequestItem } from '#libs/contracts';
import { requests } from '#libs/domain';
import type { RequestCommand } from '#libs/domain';
import { ConcurrencyConflict } from '#libs/event-store';
import type { PushAdapter } from '../adapters/push-adapter.js';
import type { FeedSide } from '../feed/feed-side.js';
import type { FeedItem } from '../feed/feed-store.js';
import { handOut } from '../feed/hand-out.js';
import type { Place } from '../feed/place.js';
import { DISPATCH } from '../streams/envelopes.js';
import type { Breaker } from './breaker.js';
import type { Carrier } from './couriers.js';

export interface CourierOptions {
  readonly provider: string;
  readonly adapter: PushAdapter;
  readonly side: FeedSide;
  readonly breaker: Breaker;
  /** Milliseconds, for the age of the last alignment. */
  readonly now: () => number;
  /** How long it may go on without looking at the whole of the provider's end (ms). */
  readonly lookEvery?: number;
}

/** Items read at once: one page becomes one change at the provider's end. */
const PAGE = 500;
const HOUR = 60 * 60 * 1_000;
/** Between two looks for receipts (ms). */
const RECEIPTS = 1_000;

/**
 * Carries one provider's requests to its end. At its start, after any error and once an hour it looks at the provider's
 * end and brings it in line with what is in force; in between it carries page by page. What the adapter's form cannot say is
 * recorded as not expressible and never leaves; what leaves is recorded as delivered first (ADR 0014).
 */
export class Courier implements Carrier {
  #place: Place | undefined;
  #alignedAt = 0;
  /** What left and was not seen to arrive yet. Not kept: what is verified needs no receipt, and after a restart that is all. */
  #onTheWay: { readonly mark: number; readonly items: readonly FeedItem[] }[] = [];

  constructor(private readonly options: CourierOptions) {}

  get kind(): Carrier['kind'] {
    return this.options.adapter.kind;
  }

  resume(): void {
    this.options.breaker.reset();
    this.options.adapter.resume?.();
    this.#place = undefined;
  }

  /** How far it is, as far as it knows. */
  get place(): Place | undefined {
    return this.#place;
  }

  /**
   * Carries everything that waits now. Returns how many items left, and the newest sequence that was seen; while receipts
   * are outstanding it asks to be called again soon.
   * @throws {AbnormalChange} when far more than usual would leave; nothing of that page did.
   */
  async carry(): Promise<{ readonly carried: number; readonly head: number; readonly again?: number }> {
    const { now, lookEvery = HOUR } = this.options;
    try {
      let carried = 0;
      if (this.#place === undefined || now() - this.#alignedAt >= lookEvery) {
        const aligned = await this.#align();
        this.#place = aligned.place;
        this.#alignedAt = now();
        carried += aligned.carried;
      }
      for (;;) {
        const page = await this.#page(this.#place);
        carried += page.carried;
        this.#place = page.next;
        if (page.items > 0) continue;
        await this.#acknowledge();
        const problem = await this.options.adapter.problem?.();
        if (problem) throw new Error(problem);
        return { carried, head: page.head, ...(this.#onTheWay.length > 0 ? { again: RECEIPTS } : {}) };
      }
    } catch (error) {
      // Whether it arrived is not known: the provider's end says so.
      this.#place = undefined;
      throw error;
    }
  }

  async #align(): Promise<{ place: Place; carried: number }> {
    const { side, provider, adapter, breaker } = this.options;
    const now = await side.store.inForce(provider);
    const sayable = await this.#sayable(now.items);
    const found = await adapter.look(sayable.map(({ item }) => item));
    breaker.allow('block', found.differences);
    const lifts = now.firstOpenLift === null ? now.head : now.firstOpenLift - 1;
    let place = { lifts, blocks: now.head };
    let carried = 0;
    while (adapter.liftsFirst) {
      const page = await this.#page(place);
      if (page.items === 0) break;
      carried += page.carried;
      place = page.next;
    }
    const handed = await handOut(side.streams, sayable, provider, DISPATCH);
    await adapter.align(itemsOf(handed), place);
    await this.#sent(handed);
    return { place, carried: carried + found.differences };
  }

  async #page(from: Place): Promise<{ next: Place; items: number; carried: number; head: number }> {
    const { side, provider, adapter, breaker } = this.options;
    const { items, next, head } = await side.store.page(provider, from, PAGE);
    if (items.length === 0) return { next, items: 0, carried: 0, head };
    const sayable = await this.#sayable(items);
    for (const kind of ['lift', 'block'] as const) {
      // What was handed out before is a repetition, and no change.
      breaker.allow(kind, sayable.filter(({ item, delivered }) => item.kind === kind && !delivered).length);
    }
    const handed = await handOut(side.streams, sayable, provider, DISPATCH);
    await adapter.deliver(itemsOf(handed), next);
    await this.#sent(handed);
    return { next, items: items.length, carried: handed.length, head };
  }

  async #sent(handed: readonly FeedItem[]): Promise<void> {
    const { receipts } = this.options.adapter;
    const items = handed.filter(({ item, delivered }) => item.kind === 'block' && !delivered);
    if (receipts && items.length > 0) this.#onTheWay.push({ mark: await receipts.mark(), items });
  }

  /** What the provider took is acknowledged: it has it, which is not yet that it does it. */
  async #acknowledge(): Promise<void> {
    const { receipts } = this.options.adapter;
    for (let first = this.#onTheWay[0]; receipts && first; first = this.#onTheWay[0]) {
      if (!(await receipts.arrived(first.mark))) return;
      for (const item of first.items) await this.#record(item, () => ({ type: 'acknowledge' }));
      this.#onTheWay.shift();
    }
  }

  /** Those that the provider's form can say. What it cannot is recorded so that an approver sees it, and may widen it. */
  async #sayable(items: readonly FeedItem[]): Promise<FeedItem[]> {
    const sayable: FeedItem[] = [];
    for (const item of items) {
      const reason = item.item.kind === 'lift' ? null : this.options.adapter.cannotSay(item.item);
      if (reason === null) sayable.push(item);
      else await this.#record(item, (life) => notExpressible(life, item.item, reason));
    }
    return sayable;
  }

  async #record(item: FeedItem, commandOf: (life: Life) => RequestCommand): Promise<void> {
    const { streams } = this.options.side;
    const { life, version } = await streams.load(item.item.id);
    if (life.status === 'none' || life.status === 'not-expressible') return;
    const decision = requests.decide(commandOf(life), life);
    if (!decision.ok || decision.events.length === 0) return;
    const events: readonly RequestEvent[] = decision.events;
    try {
      await streams.append([{ id: item.item.id, caseId: item.caseId, version, events }], { actor: DISPATCH });
    } catch (error) {
      // It moved meanwhile: the next look at the whole decides again.
      if (!(error instanceof ConcurrencyConflict)) throw error;
    }
  }
}

type Life = Exclude<ReturnType<typeof requests.fold>, { status: 'none' | 'not-expressible' }>;

/** Before it left it is not expressible; what may have left by another way is refused for the provider. */
const notExpressible = (
  life: Life,
  { action }: RequestItem,
  reason: NonNullable<ReturnType<PushAdapter['cannotSay']>>,
): RequestCommand =>
  life.status === 'queued' && !life.reachedProvider
    ? { type: 'notExpressible', ids: life.ids, action, reason }
    : { type: 'refused', code: 'cannot-express', reason };

const itemsOf = (items: readonly FeedItem[]): RequestItem[] => items.map(({ item }) => item);
