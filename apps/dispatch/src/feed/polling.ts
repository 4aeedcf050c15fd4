import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RequestPage, RequestSnapshot } from '#libs/contracts';
import { canonicalJson } from '#libs/event-store';
import type { Actor } from '#libs/event-store';
import { CursorCodec, Precedence, Problem } from '#libs/service-kit';
import { FeedReach } from './feed-reach.js';
import type { OwnFeed } from './feed-side.js';
import type { FeedPage } from './feed-store.js';
import { handOut } from './hand-out.js';
import { cursorScope, isWithin, packPlace, unpackPlace } from './place.js';
import type { Place, SaidPlace } from './place.js';
import { Pace } from './pace.js';
import { LastSeen } from './last-seen.js';

export interface PollOptions {
  readonly cursor: string | undefined;
  readonly limit: number;
  /** Seconds to wait when there is nothing new. */
  readonly wait: number;
  /** Fires when the caller hung up. */
  readonly gone: AbortSignal;
}

/** What a provider pulls: the next page of its feed, or everything in force with the cursor that goes on from there. */
@Injectable()
export class Polling {
  constructor(
    private readonly cursors: CursorCodec,
    private readonly seen: LastSeen,
    private readonly pace: Pace,
    private readonly reach: FeedReach,
    private readonly precedence: Precedence,
  ) {}

  /**
   * The items after a cursor, lifts before blocks; waits when there are none. A provider that stores the returned cursor
   * only after it has applied the items misses nothing, whatever crashes; it may see an item twice.
   * @throws {Problem} `invalid-cursor` (400) for a cursor of another provider, `cursor-gone` (410) for one of a history that is no more
   * (the installation was restored from a backup), `unavailable` (503) when too many wait.
   */
  async poll(own: OwnFeed, actor: Actor, options: PollOptions): Promise<RequestPage> {
    const { side, provider } = own;
    const limit = this.pace.limit(own, options.limit);
    const scope = cursorScope(side.lane, provider);
    let { place, generation } = unpackPlace(this.cursors.decode(scope, options.cursor));
    const deadline = performance.now() + options.wait * 1_000;
    let news: number | undefined;
    // Who was woken goes first until the answer is there: it is what the provider waits for.
    let passed = (): void => undefined;
    try {
      for (let first = true; ; first = false) {
        const page = await side.store.page(provider, place, limit, news);
        await this.#mustBeOf(page, { place, generation }, own);
        if (first) await this.seen.note(side.lane, provider, place);
        ({ generation } = page);
        const paced = await this.pace.keep(own, place, page);
        const items = await handOut(side.streams, paced.items, provider, actor);
        this.pace.handed(own, items);
        place = paced.next;
        const left = deadline - performance.now();
        if (items.length > 0 || left <= 0 || options.gone.aborted || side.waiters.stopped) {
          return { items: items.map(({ item }) => item), cursor: this.#cursor(scope, place, generation) };
        }
        // A page whose items were all taken back meanwhile is not the end of the feed: look at the next one at once.
        if (paced.items.length > 0) continue;
        passed();
        const head = await side.waiters.wait(provider, page.head, Math.min(left, paced.heldFor ?? left), options.gone);
        passed = this.precedence.take();
        news = head === undefined ? undefined : head - Math.min(place.lifts, place.blocks);
      }
    } finally {
      passed();
    }
  }

  /** Everything in force now. The cursor goes on after it, but never beyond a lift that was not answered. */
  async snapshot({ side, provider }: OwnFeed, actor: Actor): Promise<RequestSnapshot> {
    await this.seen.note(side.lane, provider);
    const now = await side.store.inForce(provider);
    const handed = await handOut(side.streams, now.items, provider, actor);
    const items = handed.map(({ item }) => item);
    const lifts = now.firstOpenLift === null ? now.head : now.firstOpenLift - 1;
    return {
      items,
      cursor: this.#cursor(cursorScope(side.lane, provider), { lifts, blocks: now.head }, now.generation),
      sequence: now.head,
      checksum: createHash('sha256').update(canonicalJson(items)).digest('hex'),
    };
  }

  /**
   * Going on from a place in another history would leave out whatever differs before it: what was asked for only there stays blocked, and
   * what is asked for only here is never seen.
   */
  async #mustBeOf(page: FeedPage, said: SaidPlace, { side, provider }: OwnFeed): Promise<void> {
    const same = said.generation === undefined || said.generation === page.generation;
    if (same && isWithin(said.place, page.head)) return;
    // That the provider is there is known; what it has applied is of no meaning here.
    await this.seen.note(side.lane, provider);
    if (same && !(await this.reach.isWhole())) throw new Problem('unavailable', { retryAfter: 2 });
    throw new Problem('cursor-gone');
  }

  #cursor(scope: string, place: Place, generation: string): string {
    return this.cursors.encode(scope, packPlace(place, generation));
  }
}
