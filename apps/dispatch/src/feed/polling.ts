import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RequestPage, RequestSnapshot } from '#libs/contracts';
import { canonicalJson } from '#libs/event-store';
import type { Actor } from '#libs/event-store';
import { CursorCodec } from '#libs/service-kit';
import type { OwnFeed } from './feed-side.js';
import { handOut } from './hand-out.js';
import { cursorScope, packPlace, unpackPlace } from './place.js';
import type { Place } from './place.js';
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
  ) {}

  /**
   * The items after a cursor, lifts before blocks; waits when there are none. A provider that stores the returned cursor
   * only after it has applied the items misses nothing, whatever crashes; it may see an item twice.
   * @throws {Problem} `invalid-cursor` (400) for a cursor of another provider, `unavailable` (503) when too many wait.
   */
  async poll(own: OwnFeed, actor: Actor, options: PollOptions): Promise<RequestPage> {
    const { side, provider } = own;
    const limit = this.pace.limit(own, options.limit);
    const scope = cursorScope(side.lane, provider);
    let place = unpackPlace(this.cursors.decode(scope, options.cursor));
    await this.seen.note(side.lane, provider, place);
    const deadline = performance.now() + options.wait * 1_000;
    for (;;) {
      const page = await side.store.page(provider, place, limit);
      const paced = await this.pace.keep(own, place, page);
      const items = await handOut(side.streams, paced.items, provider, actor);
      this.pace.handed(own, items);
      place = paced.next;
      const left = deadline - performance.now();
      if (items.length > 0 || left <= 0 || options.gone.aborted || side.waiters.stopped) {
        return { items: items.map(({ item }) => item), cursor: this.#cursor(scope, place) };
      }
      // A page whose items were all taken back meanwhile is not the end of the feed: look at the next one at once.
      if (paced.items.length === 0) {
        await side.waiters.wait(provider, page.head, Math.min(left, paced.heldFor ?? left), options.gone);
      }
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
      cursor: this.#cursor(cursorScope(side.lane, provider), { lifts, blocks: now.head }),
      sequence: now.head,
      checksum: createHash('sha256').update(canonicalJson(items)).digest('hex'),
    };
  }

  #cursor(scope: string, place: Place): string {
    return this.cursors.encode(scope, packPlace(place));
  }
}
